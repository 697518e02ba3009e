import { describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import ReviewScreen from '../../../renderer/review/ReviewScreen.svelte'
import type { PlanState } from '../../../renderer/state/plan.svelte.ts'
import { planRow } from '../../fakes/fake-plans.ts'
import { inBox } from '../in-box.ts'
import { openPlan } from '../open-plan.ts'

const rows = Array.from({ length: 5000 }, (_, index) => planRow(index + 1))

/** A plan whose table has gone to its end. */
async function atItsEnd() {
  const { plan } = openPlan({}, { rows })
  const screen = await render(ReviewScreen, {
    target: inBox(1180, 740),
    props: { plan, onBack: () => undefined },
  })
  const grid = screen.getByRole('grid', { name: 'Plan' })
  const first = screen.getByRole('row', { name: /^Upload file-1,/ })
  const unread = screen.getByRole('row', { name: 'Not read yet' })
  await expect.element(first).toBeVisible()
  await expect.element(grid).toHaveFocus()
  await userEvent.keyboard('{End}')
  await expect.element(screen.getByRole('row', { name: /^Upload file-5000,/ })).toBeVisible()
  return { plan, grid, first, unread }
}

const ways: [string, (plan: PlanState) => void][] = [
  ['in another order', (plan) => plan.sortBy('size')],
  [
    'of a category that was hidden for a moment',
    (plan) => {
      plan.pressChip('new')
      plan.pressChip('new')
    },
  ],
]

describe.each(ways)('rows %s', (_words, look) => {
  test('are shown from the first on, wherever the table stood', async () => {
    const { plan, grid, first, unread } = await atItsEnd()
    look(plan)
    await expect.element(first).toBeVisible()
    await expect.element(unread).not.toBeInTheDocument()
    await vi.waitFor(() => expect(grid.element().scrollTop).toBe(0))
  })
})

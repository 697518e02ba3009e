import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import ReviewScreen from '../../../renderer/review/ReviewScreen.svelte'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { planRow } from '../../fakes/fake-plans.ts'
import { inBox } from '../in-box.ts'
import { openPlan } from '../open-plan.ts'

async function show(changes: Partial<PlanStatus> = {}) {
  const { bridge, plan } = openPlan(changes, { rows: [1, 2, 3].map((seq) => planRow(seq)) })
  const props = { plan, onBack: () => undefined }
  const screen = await render(ReviewScreen, { target: inBox(1180, 740), props })
  await vi.waitFor(() => expect(plan.rows.total).toBe(3))
  await expect.element(screen.getByRole('grid', { name: 'Plan' })).toHaveFocus()
  return { bridge, plan, screen }
}

test('Ctrl+A and Space take out all that is looked at, without naming each row', async () => {
  const { bridge, plan, screen } = await show()
  await userEvent.keyboard('{Control>}a{/Control}')
  for (const row of screen.getByRole('row', { name: /^Upload/ }).elements())
    expect(row.getAttribute('aria-selected')).toBe('true')
  expect(document.getSelection()?.toString()).toBe('')
  await userEvent.keyboard(' ')
  const choice = { kind: 'view', view: plan.view }
  await vi.waitFor(() =>
    expect(bridge.asked('plan.choose')).toEqual([{ planId: 'plan-1', choice, included: false }]),
  )
})

test('all are marked until one is, or others are looked at', async () => {
  const { plan } = await show()
  plan.everything = true
  expect([plan.isMarked(planRow(99)), plan.marked]).toEqual([true, 3])
  plan.move(0, 'only')
  expect([plan.isMarked(planRow(99)), plan.marked]).toEqual([false, 1])
  plan.everything = true
  plan.look({ search: 'file' })
  expect([plan.everything, plan.isMarked(planRow(99))]).toEqual([false, false])
})

test.each([
  [null, '7 filtered out'],
  [['a'], '7 not chosen'],
])('where %j was chosen, what is not looked at is %s', async (selection, words) => {
  const { screen } = await show({ selection, excluded: { count: 7, bytes: 0 } })
  await expect
    .element(screen.getByRole('group', { name: 'What the plan comes to' }))
    .toMatchTextContent(new RegExp(words.replaceAll(' ', String.raw`\s+`)))
})

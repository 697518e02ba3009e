import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import ReviewScreen from '../../../renderer/review/ReviewScreen.svelte'
import { planRow, totalsOf } from '../../fakes/fake-plans.ts'
import { inBox } from '../in-box.ts'
import { openPlan } from '../open-plan.ts'

test('F17 a name that is markup is shown as text', async () => {
  const key = '<img src=x onerror=alert(1)>'
  const totals = totalsOf({ new: 1, changed: 0, newer: 0, delete: 0, problem: 0 })
  const { plan } = openPlan({ totals }, { rows: [planRow(1, { key })] })
  const screen = await render(ReviewScreen, {
    target: inBox(1180, 740),
    props: { plan, onBack: vi.fn(), onAddFilter: vi.fn(), onFinishMove: vi.fn() },
  })
  await expect.element(screen.getByRole('row', { name: /img src=x onerror/ })).toBeVisible()
  expect(screen.container.querySelector('img')).toBe(null)
  expect(screen.container.textContent).toContain(key)
})

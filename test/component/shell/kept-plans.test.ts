import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import KeptPlans from '../../../renderer/shell/KeptPlans.svelte'
import { planStatus } from '../../fakes/fake-plans.ts'

async function show(count: number) {
  const plans = Array.from({ length: count }, (_, i) => planStatus({ planId: `plan-${i}` }))
  const [onShow, onJobs, onPutAway] = [vi.fn(), vi.fn(), vi.fn()]
  const screen = await render(KeptPlans, { plans, onShow, onJobs, onPutAway })
  return { screen, onShow, onJobs, onPutAway }
}

test('one that waited is named, and reviewed from there', async () => {
  const { screen, onShow, onPutAway } = await show(1)
  await expect
    .element(screen.getByText(/site → site waited for its turn when Sluice was closed/))
    .toBeVisible()
  await screen.getByRole('button', { name: 'Review' }).click()
  expect(onShow.mock.calls[0]?.[0]).toMatchObject({ planId: 'plan-0' })
  await screen.getByRole('button', { name: 'Put away' }).click()
  expect(onPutAway).toHaveBeenCalledOnce()
})

test('several are counted, and are among the jobs', async () => {
  const { screen, onJobs } = await show(2)
  await expect.element(screen.getByText(/^2 plans waited/)).toBeVisible()
  await screen.getByRole('button', { name: 'Show them' }).click()
  expect(onJobs).toHaveBeenCalledOnce()
})

import { expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import WaitFooter from '../../../renderer/job/WaitFooter.svelte'
import { planStatus } from '../../fakes/fake-plans.ts'
import { openPlan } from '../open-plan.ts'

async function show(place: number, runs = 1) {
  const started = Date.now() - 300_000
  const opened = openPlan(
    { phase: 'waiting', waiting: { place, runs, blocked: null, kept: true }, started },
    { answers: { 'runs.beginNow': () => planStatus({ phase: 'running' }) } },
  )
  const screen = await render(WaitFooter, { plan: opened.plan })
  return { ...opened, screen, button: (name: string) => screen.getByRole('button', { name }) }
}

test.each([
  [1, 1, 'waits for 1 run'],
  [2, 1, 'waits for 2 runs'],
  [1, 0, 'begins now'],
])('at place %i after %i runs it says “%s”, and how old its plan is', async (place, runs, words) => {
  const { screen } = await show(place, runs)
  await expect.element(screen.getByRole('status')).toMatchTextContent(words)
  await expect.element(screen.getByText(/Planned 5 min ago/)).toBeVisible()
})

test('it can be begun now, and taken out', async () => {
  const { bridge, button } = await show(1)
  await button('Take out of the queue').click()
  await button('Run now').click()
  expect(bridge.asked('plan.cancel')).toEqual([{ planId: 'plan-1', step: 'finish' }])
  expect(bridge.asked('runs.beginNow')).toEqual([{ planId: 'plan-1' }])
})

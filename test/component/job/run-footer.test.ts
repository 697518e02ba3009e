import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import RunFooter from '../../../renderer/job/RunFooter.svelte'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { movingRow, progressOf } from '../../fakes/fake-plans.ts'
import { openPlan } from '../open-plan.ts'

async function show(changes: Partial<PlanStatus> = {}) {
  const opened = openPlan({ phase: 'running', ...changes })
  const screen = await render(RunFooter, { plan: opened.plan })
  return { ...opened, screen, button: (name: string) => screen.getByRole('button', { name }) }
}

test('cancelling first lets finish what is moving, and only then stops it', async () => {
  const { bridge, button } = await show()
  await expect.element(button('Stop now')).not.toBeInTheDocument()
  await button('Cancel').click()
  await expect.element(button('Stop now')).toBeEnabled()
  await expect.element(button('Cancel')).not.toBeInTheDocument()
  expect(bridge.asked('plan.cancel')).toEqual([{ planId: 'plan-1', step: 'finish' }])
  await button('Stop now').click()
  await expect.element(button('Stop now')).toBeDisabled()
  expect(bridge.asked('plan.cancel').at(-1)).toEqual({ planId: 'plan-1', step: 'stop' })
})

test('a run is paused and resumed, and can be cancelled while it is paused', async () => {
  const { bridge, button, screen } = await show()
  await button('Pause').click()
  await expect.element(screen.getByText('paused')).toBeVisible()
  await expect.element(button('Cancel')).toBeEnabled()
  await button('Resume').click()
  await expect.element(button('Pause')).toBeVisible()
  expect(bridge.asked('plan.pause').map(({ paused }) => paused)).toEqual([true, false])
})

test('a run that is ending can’t be paused', async () => {
  const { button } = await show({ phase: 'finishing' })
  await expect.element(button('Stop now')).toBeVisible()
  await expect.element(button('Pause')).not.toBeInTheDocument()
})

test('it says how far it is, in bytes, files and deletes, how fast, and how long still', async () => {
  const { screen } = await show({
    progress: progressOf({
      transfers: { done: 1199, failed: 1, total: 5000 },
      deletes: { done: 2, failed: 1, total: 4 },
      bytes: { done: 1024, total: 4096 },
      rate: 2048,
      secondsLeft: 90,
    }),
  })
  const run = screen.getByRole('contentinfo', { name: 'The run' })
  for (const words of [
    '1.0 KiB of 4.0 KiB',
    '1,200 of 5,000 files',
    '3 of 4 deletes',
    '2 failed',
    '2.0 KiB/s',
    '1 min 30 s left',
  ])
    await expect.element(run).toMatchTextContent(words)
  await expect
    .element(screen.getByRole('progressbar', { name: 'Progress of the run' }))
    .toHaveAttribute('value', '0.25')
})

test('what there is nothing of is not spoken of', async () => {
  const { screen } = await show({ progress: progressOf() })
  const run = screen.getByRole('contentinfo', { name: 'The run' })
  await expect.element(run).toMatchTextContent('0 of 1 files')
  await expect.element(run).not.toMatchTextContent(/deletes|failed|left/)
})

test('a rate is kept of each half second that it runs', async () => {
  vi.useFakeTimers()
  try {
    const { bridge, plan } = openPlan({ phase: 'running' })
    for (const rate of [1, 2, 3]) {
      await vi.advanceTimersByTimeAsync(500)
      bridge.emit('plan.changed', { ...plan.status, progress: progressOf({ rate }) })
      await vi.advanceTimersByTimeAsync(100)
      bridge.emit('plan.changed', { ...plan.status, progress: progressOf({ rate: 99 }) })
    }
    expect(plan.rates.all).toEqual([1, 2, 3])
  } finally {
    vi.useRealTimers()
  }
})

test('a server that is not reached is said with when it is tried again, once nothing moves', async () => {
  const again = { in: 2400, code: 'unreachable' } as const
  const moving = [movingRow(1, { again }), movingRow(2, { again: { ...again, in: 900 } })]
  const { bridge, plan, screen } = await show({ progress: progressOf(), moving })
  const words = screen.getByText('server not reached, tries again in 1 s')
  await expect.element(words).toBeVisible()
  bridge.emit('plan.changed', { ...plan.status, moving: [...moving, movingRow(3)], serial: 2 })
  await expect.element(words).not.toBeInTheDocument()
})

test('the limit of all runs can be changed where there is one to hold', async () => {
  const { plan } = await show()
  const onLimit = vi.fn()
  const screen = await render(RunFooter, { plan, settings: { bandwidth: 1024 * 1024 }, onLimit })
  await screen.getByRole('button', { name: 'At most 1.0 MiB/s' }).click()
  await page.getByRole('button', { name: 'No limit' }).click()
  expect(onLimit).toHaveBeenCalledExactlyOnceWith(null)
})

import { expect, onTestFinished, test, vi } from 'vitest'
import { planRow, planStatus } from '../../fakes/fake-plans.ts'
import { openPlan } from '../open-plan.ts'

/** A plan whose rows have been shown for a while. */
async function open() {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { bridge, plan } = openPlan({}, { rows: [planRow(1), planRow(2)] })
  plan.rows.show(0, 1)
  await vi.advanceTimersByTimeAsync(1000)
  return { bridge, plan }
}

test('the first change is seen at once, and those that follow on its heels together', async () => {
  const { bridge } = await open()
  const before = bridge.asked('plan.rows').length
  bridge.emit('plan.changed', planStatus({ revision: 2 }))
  expect(bridge.asked('plan.rows')).toHaveLength(before + 1)
  bridge.emit('plan.changed', planStatus({ revision: 3 }))
  bridge.emit('plan.changed', planStatus({ revision: 4 }))
  expect(bridge.asked('plan.rows')).toHaveLength(before + 1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(bridge.asked('plan.rows')).toHaveLength(before + 2)
})

test('when a run has ended its rows say so at once, also right after another change', async () => {
  const { bridge } = await open()
  bridge.emit('plan.changed', planStatus({ phase: 'running', revision: 2 }))
  const before = bridge.asked('plan.rows').length
  bridge.emit('plan.changed', planStatus({ phase: 'running', revision: 3 }))
  expect(bridge.asked('plan.rows')).toHaveLength(before)
  bridge.emit('plan.changed', planStatus({ phase: 'ended', revision: 4 }))
  expect(bridge.asked('plan.rows')).toHaveLength(before + 1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(bridge.asked('plan.rows')).toHaveLength(before + 1)
})

test('rows that one has chosen oneself are read again at once, also right after another change', async () => {
  const { bridge, plan } = await open()
  bridge.emit('plan.changed', planStatus({ revision: 1.5 }))
  const before = bridge.asked('plan.rows').length
  plan.cursor = 0
  const chosen = plan.toggleChosen()
  expect(plan.choosing).toBe(1)
  await vi.advanceTimersByTimeAsync(0)
  await chosen
  expect(plan.choosing).toBe(0)
  expect(bridge.asked('plan.rows')).toHaveLength(before + 1)
})

test('its folders are read again as it begins to run and when it has ended, and not with each row that is done', async () => {
  const { bridge } = await open()
  const read = (): number => bridge.asked('plan.folders').length
  const before = read()
  bridge.emit('plan.changed', planStatus({ phase: 'running', revision: 2 }))
  await vi.advanceTimersByTimeAsync(1000)
  bridge.emit('plan.changed', planStatus({ phase: 'running', revision: 3 }))
  await vi.advanceTimersByTimeAsync(1000)
  expect(read()).toBe(before + 1)
  bridge.emit('plan.changed', planStatus({ phase: 'ended', revision: 4 }))
  await vi.advanceTimersByTimeAsync(1000)
  expect(read()).toBe(before + 2)
})

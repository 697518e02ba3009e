import { expect, onTestFinished, test, vi } from 'vitest'
import { JobsState } from '../../../renderer/state/jobs.svelte.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { planStatus } from '../../fakes/fake-plans.ts'

function open() {
  const bridge = createFakeBridge({})
  const onEnded = vi.fn()
  const jobs = new JobsState(bridge, onEnded)
  onTestFinished(() => jobs.end())
  return { bridge, jobs, onEnded }
}

test.each(['ready', 'waiting', 'running'] as const)(
  'a run was heard of as %s, and then that it has ended: that is told, once',
  (phase) => {
    const { bridge, jobs, onEnded } = open()
    jobs.follow(planStatus({ phase }))
    for (const serial of [2, 3]) bridge.emit('plan.changed', planStatus({ phase: 'ended', serial }))
    expect(onEnded).toHaveBeenCalledOnce()
  },
)

test('a run that had ended before it was heard of is no news', () => {
  const { bridge, onEnded } = open()
  bridge.emit('plan.changed', planStatus({ phase: 'ended' }))
  expect(onEnded).not.toHaveBeenCalled()
})

import { describe, expect, test } from 'vitest'
import { leftWords, milestoneWords, shareDone } from '../../../../renderer/job/run-words.ts'
import type { PlanStatus } from '../../../../shared/bridge/plans.ts'
import type { Progress } from '../../../../shared/job.ts'
import { planStatus, progressOf, runReport } from '../../../fakes/fake-plans.ts'

describe('how far a run is', () => {
  const items = { transfers: { done: 1, failed: 1, total: 4 }, deletes: { done: 1, failed: 0, total: 2 } }

  test.each<[string, Progress | null, number]>([
    ['unknown yet', null, 0],
    ['bytes to come', progressOf({ ...items, bytes: { done: 25, total: 100 } }), 0.25],
    ['no bytes to come', progressOf({ ...items, bytes: { done: 100, total: 100 } }), 0.5],
    ['deletes alone', progressOf({ ...items, bytes: { done: 0, total: 0 } }), 0.5],
    [
      'nothing to do',
      progressOf({ transfers: { done: 0, failed: 0, total: 0 }, bytes: { done: 0, total: 0 } }),
      0,
    ],
  ])('%s', (_case, progress, share) => {
    expect(shareDone(progress)).toBe(share)
  })
})

describe('the time that is left', () => {
  test.each<[string, Partial<PlanStatus>]>([
    ['', { phase: 'running' }],
    ['', { phase: 'running', progress: progressOf({ secondsLeft: null }) }],
    ['4 s left', { phase: 'running', progress: progressOf({ secondsLeft: 3.2 }) }],
    ['1 min 30 s left', { phase: 'running', progress: progressOf({ secondsLeft: 90 }) }],
    ['paused', { phase: 'paused', progress: progressOf({ secondsLeft: 90 }) }],
    ['finishing what is moving', { phase: 'finishing', progress: progressOf({ secondsLeft: 90 }) }],
    ['stopping', { phase: 'stopping', progress: progressOf({ secondsLeft: 90 }) }],
  ])('"%s"', (words, changes) => {
    expect(leftWords(planStatus(changes))).toBe(words)
  })
})

describe('what is read aloud as a plan goes on', () => {
  const at = (done: number): Partial<PlanStatus> => ({
    phase: 'running',
    progress: progressOf({ bytes: { done, total: 100 } }),
  })

  test.each<[string, Partial<PlanStatus>]>([
    ['Listing both sides.', { phase: 'listing' }],
    ['3 new.', { phase: 'ready' }],
    ['Applying the plan.', at(24)],
    ['25 % done.', at(25)],
    ['25 % done.', at(49)],
    ['75 % done.', at(99)],
    ['Paused.', { phase: 'paused' }],
    ['Cancelled: finishing what is moving.', { phase: 'finishing' }],
    ['Stopping.', { phase: 'stopping' }],
    ['The plan could not be made.', { phase: 'failed' }],
    ['Planning was stopped.', { phase: 'cancelled' }],
    ['Uploaded 3 files, 300 Bytes, all verified. Took 2.0 s.', { phase: 'ended', report: runReport() }],
  ])('%s', (words, changes) => {
    expect(milestoneWords(planStatus(changes))).toBe(words)
  })
})

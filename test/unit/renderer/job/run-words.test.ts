import { describe, expect, test } from 'vitest'
import {
  leftWords,
  milestoneWords,
  networkWait,
  shareDone,
  shareOfAll,
} from '../../../../renderer/job/run-words.ts'
import type { PlanStatus } from '../../../../shared/bridge/plans.ts'
import type { Progress } from '../../../../shared/job.ts'
import { movingRow, planStatus, runReport } from '../../../fakes/fake-plans.ts'

const progress = (changes: Partial<Progress> = {}): Progress => ({
  listed: { source: 20, destination: 10 },
  planned: true,
  transfers: { done: 1, failed: 1, total: 4 },
  deletes: { done: 0, failed: 0, total: 4 },
  bytes: { done: 30, total: 120 },
  rate: 10,
  secondsLeft: 9,
  ...changes,
})

describe('how far a run is', () => {
  const arrived = { done: 120, total: 120 }
  const none = { done: 0, failed: 0, total: 0 }
  test.each<[string, Progress | null, number]>([
    ['of which nothing is known yet', null, 0],
    ['with bytes to come', progress(), 0.25],
    ['whose bytes have all arrived', progress({ bytes: arrived }), 0.25],
    [
      'of deletes alone',
      progress({ bytes: { done: 0, total: 0 }, transfers: none, deletes: { done: 2, failed: 1, total: 4 } }),
      0.75,
    ],
    ['of nothing', progress({ bytes: { done: 0, total: 0 }, transfers: none, deletes: none }), 0],
  ])('%s', (_run, at, share) => {
    expect(shareDone(at)).toBe(share)
  })
})

describe('the time that is left', () => {
  test.each<[string, Partial<PlanStatus>]>([
    ['9 s left', { phase: 'running', progress: progress() }],
    ['1 s left', { phase: 'running', progress: progress({ secondsLeft: 0.2 }) }],
    ['2 min 5 s left', { phase: 'running', progress: progress({ secondsLeft: 125 }) }],
    ['', { phase: 'running', progress: progress({ secondsLeft: null }) }],
    ['', { phase: 'running', progress: null }],
    ['paused', { phase: 'paused', progress: progress() }],
    ['finishing what is moving', { phase: 'finishing', progress: progress() }],
    ['stopping', { phase: 'stopping', progress: progress() }],
  ])('%s', (words, changes) => {
    expect(leftWords(planStatus(changes))).toBe(words)
  })
})

describe('what is read aloud', () => {
  test.each<[string, Partial<PlanStatus>]>([
    ['Listing both sides.', { phase: 'listing' }],
    ['3 new.', { phase: 'ready' }],
    ['Applying the plan.', { phase: 'running', progress: progress({ bytes: { done: 29, total: 120 } }) }],
    ['25 % done.', { phase: 'running', progress: progress() }],
    ['25 % done.', { phase: 'running', progress: progress({ bytes: { done: 59, total: 120 } }) }],
    ['50 % done.', { phase: 'running', progress: progress({ bytes: { done: 60, total: 120 } }) }],
    ['Paused.', { phase: 'paused', progress: progress() }],
    ['Cancelled: finishing what is moving.', { phase: 'finishing' }],
    ['Stopping.', { phase: 'stopping' }],
    ['The plan could not be made.', { phase: 'failed' }],
    ['Planning was stopped.', { phase: 'cancelled' }],
    ['Uploaded 3 files, 300 Bytes, all verified. Took 2.0 s.', { phase: 'ended', report: runReport() }],
  ])('%s', (words, changes) => {
    expect(milestoneWords(planStatus(changes))).toBe(words)
  })
})

describe('a server that is not reached', () => {
  const waits = (milliseconds: number) => movingRow(1, { again: { in: milliseconds, code: 'unreachable' } })
  test.each([
    ['nothing moves at all', [], null],
    ['all rows wait for it', [waits(900), waits(400)], 400],
    ['one is tried again just now', [waits(900), movingRow(2, { attempt: 6 })], 900],
    ['one moves', [waits(900), movingRow(2, { attempt: 6, rate: 5 })], null],
    ['one has just begun', [waits(900), movingRow(2)], null],
    [
      'one waits for a server that is busy',
      [waits(9), movingRow(2, { again: { in: 1, code: 'slow-down' } })],
      null,
    ],
  ])('where %s', (_what, moving, wait) => {
    expect(networkWait({ phase: 'running', moving })).toBe(wait)
    expect(networkWait({ phase: 'paused', moving })).toBeNull()
  })
})

test('several runs are as far as their bytes together, and without bytes to come as they are on average', () => {
  const run = (done: number, total: number) => ({ progress: progress({ bytes: { done, total } }) })
  expect(shareOfAll([])).toBeNull()
  expect(shareOfAll([run(10, 100), run(300, 300), { progress: null }])).toBeCloseTo(310 / 400)
  expect(shareOfAll([run(100, 100), { progress: null }])).toBeCloseTo(0.125)
})

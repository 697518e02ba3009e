import { describe, expect, test } from 'vitest'
import { networkWait, shareDone, shareOfAll } from '../../../../renderer/job/run-progress.ts'
import type { Progress } from '../../../../shared/job.ts'
import { movingRow, runProgress as progress } from '../../../fakes/fake-plans.ts'

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

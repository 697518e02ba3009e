import { expect, test } from 'vitest'
import { leavingDetail, leavingMessage } from '../../../shared/leaving-words.ts'

test.each([
  [1, 1, 'A sync is still running.'],
  [2, 0, '2 syncs are still running.'],
  [0, 1, 'A sync waits for its turn.'],
  [0, 3, '3 syncs wait for their turn.'],
])('with %i runs and %i that wait it asks: %s', (runs, waiting, message) => {
  expect(leavingMessage({ runs, waiting })).toBe(message)
})

test.each([
  [1, 1, '1 run in the queue does not begin. The next start offers what was planned, to be reviewed again.'],
  [1, 0, '1 run in the queue does not begin. The next start does not offer it: preview anew then.'],
  [3, 0, '3 runs in the queue do not begin. The next start does not offer them: preview anew then.'],
  [
    3,
    2,
    '3 runs in the queue do not begin. 2 of 3 waiting plans are offered at the next start, to be reviewed again; the other one has to be previewed anew.',
  ],
  [
    3,
    1,
    '3 runs in the queue do not begin. 1 of 3 waiting plans is offered at the next start, to be reviewed again; the others have to be previewed anew.',
  ],
])('of %i that wait and %i that are kept it says: %s', (waiting, kept, detail) => {
  expect(leavingDetail({ runs: 0, waiting, kept })).toBe(detail)
})

test('what is moving stands in the history, and the queue comes after it', () => {
  expect(leavingDetail({ runs: 1, waiting: 1, kept: 1 })).toMatch(
    /^What is not done by then .* 1 run in the queue/,
  )
  expect(leavingDetail({ runs: 1, waiting: 0, kept: 0 })).not.toContain('queue')
})

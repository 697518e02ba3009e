import { expect, test } from 'vitest'
import { movingWords } from '../../../../../renderer/words/review/moving.ts'
import { movingRow } from '../../../../fakes/fake-plans.ts'

test.each([
  [{}, '25 %'],
  [{ rate: 1024 }, '25 % · 1.0 KiB/s'],
  [{ rate: 1024, attempt: 2 }, '25 % · 1.0 KiB/s · 2nd try'],
  [{ attempt: 3 }, '25 % · 3rd try'],
  [{ attempt: 12 }, '25 % · 12th try'],
  [{ attempt: 21 }, '25 % · 21st try'],
  [{ total: 0, done: 0 }, ''],
  [{ rate: 5, again: { in: 1200, code: 'slow-down' } }, 'tries again in 2 s: server busy'],
  [{ total: 0, again: { in: 0, code: 'unreachable' } }, 'tries again in 1 s: server not reached'],
] as const)('%j: %s', (changes, words) => {
  expect(movingWords(movingRow(1, changes))).toBe(words)
})

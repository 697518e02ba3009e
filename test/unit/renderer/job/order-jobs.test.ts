import { expect, test } from 'vitest'
import { neighbour } from '../../../../renderer/job/order-jobs.ts'

test.each([
  ['the next', 'b', ['a', 'c', 'd'], 'c'],
  ['the next that is still there', 'b', ['a', 'd'], 'd'],
  ['the one before, where there is no next', 'd', ['a', 'b', 'c'], 'c'],
  ['the first, where it was never there', null, ['a', 'b'], 'a'],
  ['none, where nothing is left', 'a', [], null],
])('the place of one that has gone takes %s', (_what, gone, now, taken) => {
  expect(neighbour(['a', 'b', 'c', 'd'], gone, now)).toBe(taken)
})

import { expect, test } from 'vitest'
import { median, mediansOf, quantile, ratiosOf } from '../../bench/medians.ts'

const use = (wall: number, cpu = 1, peak = 1) => ({ wall, cpu, peak })

test.each([
  [[3], 3],
  [[10, 9], 9.5],
  [[10, 9, 100], 10],
  [[4, 1, 100, 2], 3],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected)
})

test('nothing has no median', () => {
  expect(() => median([])).toThrow('no median')
})

test.each([
  [[], 0.95, 0],
  [[7], 0.95, 7],
  [[20, 1, 2], 0.95, 20],
  [[4, 3, 2, 1], 0.5, 2],
  [Array.from({ length: 100 }, (_, n) => n + 1), 0.95, 95],
])('of %j a share of %d is at most %d', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected)
})

test('each figure has a median of its own', () => {
  expect(mediansOf([use(1, 30, 200), use(2, 10, 300), use(3, 20, 100)])).toEqual(use(2, 20, 200))
})

test('a ratio is the median over the rounds, and not that of the medians', () => {
  // The machine was three times slower in the second round, for both.
  const theirs = [use(2, 4), use(12, 8), use(5, 2)]
  const ours = [use(1, 1), use(3, 4), use(1, 2)]
  expect(ratiosOf(theirs, ours)).toEqual({ wall: 4, cpu: 2 })
})

test('a round that only one of them ran is no pair', () => {
  expect(ratiosOf([use(2)], [use(1), use(100)])).toEqual({ wall: 2, cpu: 1 })
  expect(ratiosOf([use(2), use(50)], [use(1)])).toEqual({ wall: 2, cpu: 1 })
  expect(ratiosOf([], [use(1)])).toBeNull()
})

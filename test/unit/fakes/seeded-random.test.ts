import { expect, it } from 'vitest'
import { seededBytes, seededRandom } from '../../fakes/seeded-random.ts'

it('gives the same numbers for a seed, others for another, all in [0, 1)', () => {
  const numbers = (seed: number): number[] => Array.from({ length: 1000 }, seededRandom(seed))
  expect(numbers(7)).toEqual(numbers(7))
  expect(numbers(7)).not.toEqual(numbers(8))
  expect(numbers(7).every((n) => n >= 0 && n < 1)).toBe(true)
  const mean = numbers(7).reduce((sum, n) => sum + n, 0) / 1000
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.05)
})

it('gives as many bytes as asked for, and a longer run begins with the shorter', () => {
  for (const length of [0, 1, 4, 5, 1000]) expect(seededBytes(3, length)).toHaveLength(length)
  expect(seededBytes(3, 7)).toEqual(seededBytes(3, 1000).slice(0, 7))
  expect(new Set(seededBytes(3, 1000)).size).toBeGreaterThan(200)
})

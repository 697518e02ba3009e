import { expect, test } from 'vitest'
import { playChangedPlan } from './changed-plans.ts'

test.each([1, 2, 3, 4, 5, 6])(
  'world %i: of a plan of 300 rows exactly those that nobody touched since are done, and nothing else is another',
  { timeout: 120_000 },
  async (seed) => {
    const played = await playChangedPlan(seed, 300, 20)
    expect(played.wrong).toEqual([])
    expect(played).toMatchObject({ rows: 300, changed: 20 })
    expect(played.done).toBeGreaterThan(60)
  },
)

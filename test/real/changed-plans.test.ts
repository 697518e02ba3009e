import { describe, expect, test } from 'vitest'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'
import { playRealChangedPlan } from './changed-plans.ts'

/* `npm run test:long -- real-plans` plays as many as there is time for, each as large as it is told. */
describe('a plan file on a real server and a real disk', needs('radosgw', 'unix'), () => {
  test.each([1, 2])(
    'world %i: exactly the rows that nobody touched since are done, and nothing else is another',
    { timeout: 300_000 },
    async (seed) => {
      const played = await playRealChangedPlan(radosgw(), seed, 300, 20)
      expect(played.wrong).toEqual([])
      expect(played).toMatchObject({ rows: 300, changed: 20 })
      expect(played.done).toBeGreaterThan(60)
    },
  )
})

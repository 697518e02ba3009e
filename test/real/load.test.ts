import { describe, expect, test } from 'vitest'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'
import { grows, load } from './load.ts'

describe('3,000 files up and down again', needs('radosgw', 'linux'), () => {
  test(
    'arrive, though a request of twenty goes wrong, and nothing piles up',
    { timeout: 600_000 },
    async () => {
      const { runs, lost } = await load(radosgw(), 3000)
      expect(lost).toEqual([])
      expect(runs.at(-1)).toMatchObject({ way: 'down', exit: 0 })
      for (const run of runs) {
        // Every kind of fault has struck.
        expect(Object.values(run.struck).filter((count) => count > 0).length).toBeGreaterThanOrEqual(9)
        // A run of seconds has not got over its warm-up; the long one has (`npm run test:long`).
        expect(grows(run.use, 2), JSON.stringify(run.use)).toEqual([])
        expect(run.exit === 0, run.stderr).toBe(run.failed === 0)
      }
    },
  )
})

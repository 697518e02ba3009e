import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readKeptWorlds } from '../model/kept-worlds.ts'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'
import { replay, replayableScenario } from './replay.ts'

describe('a world in simulation and on the real server', needs('radosgw', 'unix'), () => {
  test('comes to the same: trees, rows, changing calls and exit codes', { timeout: 600_000 }, async () => {
    for (const world of readKeptWorlds().replayed) expect(await replay(radosgw(), world)).toEqual([])
    for (const world of fc.sample(replayableScenario, { seed: 1, numRuns: 12 })) {
      expect(await replay(radosgw(), world), JSON.stringify(world)).toEqual([])
    }
  })
})

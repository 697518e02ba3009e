import { describe, expect, test } from 'vitest'
import { readKeptWorlds } from '../model/kept-worlds.ts'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'
import { playReal } from './play.ts'
import type { RealRun } from './run-command.ts'
import { playSeeds, type SeedPlayed } from './seeds.ts'

/** The same twenty each time; `npm run test:long` plays as many as there is time for. */
const seeds = Array.from({ length: 20 }, (_, i) => i + 1)

describe('worlds on a real server and a real disk', needs('radosgw', 'unix'), () => {
  test.each(readKeptWorlds().real.map((world, i) => ({ world, number: i + 1 })))(
    'world $number that once broke a promise keeps them all',
    async ({ world }) => {
      expect((await playReal(radosgw(), world)).wrong).toEqual([])
    },
  )

  test(
    'every promise is kept in twenty others, killed, stopped and struck',
    { timeout: 600_000 },
    async () => {
      const played: SeedPlayed[] = []
      await playSeeds(radosgw(), seeds, { jobs: 2, shrinkFor: 120_000 }, (each) => played.push(each))
      expect(played.flatMap(({ failure }) => (failure === null ? [] : [failure]))).toEqual([])
      // What did not happen was not tested.
      const runs = played.flatMap((each) => each.runs)
      const share = (shows: (run: RealRun) => boolean): number => runs.filter(shows).length / runs.length
      expect(share(({ command }) => command.delete)).toBeGreaterThan(1 / 3)
      expect(share(({ cli }) => cli.signal === 'SIGKILL')).toBeGreaterThan(0.05)
      expect(share(({ struck }) => struck > 0)).toBeGreaterThan(0.1)
      expect(share(({ edits }) => edits.length > 0)).toBeGreaterThan(0.1)
    },
  )
})

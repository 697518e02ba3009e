import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { awsCli } from '../../servers/aws-cli.ts'
import { needs } from '../../servers/needs.ts'
import { radosgw } from '../../servers/radosgw.ts'
import { builtCli, wordsOf } from '../command-line.ts'
import { connect } from '../server.ts'
import { runSeeds, type SeedResult } from './seeds.ts'
import type { Runners } from './side-by-side.ts'

const seedsFrom1 = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

/** The same fifty each time; `npm run test:parity` runs as many as there is time for. */
describe('aws and Sluice, side by side on random scenes', needs('radosgw', 'aws'), () => {
  let runners: Runners
  beforeAll(() => {
    const server = radosgw()
    const s3 = connect(server)
    runners = {
      aws: { cli: [awsCli(), 's3', 'sync'], tool: 'aws', server, s3 },
      sluice: { cli: wordsOf(builtCli), tool: 'sluice', server, s3 },
    }
  })
  afterAll(() => {
    runners.aws.s3.destroy()
  })

  test('make and say the same on fifty seeds, but for the departures', { timeout: 900_000 }, async () => {
    const results: SeedResult[] = []
    await runSeeds(runners, seedsFrom1(50), { jobs: 2, shrinkFor: 120_000 }, (result) => {
      results.push(result)
    })
    expect(results.filter(({ failure }) => failure !== null)).toEqual([])
    expect(results.filter(({ allowance }) => allowance === null).length).toBeGreaterThan(25)
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { awsCli } from '../../servers/aws-cli.ts'
import { needs } from '../../servers/needs.ts'
import { radosgw } from '../../servers/radosgw.ts'
import { builtCli, wordsOf } from '../command-line.ts'
import type { Runner } from '../run-case.ts'
import { connect } from '../server.ts'
import { search } from './search.ts'

/** The same few scenes each time; `run.ts` beside this draws as many new ones as there is time for. */
describe('aws and Sluice, side by side on random scenes', needs('radosgw', 'aws'), () => {
  let runners: [aws: Runner, sluice: Runner]
  beforeAll(() => {
    const server = radosgw()
    const s3 = connect(server)
    runners = [
      { cli: [awsCli(), 's3', 'sync'], tool: 'aws', server, s3 },
      { cli: wordsOf(builtCli), tool: 'sluice', server, s3 },
    ]
  })
  afterAll(() => {
    runners[0].s3.destroy()
  })

  test('make and say the same, but for the departures', { timeout: 300_000 }, async () => {
    const { failure, counts } = await search(...runners, { seed: 1, scenes: 10, limit: 250_000 })
    expect(failure).toBeNull()
    expect(counts.get('compared in full')).toBeGreaterThan(3)
  })
})

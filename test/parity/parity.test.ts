import { afterAll, beforeAll, describe, test } from 'vitest'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'
import { loadCases } from './case.ts'
import { builtCli, wordsOf } from './command-line.ts'
import { reasonToSkip } from './later.ts'
import { explain, nameOf } from './report.ts'
import { runCase, type Runner } from './run-case.ts'
import { connect } from './server.ts'

/** Vitest runs five of these at once, each in a world of its own. */
describe.concurrent('sluice sync does what was recorded of aws s3 sync', needs('radosgw'), () => {
  let runner: Runner
  beforeAll(() => {
    const server = radosgw()
    runner = { cli: wordsOf(builtCli), tool: 'sluice', server, s3: connect(server) }
  })
  afterAll(() => {
    runner.s3.destroy()
  })

  for (const testCase of loadCases()) {
    test(nameOf(testCase), async ({ expect, skip }) => {
      const reason = reasonToSkip(testCase, 'sluice')
      if (reason !== null) skip(reason)
      expect(explain(await runCase(runner, testCase))).toBe('')
    })
  }
})

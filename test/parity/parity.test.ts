import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { startPracticeServer, type PracticeServer } from '../../main/practice/index.ts'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'
import { loadCases } from './case.ts'
import { builtCli, wordsOf } from './command-line.ts'
import { isForPracticeServer, reasonToSkip } from './later.ts'
import { explain, nameOf } from './report.ts'
import { runCase, type Runner } from './run-case.ts'
import { connect, type S3Server } from './server.ts'

const runnerOn = (server: S3Server): Runner => ({
  cli: wordsOf(builtCli),
  tool: 'sluice',
  server,
  s3: connect(server),
})

/** Vitest runs five of these at once, each in a world of its own. */
describe.concurrent('sluice sync does what was recorded of aws s3 sync', needs('radosgw'), () => {
  let runner: Runner
  beforeAll(() => {
    runner = runnerOn(radosgw())
  })
  afterAll(() => {
    runner.s3.destroy()
  })

  for (const testCase of loadCases().filter((each) => !isForPracticeServer(each))) {
    test(nameOf(testCase), async ({ expect, skip }) => {
      const reason = reasonToSkip(testCase, 'sluice')
      if (reason !== null) skip(reason)
      expect(explain(await runCase(runner, testCase))).toBe('')
    })
  }
})

/** Trees are set up with the tools of Linux here too. */
describe.concurrent('… and what radosgw does not have, on the practice server', needs('radosgw'), () => {
  let folder: string
  let practice: PracticeServer
  let runner: Runner
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parity-practice-'))
    practice = await startPracticeServer({ directory: folder })
    runner = runnerOn(practice)
  })
  afterAll(async () => {
    runner.s3.destroy()
    await practice.close()
    await rm(folder, { recursive: true, force: true })
  })

  for (const testCase of loadCases().filter(isForPracticeServer)) {
    test(nameOf(testCase), async ({ expect }) => {
      expect(explain(await runCase(runner, testCase))).toBe('')
    })
  }
})

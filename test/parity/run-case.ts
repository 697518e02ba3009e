import type { S3Client } from '@aws-sdk/client-s3'
import type { Case } from './case.ts'
import type { Ran } from './command.ts'
import { compare, type Difference } from './compare.ts'
import type { Tool } from './exit-codes.ts'
import { observe } from './observe.ts'
import { placesOf } from './places.ts'
import { makeScratch } from './scratch.ts'
import type { S3Server } from './server.ts'
import { openFolders, setUp } from './set-up.ts'

/** What to run cases with: a command (`aws s3 sync`, in words), which tool it is, and a server. */
export interface Runner {
  readonly cli: readonly string[]
  readonly tool: Tool
  readonly server: S3Server
  readonly s3: S3Client
}

export interface Verdict {
  readonly differences: readonly Difference[]
  readonly ran: Ran
}

/** Runs one case in a world of its own, which is gone afterwards. */
export async function runCase(runner: Runner, testCase: Case): Promise<Verdict> {
  const scratch = await makeScratch(runner.server, runner.s3, testCase.id, testCase.config)
  const places = placesOf(testCase, scratch)
  try {
    await setUp(testCase, places, scratch)
    const { observation, ran } = await observe(runner.cli, testCase, places, scratch)
    return { differences: compare(testCase, observation, runner.tool), ran }
  } finally {
    await openFolders(testCase, places)
    await scratch.dispose()
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPracticeServer } from '../../main/practice/index.ts'
import type { S3Server } from '../parity/server.ts'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'

export interface StartedServer {
  readonly server: S3Server
  stop(): Promise<void>
}

interface NamedServer {
  readonly name: string
  /** Options of a suite that runs on it. */
  readonly where: ReturnType<typeof needs>
  start(): Promise<StartedServer>
}

export const servers: readonly NamedServer[] = [
  { name: 'the practice server', where: needs(), start: startPractice },
  {
    name: 'radosgw',
    where: needs('radosgw'),
    start: () => Promise.resolve({ server: radosgw(), stop: () => Promise.resolve() }),
  },
]

/** A practice server of a test's own, everywhere. */
export async function startPractice(): Promise<StartedServer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'sluice-practice-'))
  const server = await startPracticeServer({ directory })
  return {
    server,
    async stop() {
      await server.close()
      await rm(directory, { recursive: true })
    },
  }
}

/**
 * Where the suites of faults run: on radosgw if there is one, for it is not ours, else on the practice server. Most
 * replies that matter are spoiled or made up anyway.
 */
export async function faultServer(): Promise<StartedServer> {
  const here = servers.findLast(({ where }) => where.skip !== true)
  if (here === undefined) throw new Error('there is no server to run faults on')
  return await here.start()
}

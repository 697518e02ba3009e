import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPracticeServer } from '../../main/practice/index.ts'
import { startFaultProxy, type FaultProxy } from '../fakes/fault-proxy.ts'
import { Buckets } from './buckets.ts'

export interface FaultyServer {
  /** What the window connects with: its calls go through the proxy. */
  readonly keys: { readonly endpoint: string; readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly proxy: FaultProxy
  /** Another client, past the proxy. */
  readonly buckets: Buckets
  stop(): Promise<void>
}

/** A practice server of the test's own behind a proxy that breaks what its plan says. */
export async function startFaultyServer(): Promise<FaultyServer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'sluice-faulty-'))
  const server = await startPracticeServer({ directory })
  const proxy = await startFaultProxy({ target: server.endpoint })
  const { accessKeyId, secretAccessKey } = server
  const buckets = new Buckets(server)
  return {
    keys: { endpoint: proxy.endpoint, accessKeyId, secretAccessKey },
    proxy,
    buckets,
    async stop() {
      buckets.close()
      await proxy.close()
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

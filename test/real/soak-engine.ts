/**
 * The engine as a library in one process that runs sync after sync, as the window's does. The parent sends jobs; each
 * is answered by how it ended, and what the process holds when it is at rest again. `--expose-gc` is needed.
 */
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createWorld, openS3, sync, type Side } from '../../main/engine/index.ts'
import type { ExitCode } from '../../shared/errors.ts'
import { defaultRules } from '../../shared/sync-rules.ts'
import type { RealCommand } from './scenario.ts'

export interface SoakJob {
  readonly endpoint: string
  readonly env: Readonly<Record<string, string>>
  /** A folder, or a bucket and a prefix. */
  readonly source: SoakSide
  readonly destination: SoakSide
  readonly command: Pick<
    RealCommand,
    'delete' | 'dryRun' | 'exclude' | 'maxDelete' | 'allowEmptySource' | 'compare'
  >
  /** Milliseconds after which it is told to finish, or to stop; null for never. */
  readonly cancel: { readonly how: 'finish' | 'stop'; readonly after: number } | null
  readonly storePath: string
  readonly runId: string
}

export type SoakSide = { readonly root: string } | { readonly bucket: string; readonly prefix: string }

/** What the process holds at rest. */
export interface Rest {
  readonly exit: ExitCode
  readonly heapKiB: number
  readonly descriptors: number
  readonly timers: number
}

const world = createWorld({ log: { write: () => undefined } })

async function run(job: SoakJob): Promise<ExitCode> {
  const { command } = job
  const [finish, stop] = [new AbortController(), new AbortController()]
  const store = await openS3({
    endpointUrl: job.endpoint,
    env: job.env,
    clock: world.clock,
    readTimeoutSeconds: 2,
  })
  const side = (of: SoakSide): Side =>
    'root' in of ? { kind: 'local', ...of } : { kind: 's3', store, ...of }
  const timer =
    job.cancel === null
      ? undefined
      : setTimeout(() => {
          finish.abort(new Error('Cancelled.'))
          if (job.cancel?.how === 'stop') stop.abort(new Error('Cancelled.'))
        }, job.cancel.after)
  try {
    const report = await sync(
      world,
      {
        source: side(job.source),
        destination: side(job.destination),
        rules: {
          ...defaultRules,
          delete: command.delete,
          dryRun: command.dryRun,
          compare: command.compare,
          allowEmptySource: command.allowEmptySource,
          filters: command.exclude === null ? [] : [{ kind: 'exclude', pattern: command.exclude }],
          maxDelete: command.maxDelete === null ? null : { kind: 'count', count: command.maxDelete },
        },
        transfer: {
          multipartThreshold: 5 << 20,
          multipartChunksize: 5 << 20,
          smallestPart: 5 << 20,
          maxConcurrentRequests: 4,
          maxBandwidth: null,
        },
        runId: job.runId,
        stateOfRun: () => 'over',
        pastRuns: () => Promise.resolve([]),
        storePath: job.storePath,
      },
      { finish: finish.signal, stop: stop.signal, onEvent: () => undefined },
    )
    return report.exit
  } finally {
    clearTimeout(timer)
    store.close()
  }
}

async function rest(exit: ExitCode): Promise<Rest> {
  // Sockets that were closed are let go of in the next turns.
  await sleep(100)
  globalThis.gc?.()
  return {
    exit,
    heapKiB: Math.round(process.memoryUsage().heapUsed / 1024),
    descriptors: readdirSync('/proc/self/fd').length,
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
  }
}

process.on('message', (job: SoakJob) => {
  void run(job)
    .then(rest)
    .then((held) => process.send?.(held))
})

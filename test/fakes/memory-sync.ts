import { ReviewedSync } from '../../main/engine/reviewed-sync.ts'
import { sync } from '../../main/engine/sync.ts'
import type { S3Side, Side, Source } from '../../main/engine/side.ts'
import type { OnExpired } from '../../main/engine/running/expired-credentials.ts'
import type { TrashHome } from '../../main/engine/world.ts'
import type { SyncJob } from '../../main/engine/running/open-run.ts'
import { hex } from '../../main/engine/transfer/digest.ts'
import { md5 } from './memory-s3-upload.ts'
import type { RunEvent, RunReport } from '../../shared/job.ts'
import { defaultRules, type SyncRules } from '../../shared/sync-rules.ts'
import { defaultTransferSettings, type TransferSettings } from '../../shared/transfer-settings.ts'
import { MemoryS3, type MemoryS3Options } from './memory-s3.ts'
import type { MemoryFsOptions } from './memory-fs.ts'
import { plantTree, type TreeTable } from './memory-tree.ts'
import { createMemoryWorld } from './memory-world.ts'

/** The folder that `plant` fills. */
export const local: Side = { kind: 'local', root: '/home/ada/site' }

/** A world with a folder, two buckets, and the lines and notices a run said. */
export function setUpSync(
  options: MemoryS3Options = {},
  transfer: Partial<TransferSettings> = {},
  {
    start = Date.UTC(2026, 5, 1),
    fs = {},
    digestsPath,
    trash,
  }: { start?: number; fs?: MemoryFsOptions; digestsPath?: string; trash?: TrashHome } = {},
) {
  const world = { ...createMemoryWorld({ start, fs }), ...(trash === undefined ? {} : { trash }) }
  const s3 = new MemoryS3({ clock: world.clock, ...options })
  s3.makeBucket('www')
  s3.makeBucket('copy')
  const store = s3.connect()
  const www: S3Side = { kind: 's3', store, bucket: 'www', prefix: 'site/' }
  const copy: S3Side = { kind: 's3', store, bucket: 'copy', prefix: '' }
  const lines: string[] = []
  const notices: string[] = []
  let runs = 0
  const jobOf = (source: Source, destination: Side, rules: Partial<SyncRules>): SyncJob => ({
    source,
    destination,
    rules: { ...defaultRules, ...rules },
    transfer: { ...defaultTransferSettings, maxConcurrentRequests: 4, ...transfer },
    runId: `run-${++runs}`,
    stateOfRun: (runId) => (runId === 'killed' ? 'over' : 'unknown'),
    pastRuns: () => Promise.resolve([]),
    storePath: ':memory:',
    ...(digestsPath === undefined ? {} : { digestsPath }),
  })
  const say = (event: RunEvent): void => {
    if (event.kind === 'notice') notices.push(event.message)
    if (event.kind === 'row') lines.push(`${event.row.state} ${event.row.action} ${event.row.key}`)
    if (event.kind === 'problem') lines.push(`problem ${event.problem.kind} ${event.problem.key}`)
  }
  const run = async (
    source: Source,
    destination: Side,
    rules: Partial<SyncRules> = {},
    control: {
      finish?: AbortSignal
      stop?: AbortSignal
      onEvent?: (event: RunEvent) => void
      onExpired?: OnExpired
      job?: Partial<SyncJob>
    } = {},
  ): Promise<RunReport> => {
    lines.length = 0
    await world.clock.advance(2000)
    const never = new AbortController().signal
    return world.clock.run(
      sync(
        world,
        { ...jobOf(source, destination, rules), ...control.job },
        {
          finish: control.finish ?? never,
          stop: control.stop ?? never,
          onEvent: (event) => {
            say(event)
            control.onEvent?.(event)
            return undefined
          },
          ...(control.onExpired === undefined ? {} : { onExpired: control.onExpired }),
        },
      ),
    )
  }
  /** The same in acts: nothing is planned yet. */
  const review = (
    source: Source,
    destination: Side,
    rules: Partial<SyncRules> = {},
    storePath = ':memory:',
    onExpired?: OnExpired,
    job: Partial<SyncJob> = {},
  ): ReviewedSync =>
    new ReviewedSync(
      world,
      { ...jobOf(source, destination, rules), storePath, ...job },
      {
        onEvent: (event) => {
          say(event)
          return undefined
        },
        ...(onExpired === undefined ? {} : { onExpired }),
      },
    )
  const plant = (tree: TreeTable): void => {
    plantTree(world.fs, '/home/ada/site', tree)
  }
  /** Another client writes an object. */
  const put = (key: string, text: string): void => {
    const bytes = Buffer.from(text)
    s3.buckets.get('www')?.write(key, { bytes, etag: hex(md5(bytes)), etagIsDigest: true, metadata: {} })
  }
  const keys = (bucket: string): string[] => s3.buckets.get(bucket)?.keys() ?? []
  const text = (key: string): string =>
    Buffer.from(s3.buckets.get('www')?.current(key)?.bytes ?? []).toString()
  return { world, s3, www, copy, run, review, lines, notices, plant, put, keys, text }
}

import type { ErrorData, ExitCode } from '../../shared/errors.ts'
import type { PlanSummary } from '../../shared/job.ts'
import type { MovedFrom, PlanRow } from '../../shared/plan-row.ts'
import type { FsEffect, FsOp } from '../fakes/memory-fs.ts'
import type { S3Effect, S3Op } from '../fakes/memory-s3.ts'
import type { Edit, Scenario, SyncCommand } from './scenario.ts'

/** A world as the promises look at it, be it simulated or real. */
export interface WorldSeen {
  readonly scenario: Pick<Scenario, 'quirks' | 'link'>
  /** The local side. */
  readonly root: string
  /** Of both sides' keys. */
  readonly prefix: string
  /** All versions that each name of a side has ever had, by the hand of another than the engine. */
  readonly history: Readonly<Record<'source' | 'destination', ReadonlyMap<string, readonly Uint8Array[]>>>
  isLocal(side: 'source' | 'destination'): boolean
  /** What the file outside of both sides says. */
  contentsOutside(): string
  /** Folders of the local side, with a slash at their end, and its links. */
  foldersAndLinks(): readonly string[]
}

/** What a run was told to do, and what met it. */
export type Asked = Pick<
  SyncCommand,
  'delete' | 'dryRun' | 'exclude' | 'maxDelete' | 'moves' | 'allowEmptySource' | 'compare'
> & {
  readonly faults: readonly { readonly op: S3Op | FsOp }[]
  readonly cancel: { readonly how: 'finish' | 'stop' } | null
}

/** All that is seen of one run from outside it. */
export interface RunSeen {
  readonly command: Asked
  /** Null for one that was killed. */
  readonly report: {
    readonly exit: ExitCode
    readonly failed: number
    readonly endedBy: ErrorData | null
  } | null
  /** Rows that came to their end, as they said it. */
  readonly rows: readonly (Pick<PlanRow, 'seq' | 'key' | 'action' | 'reason' | 'state'> & {
    readonly from?: Pick<MovedFrom, 'key'>
  })[]
  /** Keys whose contents it said it could not compare; absent where nobody listened. */
  readonly unverified?: readonly string[]
  /** The plan, and how many effects there were when it was whole; null where it never was. */
  readonly planned: {
    readonly summary: Pick<PlanSummary, 'complete' | 'withheld'>
    readonly s3: number
    readonly fs: number
  } | null
  readonly s3: readonly S3Effect[]
  readonly fs: readonly FsEffect[]
  /** What others did meanwhile; places in the two traces. */
  readonly edits: readonly EditSeen[]
  readonly before: Contents
  readonly after: Contents
  /** What its record said at its end; null where there was none yet, absent where nobody looked. */
  readonly record?: Recorded | null
  /** Files, bodies, timers and uploads that it left open. */
  readonly left: {
    readonly files: number
    readonly bodies: number
    readonly timers: number
    readonly uploads: number
  }
}

/** What the record of a run says that it had begun, beside what it had. */
export interface Recorded {
  /** Ids of uploads that are not ended. */
  readonly uploads: ReadonlySet<string>
  /** Names that were about to be deleted, or are. */
  readonly deletes: ReadonlySet<string>
  /** Ids of the uploads that the server has parts of since. */
  readonly begun: readonly string[]
}

export interface EditSeen {
  readonly edit: Edit
  /** There was a place for it. */
  readonly took: boolean
  readonly s3: number
  readonly fs: number
}

export interface Contents {
  readonly source: ReadonlyMap<string, Uint8Array>
  readonly destination: ReadonlyMap<string, Uint8Array>
}

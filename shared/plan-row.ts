import type { KeptAside } from './aside.ts'
import type { ErrorData } from './errors.ts'

export const actions = [
  'upload',
  'download',
  'copy',
  'relay',
  'move',
  'update-properties',
  'restore',
  'delete-remote',
  'delete-local',
  'skip',
] as const
export type Action = (typeof actions)[number]

export const reasons = [
  'only-source',
  'renamed',
  'size-differs',
  'source-newer',
  'dest-newer',
  'content-differs',
  'properties-differ',
  'properties-unknown',
  'unverified',
  'unreadable',
  'only-dest',
  'same',
  'excluded',
  'unknown',
  'unsafe-name',
  'archived',
  'conflict',
  'chosen',
  'moved',
  'not-copied',
  'changed-since',
  'written-since',
  'overwritten',
  'deleted',
  'created',
  'not-kept',
] as const
export type Reason = (typeof reasons)[number]

export const rowStates = [
  'planned',
  'excluded-by-you',
  'running',
  'done',
  'failed',
  'refused-changed',
  'withheld',
] as const
export type RowState = (typeof rowStates)[number]

/** One side of a row as it was listed. Times are milliseconds since 1970, with a fraction where the disk has one. */
export interface Seen {
  readonly size: number
  readonly modified: number
  /** An object's ETag, without quotes. */
  readonly etag?: string
  /** An object's storage class; absent means STANDARD. */
  readonly storageClass?: string
  /** A file's identity: what must be unchanged when its bytes are read. */
  readonly file?: FileIdentity
}

export interface FileIdentity {
  readonly dev: number
  readonly ino: number
  /** ctime, in milliseconds. */
  readonly changed: number
}

/** How well a finished transfer is proved: by a hash over all its bytes, by size alone, or not at all. */
export const proofs = ['hash', 'size', 'none'] as const
export type Proof = (typeof proofs)[number]

/** Both sides as they were found to be when a row was refused; a side that was not looked at is left out. */
export interface SeenNow {
  readonly source?: Seen | null
  readonly destination?: Seen | null
  /** Of a move: what is under the old name. */
  readonly from?: Seen | null
}

export const heldBys = ['look', 'trust'] as const
export type HeldBy = (typeof heldBys)[number]

/** What became of a row. */
export interface Outcome {
  readonly proof?: Proof
  /** Bytes moved for it, by this run or one that was killed before. */
  readonly bytes?: number
  /** Those of them that a killed run had moved. */
  readonly kept?: number
  /** The ETag of the object written, or fetched. */
  readonly etag?: string
  /** What a copy of an object could not be given that its source has: the server refused it. */
  readonly lost?: 'object-lock'
  /** The version that was written, or that is the current one again; where versions are kept. */
  readonly versionId?: string
  /** The version that was current right before, where it was looked at. */
  readonly replaced?: string
  /** The delete marker that a delete left. */
  readonly deleteMarker?: string
  /** Where what was replaced or deleted was put first. */
  readonly aside?: KeptAside
  /** The file that was written, or renamed, as it was then; of a move, and where what the run loses is put aside. */
  readonly written?: Seen
  /** It was so already: a delete found nothing there any more, a write its very bytes, and nothing was sent. */
  readonly untouched?: true
  /**
   * By what the write of an object was held to what was seen, where that is less than a condition that the server is known
   * to keep: by a look right before, or in trust, by a condition of which nobody knows whether it keeps it.
   */
  readonly heldBy?: HeldBy
  /** Of a move: what became of the old name. */
  readonly from?: OldName
  /** Of a row of an undo: what it was planned by. It stays with the row, whatever becomes of it. */
  readonly undo?: UndoneBy
  /** Of a change of an object: the tags that it had when it was planned. They stay with the row, whatever becomes of it. */
  readonly tags?: Readonly<Record<string, string>>
  readonly error?: ErrorData
  /** Of a row that was reviewed and is refused, because its world is another since. */
  readonly now?: SeenNow
}

/** How the old name of a move went. */
export interface OldName {
  /** Where what was there was put first. */
  readonly aside?: KeptAside
  /** Nothing was there any more. */
  readonly untouched?: true
  /** It is the very file that has the new name. */
  readonly renamed?: true
}

/** What putting back one key is about: versions, or what was put aside. */
export type UndoneBy = UndoneByVersion | UndoneFromAside

/** What is put back; null where there was nothing, and for a folder, which is made again. */
export interface UndoneFromAside {
  readonly how: 'aside'
  readonly kept: KeptAside | null
}

export interface UndoneByVersion {
  /** What must still be the current version: the run's own, or its delete marker. */
  readonly current: string
  /** What is put back; null where there was nothing, and there is to be nothing again. */
  readonly version: string | null
  /** `uncover` takes the delete marker away, `copy` copies the version over, `remove` leaves a delete marker. */
  readonly how: 'uncover' | 'copy' | 'remove'
}

/** What a move takes: the destination has it under a name that the source does not have. */
export interface MovedFrom {
  /** Relative to the destination's root. */
  readonly key: string
  readonly seen: Seen
}

/** One thing to do, or deliberately not done, and why. `key` is relative to both roots, with `/` separators. */
export interface PlanRow {
  readonly seq: number
  readonly key: string
  readonly action: Action
  readonly reason: Reason
  readonly source: Seen | null
  readonly destination: Seen | null
  /** The rule (`CMP-2`) or filter (`--exclude *.tmp`) that decided. */
  readonly decidedBy: string
  readonly state: RowState
  readonly outcome: Outcome | null
  /** Of a move, and of no other row; its `key` is the new name. */
  readonly from?: MovedFrom
}

/** A row as planning makes it: the store gives it its number and keeps its state. */
export type NewRow = Pick<
  PlanRow,
  'key' | 'action' | 'reason' | 'source' | 'destination' | 'decidedBy' | 'from'
> & {
  readonly state?: RowState
  readonly outcome?: Outcome
}

export const isDelete = (action: Action): boolean => action === 'delete-remote' || action === 'delete-local'

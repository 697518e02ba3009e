import type { AsidePlace } from '../../shared/aside.ts'
import { SluiceError } from '../../shared/errors.ts'
import type { ObjectEdit } from '../../shared/object-edit.ts'
import type { Seen } from '../../shared/plan-row.ts'
import type { DoneRow } from './planning/move-halves.ts'
import type { ObjectStore } from './s3/object-store.ts'

/** A folder on this machine. `root` is absolute and normalised, without a separator at its end (except `/`). */
export interface LocalSide {
  readonly kind: 'local'
  readonly root: string
  readonly one?: OneFile
}

/** A prefix of a bucket; empty, or ending in `/`. */
export interface S3Side {
  readonly kind: 's3'
  readonly store: ObjectStore
  readonly bucket: string
  readonly prefix: string
  /** Objects there are under a key of a person's own (SSE-C), which the store gives along. */
  readonly ownKey?: true
  readonly one?: OneFile
}

/** A source that is one file or object instead of everything below its root: `sluice cp` of a single name. */
export interface OneFile {
  /** Where it is, relative to the root. */
  readonly name: string
  /** The key that the run knows it by: its name at the destination. */
  readonly key: string
}

export type Side = LocalSide | S3Side

/**
 * A source that has nothing, by definition and not by a listing: what is made to match it is removed. What of the
 * destination is meant is for the rules to say.
 */
export interface NothingSide {
  readonly kind: 'nothing'
  /** After a move: only what this knows as copied goes. Null where a person has chosen what goes. */
  readonly copied: Copied | null
}

/** What a run has copied. */
export interface Copied {
  /**
   * Why an entry of that run's source must stay; null where it was copied, verified, and is what it was then. Keys come
   * in their order, each once.
   */
  whyKept(key: string, now: Seen): 'not-copied' | 'changed-since' | null
}

/** What a bucket, or a folder, was before a run: an undo makes it so again, as far as nobody has written to it since. */
export interface PastSide {
  readonly kind: 'past'
  readonly run: UndoneRun
}

/** A run that is undone. */
export interface UndoneRun {
  readonly runId: string
  /** What it has done, in the order of keys. */
  done(): Iterable<DoneRow>
  /** Where it has put what it replaced and deleted; null where it has not. */
  readonly aside: AsidePlace | null
  /** How many rows it had begun or was yet to do when it was cut off: whether they were done is not known. */
  readonly cutOff: number
}

/** One object as a person wants it to be: with other properties, or as one of its versions. */
export interface ChangeSide {
  readonly kind: 'change'
  /** Relative to the prefix of the destination. */
  readonly key: string
  readonly change: ObjectChange
}

export type ObjectChange =
  /** `etag` is that of the object whose properties were looked at. */
  | { readonly kind: 'properties'; readonly etag: string; readonly edit: ObjectEdit }
  | { readonly kind: 'version'; readonly versionId: string }

export type Source = Side | NothingSide | PastSide | ChangeSide

/** Whether a source is no place: nothing of it can be listed or looked at. */
export const isNoPlace = (side: Source): side is NothingSide | PastSide | ChangeSide =>
  side.kind !== 'local' && side.kind !== 's3'

/** Where a source has the bytes of a key, relative to its root. */
export const sourceName = (side: Source, key: string): string =>
  isNoPlace(side) ? key : (side.one?.name ?? key)

export type Direction = 'upload' | 'download' | 'copy'

/**
 * The way from one side to the other; to nothing leads the way that writes to such a destination.
 * @throws SluiceError `usage` for two local sides, which have no object store between them (ARG-1).
 */
export function directionOf(source: Source, destination: Side): Direction {
  if (source.kind === 'change') return 'copy'
  if (isNoPlace(source)) return destination.kind === 's3' ? 'upload' : 'download'
  if (source.kind === 's3') return destination.kind === 's3' ? 'copy' : 'download'
  if (destination.kind === 's3') return 'upload'
  throw new SluiceError({
    code: 'usage',
    message: 'Both sides are local folders.',
    subject: `${source.root}, ${destination.root}`,
    advice: 'One of the two must be a bucket: s3://bucket/prefix. For two folders use rsync.',
  })
}

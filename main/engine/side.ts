import { SluiceError } from '../../shared/errors.ts'
import type { ObjectStore } from './s3/object-store.ts'

/** A folder on this machine. `root` is absolute and normalised, without a separator at its end (except `/`). */
export interface LocalSide {
  readonly kind: 'local'
  readonly root: string
}

/** A prefix of a bucket; empty, or ending in `/`. */
export interface S3Side {
  readonly kind: 's3'
  readonly store: ObjectStore
  readonly bucket: string
  readonly prefix: string
}

export type Side = LocalSide | S3Side

export type Direction = 'upload' | 'download' | 'copy'

/** @throws SluiceError `usage` for two local sides, which have no object store between them (ARG-1). */
export function directionOf(source: Side, destination: Side): Direction {
  if (source.kind === 's3') return destination.kind === 's3' ? 'copy' : 'download'
  if (destination.kind === 's3') return 'upload'
  throw new SluiceError({
    code: 'usage',
    message: 'Both sides are local folders.',
    subject: `${source.root}, ${destination.root}`,
    advice: 'One of the two must be a bucket: s3://bucket/prefix. For two folders use rsync.',
  })
}

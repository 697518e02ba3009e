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

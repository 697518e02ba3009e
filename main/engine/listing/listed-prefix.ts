import type { ObjectStore } from '../s3/object-store.ts'

/** Runs one attempt until it succeeds or is given up. */
export type Retry = <T>(
  what: string,
  attempt: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
) => Promise<T>

export interface S3Listing {
  readonly store: ObjectStore
  readonly bucket: string
  /** Empty, or ending in `/`. */
  readonly prefix: string
  /** Only keys that start so below the prefix; they are relative to that all the same. */
  readonly start?: string
  readonly retry: Retry
  /** Milliseconds, to tell how long pages are waited for. */
  readonly now: () => number
  /** At most this many keys a request (PAG-1); the server's own default if absent. */
  readonly pageSize?: number
  /** Folder markers are entries, all but the prefix's own: what is listed is to be removed. */
  readonly keepFolderMarkers?: boolean
  /** Told how many folder markers a page had: they are no entries (LST-10), unless kept. */
  readonly onFolderMarkers?: (count: number) => void
}

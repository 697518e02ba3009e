import type { Outcome, Seen } from '../../../shared/plan-row.ts'
import type { BegunDownload, BegunUpload } from '../planning/large-transfers.ts'
import type { Bandwidth } from '../running/bandwidth.ts'
import type { BufferPool } from '../running/buffer-pool.ts'
import type { Retry } from '../running/retry.ts'
import type { Slots } from '../running/slots.ts'
import type { World } from '../world.ts'
import type { Hashing } from './hashing.ts'
import type { Multipart } from './part-size.ts'

/** What every transfer is given. */
export interface TransferTools {
  readonly world: World
  readonly retry: Retry
  /** Places for requests that hold a buffer or a stream. */
  readonly slots: Pick<Slots, 'use'>
  /** For the bodies of those requests. */
  readonly buffers: Pick<BufferPool, 'use'>
  readonly hashing: Hashing
  /** What all bodies, up and down, share. */
  readonly bandwidth: Bandwidth
  readonly multipart: Multipart
  /** Bytes went over the wire. */
  readonly onBytes: (count: number) => void
  /** Bytes are there already, from an ended run: they need not go. */
  readonly onKept: (count: number) => void
  /** An attempt failed after so many bytes: they are not to be counted. */
  readonly onTakeBack: (count: number) => void
  /** Something went less than right without failing the item (MTM-2). */
  readonly onNotice: (subject: string, message: string) => void
  readonly journal: LargeJournal
}

/** What the record of the run is told of a large transfer, and what those of ended runs tell of it. */
export interface LargeJournal {
  /** Durable when it returns. */
  uploadBegun(upload: BegunUpload): void
  /** Nothing is left of it, or it has become an object. */
  uploadEnded(uploadId: string): void
  /** What ended runs have left of uploads to a target: this run's from then on, as if it had begun them. */
  takeUploads(target: Pick<BegunUpload, 'endpoint' | 'bucket' | 'key'>): Promise<BegunUpload[]>
  /** Durable when it returns. */
  downloadBegun(download: BegunDownload): void
  downloadEnded(): void
  /** Names of the temp files in which ended runs may have left a part of the same download. */
  tempNames(download: BegunDownload): Promise<string[]>
}

/** What the destination must still hold when a row runs: absent, as seen, or anything at all. */
export type Expected =
  { readonly kind: 'absent' } | { readonly kind: 'as-seen'; readonly seen: Seen } | { readonly kind: 'any' }

/** A transfer's success. Failures are thrown as `SluiceError`. */
export type Done = Required<Pick<Outcome, 'proof' | 'bytes'>> &
  Pick<
    Outcome,
    'etag' | 'lost' | 'kept' | 'versionId' | 'replaced' | 'untouched' | 'heldBy' | 'aside' | 'written'
  >

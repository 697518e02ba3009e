import type { Outcome, Seen } from '../../../shared/plan-row.ts'
import type { Bandwidth } from '../running/bandwidth.ts'
import type { Retry } from '../running/retry.ts'
import type { Slots } from '../running/slots.ts'
import type { World } from '../world.ts'
import type { Multipart } from './part-size.ts'

/** What every transfer is given. */
export interface TransferTools {
  readonly world: World
  readonly retry: Retry
  /** Places for requests that hold a buffer or a stream. */
  readonly slots: Slots
  /** What all bodies, up and down, share. */
  readonly bandwidth: Bandwidth
  readonly multipart: Multipart
  /** Bytes went over the wire. */
  readonly onBytes: (count: number) => void
  /** An attempt failed after so many bytes: they are not to be counted. */
  readonly onTakeBack: (count: number) => void
  /** Something went less than right without failing the item (MTM-2). */
  readonly onNotice: (subject: string, message: string) => void
  /** Durable before the first part is sent; undone when nothing is left of the upload. */
  readonly journal: UploadJournal
}

export interface UploadJournal {
  started(uploadId: string, partSize: number): void
  ended(): void
}

/** What the destination must still hold when a row runs: absent, as seen, or anything at all. */
export type Expected =
  { readonly kind: 'absent' } | { readonly kind: 'as-seen'; readonly seen: Seen } | { readonly kind: 'any' }

/** A transfer's success. Failures are thrown as `SluiceError`. */
export type Done = Required<Pick<Outcome, 'proof' | 'bytes'>> & Pick<Outcome, 'etag'>

import { SluiceError } from '../../../shared/errors.ts'
import type { HeadQuery, ObjectHead, ObjectStore } from '../s3/object-store.ts'
import type { Retry } from '../running/retry.ts'

/** An object as it was listed. */
export interface ListedObject {
  readonly store: ObjectStore
  readonly bucket: string
  /** The whole key. */
  readonly key: string
  readonly etag: string
  /** Bytes. */
  readonly size: number
}

/** HEAD of an object that must still be the one that was listed. @throws SluiceError `changed` */
export async function headListed(
  object: ListedObject,
  how: Pick<HeadQuery, 'partNumber' | 'withChecksum'>,
  retry: Retry,
  signal: AbortSignal,
): Promise<ObjectHead> {
  const { store, bucket, key, etag } = object
  const head = await retry('head-contents', (s) => store.head({ bucket, key, ...how }, s), signal)
  if (head?.etag === etag) return head
  throw new SluiceError({
    code: 'changed',
    message: `s3://${bucket}/${key} was replaced or removed after it was listed.`,
    subject: `s3://${bucket}/${key}`,
    advice: 'Run the sync again to see it as it is now.',
  })
}

/** What the first part of an object tells. */
export type FirstPart =
  /** The ETag is no digest of the bytes (SSE-KMS, SSE-C). */
  | { readonly kind: 'hidden' }
  /** The server answers for the whole object, as some do. */
  | { readonly kind: 'untold' }
  | { readonly kind: 'told'; readonly size: number }

export async function askFirstPart(
  object: ListedObject,
  count: number,
  retry: Retry,
  signal: AbortSignal,
): Promise<FirstPart> {
  const { size, etagIsDigest } = await headListed(object, { partNumber: 1 }, retry, signal)
  if (!etagIsDigest) return { kind: 'hidden' }
  const isPart = size > 0 && (count === 1 ? size === object.size : size < object.size)
  return isPart ? { kind: 'told', size } : { kind: 'untold' }
}

/** The sizes of all parts, the first of which is known; null where what the server says of them is not all bytes. */
export async function askFurtherParts(
  object: ListedObject,
  first: number,
  count: number,
  retry: Retry,
  signal: AbortSignal,
): Promise<number[] | null> {
  const sizes = [first]
  for (let partNumber = 2; partNumber <= count; partNumber++) {
    sizes.push((await headListed(object, { partNumber }, retry, signal)).size)
  }
  return sizes.reduce((sum, size) => sum + size, 0) === object.size ? sizes : null
}

/** Whether all parts but the last are as large as the first, and the last is no larger. */
export const areAlike = (sizes: readonly number[]): boolean =>
  sizes.every((size, i) => (i === sizes.length - 1 ? size <= (sizes[0] ?? 0) : size === sizes[0]))

import type { ObjectName, ObjectStore, StoredChecksum } from '../s3/object-store.ts'
import { etagShape } from './digest.ts'
import { integrityError } from './integrity.ts'
import { likelyPartSizes } from './part-size.ts'
import type { TransferTools } from './transfer.ts'

/** Bytes that do not verify are fetched anew this often before they are given up. */
export const mostFetches = 3

/** An object whose bytes come here, and what is known of it. */
export interface SourceObject {
  readonly store: ObjectStore
  readonly source: ObjectName
  /** As listed. */
  readonly sourceEtag: string
  readonly size: number
}

/** What the ETag may have been computed over. */
export interface Parts {
  /** Part sizes to try; null is the whole. */
  readonly sizes: readonly (number | null)[]
  /** The server named the size, so no other ETag can be right. */
  readonly known: boolean
}

/** What an object was made of, as its ETag's shape and the server say. */
export async function partsOf(job: SourceObject, tools: TransferTools, signal: AbortSignal): Promise<Parts> {
  const shape = etagShape(job.sourceEtag)
  if (shape.kind === 'plain') return { sizes: [null], known: true }
  if (shape.kind === 'opaque') return { sizes: [], known: false }
  const query = { ...job.source, partNumber: 1 }
  const first = await tools.retry('head-part', (s) => job.store.head(query, s), signal)
  if (first?.etag === job.sourceEtag && !first.etagIsDigest) return { sizes: [], known: false }
  const size = first?.size ?? 0
  // Some servers answer for the whole object; and parts need not be of one size, which only the first one's tells.
  if (first?.etag === job.sourceEtag && size > 0 && Math.ceil(job.size / size) === shape.count) {
    return { sizes: [size], known: true }
  }
  const { multipartChunksize, smallestPart } = tools.multipart
  return { sizes: likelyPartSizes(job.size, shape.count, multipartChunksize, smallestPart), known: false }
}

/** What all bytes of an object turned out to be. */
export interface Fetched {
  /** The ETag of the reply is a digest. */
  readonly digested: boolean
  /** The ETags that the bytes give, by the part sizes tried. */
  readonly etags: readonly string[]
  /** The checksum that the server keeps, and the one that the bytes give; null where it was not needed or not there. */
  readonly checksum: { readonly kept: StoredChecksum; readonly ours: string } | null
}

/**
 * | checksum kept over all bytes | ours    | proof     |
 * |------------------------------|---------|-----------|
 * | yes, and needed              | equal   | hash      |
 * | yes, and needed              | differs | integrity |
 *
 * Without one:
 *
 * | ETag           | is a digest | part size              | ours    | proof     |
 * |----------------|-------------|------------------------|---------|-----------|
 * | any            | yes         | any                    | fits    | hash      |
 * | MD5            | yes         | –                      | differs | integrity |
 * | parts          | yes         | known, the same in all | differs | integrity |
 * | parts          | yes         | known, not in all      | differs | size      |
 * | parts          | yes         | guessed                | differs | size      |
 * | opaque         | –           | –                      | –       | size      |
 * | any            | no          | –                      | –       | size      |
 */
export async function proveSource(
  job: SourceObject,
  { digested, etags, checksum }: Fetched,
  parts: Parts,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<'hash' | 'size'> {
  if (checksum !== null) {
    const { algorithm, value } = checksum.kept
    if (checksum.ours === value) return 'hash'
    throw integrityError(
      job.source,
      `its ${algorithm} is ${value}, the bytes that came give ${checksum.ours}`,
    )
  }
  if (!digested) return 'size'
  if (etags.includes(job.sourceEtag)) return 'hash'
  const partSize = parts.sizes[0]
  if (!parts.known || partSize === undefined) return 'size'
  if (partSize !== null && !(await partsAreAlike(job, partSize, tools, signal))) return 'size'
  throw integrityError(
    job.source,
    `its ETag is ${job.sourceEtag}, the bytes that came give ${String(etags[0])}`,
  )
}

/** Asked only when a composite ETag does not fit: parts of different sizes are a reason, and not a fault. */
async function partsAreAlike(
  job: SourceObject,
  partSize: number,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<boolean> {
  for (let partNumber = 2; partNumber * partSize < job.size; partNumber++) {
    const part = await tools.retry(
      'head-part',
      (s) => job.store.head({ ...job.source, partNumber }, s),
      signal,
    )
    if (part?.size !== partSize) return false
  }
  return true
}

import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectBody, ObjectName, ObjectStore } from '../s3/object-store.ts'
import { EtagHasher, etagShape } from './digest.ts'
import { integrityError } from './integrity.ts'
import type { Done, TransferTools } from './transfer.ts'

export interface Download {
  readonly store: ObjectStore
  readonly source: ObjectName
  /** As listed. */
  readonly sourceEtag: string
  readonly size: number
  readonly into: DownloadTarget
}

/** A file being filled, invisible under its final name until it is proved. */
export interface DownloadTarget {
  write(bytes: Uint8Array, position: number): Promise<void>
}

/** A download whose bytes do not verify is fetched anew this often before it is given up. */
const mostFetches = 3

/**
 * Fetches one object into a file under construction and proves it: the size as listed, and the ETag where it is a
 * digest. A broken connection goes on from the byte it came to; bytes that do not verify are fetched anew from the
 * start. The caller puts the file in its place.
 *
 * @throws SluiceError `changed` if the object is not the listed one any more, `integrity` if it never verified.
 */
export async function download(job: Download, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  const partSize = await partSizeOf(job, tools, signal)
  for (let fetch = 1; ; fetch++) {
    const hasher = new EtagHasher(partSize)
    try {
      const digested = await fetchAll(job, hasher, tools, signal)
      const proof = await prove(job, hasher.etag(), digested, partSize, tools, signal)
      return { proof, bytes: job.size, etag: job.sourceEtag }
    } catch (error) {
      if (!(error instanceof SluiceError) || error.code !== 'integrity' || fetch === mostFetches) throw error
      tools.onTakeBack(job.size)
      tools.world.log.write({ what: 'fetch-again', key: job.source.key, error: error.toData() })
    }
  }
}

/** The size of the parts an object was made of; null where its ETag is not one over parts, or can't be checked. */
async function partSizeOf(job: Download, tools: TransferTools, signal: AbortSignal): Promise<number | null> {
  const shape = etagShape(job.sourceEtag)
  if (shape.kind !== 'parts') return null
  const query = { ...job.source, partNumber: 1 }
  const first = await tools.retry('head-part', (s) => job.store.head(query, s), signal)
  if (first === null || first.etag !== job.sourceEtag || !first.etagIsDigest || first.size === 0) return null
  // Parts of one size, all but the last: otherwise the ETag can't be computed from the first one's.
  return Math.ceil(job.size / first.size) === shape.count ? first.size : null
}

/**
 * Fetches all bytes in order. @returns whether the ETag of the reply is a digest of them.
 * @throws SluiceError `integrity` for a reply of another size than the listed one.
 */
async function fetchAll(
  job: Download,
  hasher: EtagHasher,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<boolean> {
  let position = 0
  return tools.retry(
    'get',
    async (attemptSignal) => {
      const range = position === 0 ? {} : { from: position }
      const body = await get(job, range, attemptSignal)
      try {
        if (body.size !== null && body.size !== job.size) {
          throw integrityError(job.source, `it was listed with ${job.size} bytes and came with ${body.size}`)
        }
        for await (const chunk of body.bytes) {
          if (position + chunk.length > job.size)
            throw integrityError(job.source, `more than its ${job.size} bytes came`)
          await job.into.write(chunk, position)
          hasher.update(chunk)
          position += chunk.length
          tools.onBytes(chunk.length)
        }
      } finally {
        body.cancel()
      }
      if (position !== job.size) throw endedEarly(job, position)
      return body.etagIsDigest
    },
    signal,
  )
}

async function get(job: Download, range: { from?: number }, signal: AbortSignal): Promise<ObjectBody> {
  try {
    return await job.store.get({ ...job.source, ...range, ifMatch: job.sourceEtag }, signal)
  } catch (error) {
    const gone =
      error instanceof SluiceError && (error.code === 'precondition-failed' || error.code === 'no-such-key')
    if (!gone) throw error
    const address = `s3://${job.source.bucket}/${job.source.key}`
    throw new SluiceError(
      {
        code: 'changed',
        message: `${address} was replaced or removed since it was listed.`,
        subject: address,
        advice: 'Nothing was written. Run the sync again to fetch it as it is now.',
        ...(error.s3 === undefined ? {} : { s3: error.s3 }),
      },
      { cause: error },
    )
  }
}

function endedEarly(job: Download, position: number): SluiceError {
  const address = `s3://${job.source.bucket}/${job.source.key}`
  return new SluiceError({
    code: 'unreachable',
    message: `${address} ended after ${position} of its ${job.size} bytes.`,
    subject: address,
    advice: 'Nothing was put in place. If it happens again, look for a proxy between here and the server.',
    s3: { operation: 'GetObject', bucket: job.source.bucket, key: job.source.key },
  })
}

/**
 * | ETag           | is a digest | part size             | ours     | proof     |
 * |----------------|-------------|-----------------------|----------|-----------|
 * | MD5            | yes         | –                     | equal    | hash      |
 * | MD5            | yes         | –                     | differs  | integrity |
 * | parts          | yes         | known                 | equal    | hash      |
 * | parts          | yes         | known, the same in all| differs  | integrity |
 * | parts          | yes         | known, not in all     | differs  | size      |
 * | parts          | any         | unknown               | –        | size      |
 * | anything else  | any         | –                     | –        | size      |
 */
async function prove(
  job: Download,
  ours: string,
  digested: boolean,
  partSize: number | null,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<'hash' | 'size'> {
  const shape = etagShape(job.sourceEtag)
  if (!digested || shape.kind === 'opaque' || (shape.kind === 'parts' && partSize === null)) return 'size'
  if (ours === job.sourceEtag) return 'hash'
  if (shape.kind === 'parts' && !(await partsAreAlike(job, partSize, shape.count, tools, signal)))
    return 'size'
  throw integrityError(job.source, `its ETag is ${job.sourceEtag}, the bytes that came give ${ours}`)
}

/** Asked only when a composite ETag does not fit: parts of different sizes are a reason, and not a fault. */
async function partsAreAlike(
  job: Download,
  partSize: number | null,
  count: number,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<boolean> {
  for (let partNumber = 2; partNumber < count; partNumber++) {
    const part = await tools.retry(
      'head-part',
      (s) => job.store.head({ ...job.source, partNumber }, s),
      signal,
    )
    if (part?.size !== partSize) return false
  }
  return true
}

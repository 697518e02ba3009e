import { SluiceError } from '../../../shared/errors.ts'
import type { GetQuery, ObjectBody, ObjectName, ObjectStore, StoredChecksum } from '../s3/object-store.ts'
import { WireFault } from '../s3/wire-fault.ts'
import { EtagHasher, etagShape } from './digest.ts'
import { integrityError } from './integrity.ts'
import { likelyPartSizes } from './part-size.ts'
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
  const parts = await partsOf(job, tools, signal)
  for (let fetch = 1; ; fetch++) {
    try {
      const fetched = await fetchAll(job, parts, tools, signal)
      const proof = await prove(job, fetched, parts, tools, signal)
      return { proof, bytes: job.size, etag: job.sourceEtag }
    } catch (error) {
      if (!(error instanceof SluiceError) || error.code !== 'integrity' || fetch === mostFetches) throw error
      tools.onTakeBack(job.size)
      tools.world.log.write({ what: 'fetch-again', key: job.source.key, error: error.toData() })
    }
  }
}

/** What the ETag may have been computed over. */
interface Parts {
  /** Part sizes to try; null is the whole. */
  readonly sizes: readonly (number | null)[]
  /** The server named the size, so no other ETag can be right. */
  readonly known: boolean
}

/** What an object was made of, as its ETag's shape and the server say. */
async function partsOf(job: Download, tools: TransferTools, signal: AbortSignal): Promise<Parts> {
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
  return { sizes: likelyPartSizes(job.size, shape.count, tools.multipart.multipartChunksize), known: false }
}

/** What all bytes of an object turned out to be. */
interface Fetched {
  /** The ETag of the reply is a digest. */
  readonly digested: boolean
  /** The ETags that the bytes give, by the part sizes tried. */
  readonly etags: readonly string[]
  /** The checksum that the server keeps, and the one that the bytes give; null where it was not needed or not there. */
  readonly checksum: { readonly kept: StoredChecksum; readonly ours: string } | null
}

/**
 * Fetches all bytes in order, going on where a broken connection left off, or from the start where the server knows no
 * ranges (F47). Where the ETag may tell nothing, the server's own checksum is computed too.
 * @throws SluiceError `integrity` for a reply of another size than the listed one.
 */
async function fetchAll(
  job: Download,
  parts: Parts,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Fetched> {
  const newHashers = (): EtagHasher[] => parts.sizes.map((partSize) => new EtagHasher(partSize))
  let hashers = newHashers()
  let checksum: { kept: StoredChecksum; running: ReturnType<StoredChecksum['start']> } | null = null
  let position = 0
  return tools.retry(
    'get',
    async (attemptSignal) => {
      const range = position === 0 ? {} : { from: position }
      const body = await get(job, { ...range, bandwidth: tools.bandwidth }, attemptSignal).catch(
        (error: unknown) => {
          if (isWithoutRanges(error)) {
            tools.onTakeBack(position)
            hashers = newHashers()
            position = 0
          }
          throw error
        },
      )
      try {
        if (body.size !== null && body.size !== job.size) {
          throw integrityError(job.source, `it was listed with ${job.size} bytes and came with ${body.size}`)
        }
        if (position === 0) {
          const kept = parts.known && body.etagIsDigest ? null : body.checksum
          checksum = kept === null ? null : { kept, running: kept.start() }
        }
        for await (const chunk of body.bytes) {
          if (position + chunk.length > job.size)
            throw integrityError(job.source, `more than its ${job.size} bytes came`)
          await job.into.write(chunk, position)
          for (const hasher of hashers) hasher.update(chunk)
          checksum?.running.update(chunk)
          position += chunk.length
          tools.onBytes(chunk.length)
        }
      } finally {
        body.cancel()
      }
      if (position !== job.size) throw endedEarly(job, position)
      const ours = checksum && {
        kept: checksum.kept,
        ours: Buffer.from(await checksum.running.digest()).toString('base64'),
      }
      return {
        digested: body.etagIsDigest,
        etags: hashers.map((hasher) => hasher.etag()),
        checksum: ours,
      }
    },
    signal,
  )
}

/** The server answered a wanted range with something else. */
const isWithoutRanges = (error: unknown): boolean =>
  error instanceof SluiceError && error.cause instanceof WireFault && error.cause.kind === 'wrong-range'

async function get(
  job: Download,
  range: Pick<GetQuery, 'from' | 'bandwidth'>,
  signal: AbortSignal,
): Promise<ObjectBody> {
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
async function prove(
  job: Download,
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
  job: Download,
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

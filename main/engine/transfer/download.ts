import { SluiceError } from '../../../shared/errors.ts'
import type { ByteRange } from '../local/written-ranges.ts'
import type { GetQuery, ObjectBody, StoredChecksum } from '../s3/object-store.ts'
import { countMoved } from './count-moved.ts'
import { EtagHasher } from './digest.ts'
import { endedEarly, fetchRanges, isWithoutRanges, type FetchedRange } from './fetch-ranges.ts'
import { hashInline } from './hashing.ts'
import { integrityError } from './integrity.ts'
import {
  mostFetches,
  partsOf,
  proveSource,
  type Fetched,
  type Parts,
  type SourceObject,
} from './prove-source.ts'
import type { Done, TransferTools } from './transfer.ts'

export interface Download extends SourceObject {
  readonly into: DownloadTarget
}

/** A file being filled, invisible under its final name until it is proved. */
export interface DownloadTarget {
  write(bytes: Uint8Array, position: number): Promise<void>
  /** Bytes read into `into` from `position`; 0 at the end. */
  read(into: Uint8Array, position: number): Promise<number>
  /** What an ended run has left in it, not proved: in order, and none of it twice. */
  readonly kept: readonly ByteRange[]
  /** Nothing in it counts as written any more. */
  startOver(): Promise<void>
}

/**
 * Fetches one object into a file under construction and proves it: the size as listed, and the ETag where it is a
 * digest. A broken connection goes on from the byte it came to, and so does what an ended run left, if the whole can be
 * proved by a hash; bytes that do not verify are fetched anew from the start. The caller puts the file in its place.
 *
 * @throws SluiceError `changed` if the object is not the listed one any more, `integrity` if it never verified.
 */
export async function download(job: Download, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  const parts = await partsOf(job, tools, signal)
  let left = parts.sizes.length === 0 ? [] : usefulRanges(job)
  for (let fetch = 1; ;) {
    try {
      if (left.length === 0) await job.into.startOver()
      const fetched = await fetchBytes(job, parts, left, tools, signal)
      const proof = await proveSource(job, fetched, parts, tools, signal)
      const { kept } = fetched
      if (kept > 0 && proof !== 'hash')
        throw integrityError(job.source, 'the part of it that an earlier run left here can not be proved')
      return { proof, bytes: job.size, etag: job.sourceEtag, ...(kept > 0 ? { kept } : {}) }
    } catch (error) {
      if (!(error instanceof SluiceError) || error.code !== 'integrity' || fetch === mostFetches) throw error
      tools.onTakeBack(job.size)
      tools.world.log.write({ what: 'fetch-again', key: job.source.key, error: error.toData() })
      if (left.length === 0) fetch++
      left = []
    }
  }
}

/** Of what is left: at least the last byte is fetched, whose reply says what the ETag is worth. */
function usefulRanges({ size, into: { kept } }: Download): readonly ByteRange[] {
  if (kept.some(({ to }) => to > size)) return []
  return kept
    .map(({ from, to }) => ({ from, to: Math.min(to, size - 1) }))
    .filter(({ from, to }) => from < to)
}

type WithKept = Fetched & { readonly kept: number }

/**
 * Large objects come by ranges, several at once, where their ETag can prove them; all others in one reply. So do those of
 * which a range shows that it can't be, or that the server knows none.
 */
async function fetchBytes(
  job: Download,
  parts: Parts,
  left: readonly ByteRange[],
  tools: TransferTools,
  signal: AbortSignal,
): Promise<WithKept> {
  if (job.size < tools.multipart.multipartThreshold) return fetchAll(job, parts, left, tools, signal)
  // Where parts are guessed, Amazon's own checksum over all bytes proves more; it comes with one reply only.
  if (parts.known || (parts.sizes.length > 0 && !job.store.endpoint.aws)) {
    const fetched = await fetchByRanges(job, parts, left, tools, signal)
    if (fetched !== null) return fetched
  }
  return tools.slots.use(() => fetchAll(job, parts, left, tools, signal), signal, 0, job.size)
}

/** @returns null where that way does not lead to a proof */
async function fetchByRanges(
  job: Download,
  parts: Parts,
  left: readonly ByteRange[],
  tools: TransferTools,
  signal: AbortSignal,
): Promise<WithKept | null> {
  const hashers = parts.sizes.map((partSize) => new EtagHasher(partSize, tools.hashing))
  const counted = countMoved(tools)
  const first = await readFirst(job.into, left, hashers, counted.tools, signal)
  let written = Promise.resolve()
  const ranges = {
    ...job,
    from: first,
    kept: left,
    get: (query: RangeQuery, s: AbortSignal) => get(job, query, s),
    // One after the other: a disk does no better with several, and other files wait for the same threads.
    write: (bytes: Uint8Array, position: number): Promise<void> =>
      (written = written.then(() => job.into.write(bytes, position))),
    take: ({ bytes, digested }: FetchedRange): Promise<void> | null =>
      digested ? Promise.all(hashers.map((hasher) => hasher.update(bytes))).then(() => undefined) : null,
    takeKept: async (range: ByteRange, s: AbortSignal): Promise<void> => {
      const count = await readKept(job.into, range, hashers, counted.tools, s)
      if (count < range.to - range.from)
        throw integrityError(job.source, 'what an earlier run left of it is gone')
    },
  }
  const all = await fetchRanges(ranges, counted.tools, signal).catch((error: unknown) => {
    if (isWithoutRanges(error)) return false
    throw error
  })
  if (!all) {
    // Nothing of it is written any more when it is begun anew. A failure is met there, too.
    await written.catch(() => undefined)
    tools.onTakeBack(counted.moved())
    return null
  }
  const etags = await Promise.all(hashers.map((hasher) => hasher.etag()))
  return { digested: true, etags, checksum: null, kept: counted.kept() }
}

type RangeQuery = Pick<GetQuery, 'from' | 'size' | 'bandwidth' | 'into'>

/**
 * Fetches all bytes in order after those that are `left` of an ended run, going on where a broken connection left off, or from the start where the server knows no
 * ranges (F47). Where the ETag may tell nothing, the server's own checksum is computed too.
 * @throws SluiceError `integrity` for a reply of another size than the listed one.
 */
async function fetchAll(
  job: Download,
  parts: Parts,
  left: readonly ByteRange[],
  tools: TransferTools,
  signal: AbortSignal,
): Promise<WithKept> {
  const newHashers = (): EtagHasher[] => parts.sizes.map((partSize) => new EtagHasher(partSize, hashInline))
  let hashers = newHashers()
  let checksum: { kept: StoredChecksum; running: ReturnType<StoredChecksum['start']> } | null = null
  let position = await readFirst(job.into, left, hashers, tools, signal)
  let kept = position
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
            kept = 0
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
          await Promise.all(hashers.map((hasher) => hasher.update(chunk)))
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
        etags: await Promise.all(hashers.map((hasher) => hasher.etag())),
        checksum: ours,
        kept,
      }
    },
    signal,
  )
}

const readAtOnce = 1024 * 1024

/** Hashes what is kept from the first byte on. @returns how many bytes there were. */
async function readFirst(
  into: DownloadTarget,
  [first]: readonly ByteRange[],
  hashers: readonly EtagHasher[],
  tools: Pick<TransferTools, 'onKept'>,
  signal: AbortSignal,
): Promise<number> {
  return first?.from === 0 ? readKept(into, first, hashers, tools, signal) : 0
}

/** Hashes what is there already, and counts it on the way. @returns how many bytes of it there were. */
async function readKept(
  into: DownloadTarget,
  { from, to }: ByteRange,
  hashers: readonly EtagHasher[],
  { onKept }: Pick<TransferTools, 'onKept'>,
  signal: AbortSignal,
): Promise<number> {
  const buffer = Buffer.allocUnsafe(Math.min(to - from, readAtOnce))
  let position = from
  while (position < to) {
    signal.throwIfAborted()
    const count = await into.read(buffer.subarray(0, to - position), position)
    if (count === 0) break
    await Promise.all(hashers.map((hasher) => hasher.update(buffer.subarray(0, count))))
    position += count
    onKept(count)
  }
  return position - from
}

async function get(job: Download, range: RangeQuery, signal: AbortSignal): Promise<ObjectBody> {
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

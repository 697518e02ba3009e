import { SluiceError } from '../../../shared/errors.ts'
import type { GetQuery, ObjectBody } from '../s3/object-store.ts'
import { isAt } from '../s3/placed-body.ts'
import { WireFault } from '../s3/wire-fault.ts'
import { integrityError } from './integrity.ts'
import { heldInMemory, mebibyte } from './part-size.ts'
import type { SourceObject } from './prove-source.ts'
import type { TransferTools } from './transfer.ts'

/** Bytes: smaller ones cost more near by than more of them bring far away. */
const largestRange = 4 * mebibyte

/**
 * Ranges of one object on their way at once: on a long way four are slow. What is on its way when a run is killed comes
 * again, and of 500 MB that was fetched to 60 %, less than 45 % may (F81): together they are 4 % of the object.
 */
export const lanesFor = (size: number): number =>
  Math.min(16, Math.max(4, Math.floor(size / (25 * largestRange))))

/** Bytes of a range, and whether the ETag that they came with is a digest. */
export interface FetchedRange {
  readonly bytes: Uint8Array
  readonly digested: boolean
}

export interface RangesJob extends SourceObject {
  /** The first byte that is wanted. */
  readonly from: number
  /** @throws SluiceError when the object is not the listed one any more */
  readonly get: (
    query: Pick<GetQuery, 'from' | 'size' | 'bandwidth' | 'into'>,
    signal: AbortSignal,
  ) => Promise<ObjectBody>
  /**
   * Is given each range in its turn, while it may not be done with those before. It must be done with the bytes when it
   * resolves. Null ends it.
   */
  readonly take: (range: FetchedRange) => Promise<void> | null
}

type Tools = Pick<TransferTools, 'slots' | 'buffers' | 'retry' | 'onBytes' | 'bandwidth' | 'multipart'>

/**
 * Fetches an object from a byte on, several ranges at once, and hands them on in their order. A range holds a slot, and
 * the memory of its bytes, until it is taken; one that breaks off goes on from the byte it came to. The first one's
 * reply is waited for: it shows whether the server knows ranges.
 *
 * @returns false where `take` has ended it.
 * @throws SluiceError; one for which `isWithoutRanges` holds where the server knows none (F47).
 */
export async function fetchRanges(job: RangesJob, tools: Tools, signal: AbortSignal): Promise<boolean> {
  const leaving = new AbortController()
  const either = AbortSignal.any([signal, leaving.signal])
  const answered = Promise.withResolvers<undefined>()
  const begin = (
    from: number,
    size: number,
    turn: Promise<boolean>,
    onTaken: (taken: boolean) => void,
  ): Promise<boolean> =>
    tools.slots
      .use(
        (moved) =>
          tools.buffers.use(size, async (bytes) => {
            const digested = await fetchRange(job, from, bytes, answered.resolve, tools, either)
            moved()
            const taking = (await turn) ? job.take({ bytes, digested }) : null
            onTaken(taking !== null)
            await taking
            return taking !== null
          }),
        either,
        size,
      )
      .finally(() => {
        onTaken(false)
      })
  const flying: Promise<boolean>[] = []
  const lanes = lanesFor(job.size)
  const chunk = Math.min(largestRange, heldInMemory(tools.multipart).multipartChunksize)
  let turn: Promise<boolean> = Promise.resolve(true)
  try {
    for (let from = job.from; from < job.size; from += chunk) {
      const next = Promise.withResolvers<boolean>()
      const range = begin(from, Math.min(chunk, job.size - from), turn, next.resolve)
      // Whoever awaits it meets its failure; until then it must not count as unhandled.
      range.catch(() => undefined)
      turn = next.promise
      flying.push(range)
      if (from === job.from) await Promise.race([answered.promise, range])
      if (flying.length === lanes && (await flying.shift()) === false) return false
    }
    for (const range of flying) if (!(await range)) return false
    return true
  } finally {
    leaving.abort()
    await Promise.allSettled(flying)
  }
}

/** Fills `bytes` with what is from `from` on. @returns whether the ETag that they came with is a digest. */
async function fetchRange(
  { get, ...job }: RangesJob,
  from: number,
  bytes: Uint8Array,
  onAnswer: (value: undefined) => void,
  tools: Tools,
  signal: AbortSignal,
): Promise<boolean> {
  const size = bytes.length
  let filled = 0
  let digested = false
  const fetchRest = async (attemptSignal: AbortSignal): Promise<void> => {
    // It broke off after its last byte.
    if (filled === size && size > 0) return
    const query = {
      from: from + filled,
      size: size - filled,
      into: bytes.subarray(filled),
      bandwidth: tools.bandwidth,
    }
    const body = await get(query, attemptSignal)
    try {
      onAnswer(undefined)
      digested = body.etagIsDigest
      if (body.size !== null && body.size !== job.size)
        throw integrityError(job.source, `it was listed with ${job.size} bytes and came with ${body.size}`)
      for await (const chunk of body.bytes) {
        if (filled + chunk.length > size)
          throw integrityError(
            job.source,
            `more came than the ${size} bytes from ${from} that were asked for`,
          )
        if (!isAt(chunk, bytes, filled)) bytes.set(chunk, filled)
        filled += chunk.length
        tools.onBytes(chunk.length)
      }
    } finally {
      body.cancel()
    }
    if (filled < size) throw endedEarly(job, from + filled)
  }
  await tools.retry('get', (s) => fetchRest(s).catch(onceWithoutRanges), signal)
  return digested
}

/** The server answered a wanted range with something else. */
export const isWithoutRanges = (error: unknown): boolean =>
  error instanceof SluiceError && error.cause instanceof WireFault && error.cause.kind === 'wrong-range'

/** A server without ranges has none the next time either: it is no use to wait and ask again. */
function onceWithoutRanges(error: unknown): never {
  if (!isWithoutRanges(error) || !(error instanceof SluiceError)) throw error
  throw new SluiceError({ ...error.toData(), code: 'request-refused' }, { cause: error.cause })
}

export function endedEarly(
  { source, size }: Pick<SourceObject, 'source' | 'size'>,
  position: number,
): SluiceError {
  const address = `s3://${source.bucket}/${source.key}`
  return new SluiceError({
    code: 'unreachable',
    message: `${address} ended after ${position} of its ${size} bytes.`,
    subject: address,
    advice: 'Nothing was put in place. If it happens again, look for a proxy between here and the server.',
    s3: { operation: 'GetObject', ...source },
  })
}

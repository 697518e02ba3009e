import { SluiceError } from '../../../shared/errors.ts'
import type { ByteRange } from '../local/written-ranges.ts'
import type { GetQuery, ObjectBody } from '../s3/object-store.ts'
import { isAt } from '../s3/placed-body.ts'
import { WireFault } from '../s3/wire-fault.ts'
import { integrityError } from './integrity.ts'
import { heldInMemory, mebibyte, type Multipart } from './part-size.ts'
import type { SourceObject } from './prove-source.ts'
import type { TransferTools } from './transfer.ts'

/** Bytes: smaller ones cost more near by than more of them bring far away. */
const largestRange = 4 * mebibyte

/** Ranges of one object on their way at once: on a long way fewer are slow, and near by more only take memory. */
const lanes = 16

/** Bytes of a range that are in memory alone at most: what is not written when a run is killed comes again. */
export const pieceOf = (multipart: Multipart): number => Math.ceil(rangeOf(multipart) / 4)

const rangeOf = (multipart: Multipart): number =>
  Math.min(largestRange, heldInMemory(multipart).multipartChunksize)

/** Bytes of a range, and whether the ETag that they came with is a digest. */
export interface FetchedRange {
  readonly bytes: Uint8Array
  readonly digested: boolean
}

export interface RangesJob extends SourceObject {
  /** The first byte that is wanted. */
  readonly from: number
  /** What is there already of those after it, in order. */
  readonly kept: readonly ByteRange[]
  /** @throws SluiceError when the object is not the listed one any more */
  readonly get: (
    query: Pick<GetQuery, 'from' | 'size' | 'bandwidth' | 'into'>,
    signal: AbortSignal,
  ) => Promise<ObjectBody>
  /** Is given bytes as they come, in no order, to write them from `position` on. It must be done with them when it resolves. */
  readonly write: (bytes: Uint8Array, position: number) => Promise<void>
  /**
   * Is given each range in its turn, while it may not be done with those before. It must be done with the bytes when it
   * resolves. Null ends it.
   */
  readonly take: (range: FetchedRange) => Promise<void> | null
  /** Is told in its turn of a range that is there already. What comes after it has its turn when it resolves. */
  readonly takeKept: (range: ByteRange, signal: AbortSignal) => Promise<void>
}

type Tools = Pick<TransferTools, 'slots' | 'buffers' | 'retry' | 'onBytes' | 'bandwidth' | 'multipart'>

/**
 * Fetches an object from a byte on, several ranges at once, writes them as they come, and hands them on in their order. A
 * range holds a slot, and the memory of its bytes, until it is taken and written; one that breaks off goes on from the byte
 * it came to.
 *
 * @returns false where `take` has ended it.
 * @throws SluiceError; one for which `isWithoutRanges` holds where the server knows none (F47).
 */
export async function fetchRanges(job: RangesJob, tools: Tools, signal: AbortSignal): Promise<boolean> {
  const leaving = new AbortController()
  const either = AbortSignal.any([signal, leaving.signal])
  const begin = (
    { from, to, isKept }: Span,
    turn: Promise<boolean>,
    onTaken: (taken: boolean) => void,
  ): Promise<boolean> => {
    const fetchAndTake = async (bytes: Uint8Array, moved: () => void): Promise<boolean> => {
      const { digested, written } = await fetchRange(job, from, bytes, tools, either)
      moved()
      const taking = (await turn) ? job.take({ bytes, digested }) : null
      onTaken(taking !== null)
      await Promise.all([taking, ...written])
      return taking !== null
    }
    const size = to - from
    const work = isKept
      ? turn.then(async (isTurn) => {
          if (isTurn) await job.takeKept({ from, to }, either)
          onTaken(isTurn)
          return isTurn
        })
      : tools.slots.use(
          (moved) => tools.buffers.use(size, (bytes) => fetchAndTake(bytes, moved)),
          either,
          size,
        )
    return work.finally(() => {
      onTaken(false)
    })
  }
  const flying: Promise<boolean>[] = []
  let turn: Promise<boolean> = Promise.resolve(true)
  try {
    for (const span of spansOf(job, rangeOf(tools.multipart))) {
      const next = Promise.withResolvers<boolean>()
      const range = begin(span, turn, next.resolve)
      // Whoever awaits it meets its failure; until then it must not count as unhandled.
      range.catch(() => undefined)
      turn = next.promise
      flying.push(range)
      if (flying.length === lanes && (await flying.shift()) === false) return false
    }
    for (const range of flying) if (!(await range)) return false
    return true
  } finally {
    leaving.abort()
    await Promise.allSettled(flying)
  }
}

type Span = ByteRange & { readonly isKept: boolean }

/** All bytes from `from` on, in order: what is kept, and between that ranges of `most` bytes to fetch. */
function* spansOf(
  { from, size, kept }: Pick<RangesJob, 'from' | 'size' | 'kept'>,
  most: number,
): Generator<Span> {
  let at = from
  for (const range of [...kept, { from: size, to: size }]) {
    for (; at < range.from; at = Math.min(at + most, range.from))
      yield { from: at, to: Math.min(at + most, range.from), isKept: false }
    if (range.to > at) yield { ...range, from: at, isKept: true }
    at = Math.max(at, range.to)
  }
}

/**
 * Fills `bytes` with what is from `from` on, and begins to write them on the way.
 * @returns whether the ETag that they came with is a digest, and what is not yet written.
 */
async function fetchRange(
  { get, write, ...job }: RangesJob,
  from: number,
  bytes: Uint8Array,
  tools: Tools,
  signal: AbortSignal,
): Promise<{ readonly digested: boolean; readonly written: readonly Promise<void>[] }> {
  const size = bytes.length
  const piece = pieceOf(tools.multipart)
  const written: Promise<void>[] = []
  let filled = 0
  let handedOn = 0
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
        if (filled - handedOn < piece && filled < size) continue
        const writing = write(bytes.subarray(handedOn, filled), from + handedOn)
        // Whoever takes the range meets its failure; until then it must not count as unhandled.
        writing.catch(() => undefined)
        written.push(writing)
        handedOn = filled
      }
    } finally {
      body.cancel()
    }
    if (filled < size) throw endedEarly(job, from + filled)
  }
  await tools.retry('get', (s) => fetchRest(s).catch(onceWithoutRanges), signal)
  return { digested, written }
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

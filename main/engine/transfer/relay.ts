import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectName, Tags } from '../s3/object-store.ts'
import type { CopyJob } from './copy-job.ts'
import { propertiesOfCopy } from './copy-properties.ts'
import { countMoved } from './count-moved.ts'
import { EtagHasher } from './digest.ts'
import { sendParts, tagOrTakeBack } from './multipart.ts'
import { hashInline, type Hashing } from './hashing.ts'
import { heldInMemory, type PartRange } from './part-size.ts'
import {
  mostFetches,
  partsOf,
  proveSource,
  type Fetched,
  type Parts,
  type SourceObject,
} from './prove-source.ts'
import { putBytes } from './put-bytes.ts'
import type { Done, TransferTools } from './transfer.ts'

/**
 * Copies one object through this machine, part by part: each part is read, held in memory, and sent on. What was read
 * is proved against the source before it becomes an object; bytes that do not verify are read anew.
 * @throws SluiceError `integrity` if they never verified
 */
export async function relay(job: CopyJob, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  const { properties, tags } = await propertiesOfCopy(job, true, tools, signal)
  const from: SourceObject = { ...job, store: job.sourceStore }
  const parts = await partsOf(from, tools, signal)
  const whole = job.size < heldInMemory(tools.multipart).multipartThreshold
  for (let fetch = 1; ; fetch++) {
    const read = new ReadInOrder(parts, whole ? hashInline : tools.hashing)
    const prove = async (): Promise<'hash' | 'size'> =>
      proveSource(from, await read.end(), parts, tools, signal)
    try {
      const given = { ...job, properties }
      return whole
        ? await relayWhole(given, tags, read, prove, tools, signal)
        : await relayParts(given, tags, read, prove, tools, signal)
    } catch (error) {
      if (!(error instanceof SluiceError) || error.code !== 'integrity' || fetch === mostFetches) throw error
      tools.world.log.write({ what: 'read-again', key: job.source.key, error: error.toData() })
    }
  }
}

async function relayParts(
  job: CopyJob,
  tags: Tags,
  read: ReadInOrder,
  prove: () => Promise<'hash' | 'size'>,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  let proof: 'hash' | 'size' = 'size'
  const counted = countMoved(tools)
  try {
    const done = await sendParts(
      {
        store: job.store,
        target: job.target,
        properties: job.properties,
        tags,
        expected: job.expected,
        size: job.size,
        readPart: async (range, into, s) => {
          const digested = await tools.retry('get-part', (r) => readRange(job, range, into, tools, r), s)
          await read.take(range.partNumber, { bytes: into, digested }, s)
        },
        // Every part was read under If-Match, so they are all of one version.
        beforeFinish: async () => {
          proof = await prove()
        },
      },
      counted.tools,
      signal,
    )
    return { ...done, proof: weaker(done.proof, proof) }
  } catch (error) {
    tools.onTakeBack(counted.moved())
    throw error
  }
}

/** An object small enough to be sent in one piece; its tags follow, or it goes again. */
async function relayWhole(
  job: CopyJob,
  tags: Tags,
  read: ReadInOrder,
  prove: () => Promise<'hash' | 'size'>,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const range = { partNumber: 1, from: 0, size: job.size }
  const [proof, done] = await tools.slots.use(
    (moved) =>
      tools.buffers.use(job.size, async (bytes) => {
        const digested = await tools.retry('get', (s) => readRange(job, range, bytes, tools, s), signal)
        moved()
        await read.take(1, { bytes, digested }, signal)
        return [await prove(), await putBytes(job, bytes, tools, signal)] as const
      }),
    signal,
    job.size,
  )
  if (Object.keys(tags).length > 0) await tagOrTakeBack(job.store, job.target, tags, tools, signal)
  return { ...done, proof: weaker(done.proof, proof) }
}

const weaker = (a: Done['proof'], b: 'hash' | 'size'): Done['proof'] => (b === 'size' && a === 'hash' ? b : a)

interface ReadPart {
  readonly bytes: Uint8Array
  /** The ETag of the reply is a digest. */
  readonly digested: boolean
}

/** Hashes parts in their order, whatever order they come in: a part waits for those before it. */
class ReadInOrder {
  readonly #hashers: readonly EtagHasher[]
  readonly #waiting = new Map<number, () => void>()
  #next = 1
  #digested = true

  constructor(parts: Parts, hashing: Hashing) {
    this.#hashers = parts.sizes.map((partSize) => new EtagHasher(partSize, hashing))
  }

  /** Resolves when the part, and all before it, are hashed. Each is asked for before the next, so none waits for ever. */
  async take(partNumber: number, { bytes, digested }: ReadPart, signal: AbortSignal): Promise<void> {
    if (partNumber !== this.#next) await this.#turn(partNumber, signal)
    const hashed = Promise.all(this.#hashers.map((hasher) => hasher.update(bytes)))
    this.#digested &&= digested
    this.#next++
    this.#waiting.get(this.#next)?.()
    await hashed
  }

  /** What all parts came to; call once. */
  async end(): Promise<Fetched> {
    return {
      digested: this.#digested,
      etags: await Promise.all(this.#hashers.map((hasher) => hasher.etag())),
      // A range brings no checksum of the whole.
      checksum: null,
    }
  }

  #turn(partNumber: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        reject(signal.reason as Error)
      }
      signal.throwIfAborted()
      signal.addEventListener('abort', stop, { once: true })
      this.#waiting.set(partNumber, () => {
        signal.removeEventListener('abort', stop)
        resolve()
      })
    })
  }
}

/** Fills `into`. @returns whether the ETag of the reply is a digest. */
async function readRange(
  { sourceStore, source, sourceEtag }: CopyJob,
  range: PartRange,
  into: Uint8Array,
  { bandwidth }: TransferTools,
  signal: AbortSignal,
): Promise<boolean> {
  // No range of nothing can be asked for.
  const asked = range.size === 0 ? {} : { from: range.from, size: range.size }
  const query = { ...source, ifMatch: sourceEtag, ...asked, bandwidth }
  const body = await sourceStore.get(query, signal)
  let filled = 0
  try {
    for await (const chunk of body.bytes) {
      if (filled + chunk.length > range.size) throw wrongLength(source, range, filled + chunk.length)
      into.set(chunk, filled)
      filled += chunk.length
    }
  } finally {
    body.cancel()
  }
  if (filled !== range.size) throw wrongLength(source, range, filled)
  return body.etagIsDigest
}

function wrongLength(source: ObjectName, range: PartRange, got: number): SluiceError {
  const address = `s3://${source.bucket}/${source.key}`
  return new SluiceError({
    code: 'server-failed',
    message: `${address} answered ${got} bytes where ${range.size} were asked for, from byte ${range.from}.`,
    subject: address,
    advice: 'Try again; if it stays, look for a proxy in between.',
  })
}

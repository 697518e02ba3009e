import { describe, expect, it } from 'vitest'
import { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import { BufferPool } from '../../../../main/engine/running/buffer-pool.ts'
import type { ByteRange } from '../../../../main/engine/local/written-ranges.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { WireFault } from '../../../../main/engine/s3/wire-fault.ts'
import type { ObjectBody, ObjectStore } from '../../../../main/engine/s3/object-store.ts'
import {
  fetchRanges,
  isWithoutRanges,
  pieceOf,
  type FetchedRange,
} from '../../../../main/engine/transfer/fetch-ranges.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { slotsOf } from '../../../fakes/slots.ts'

const content = Buffer.from(Array.from({ length: 200 }, (_, i) => i))
const chunk = 8
const source = { bucket: 'b', key: 'k' }

interface Setting {
  from?: number
  slots?: number
  /** Milliseconds until the reply to a range begins; 10 for each if absent. */
  delay?: (from: number, asked: number) => number
  /** What comes of a range: all of it if absent. */
  come?: (bytes: Buffer, from: number, asked: number) => Buffer
  get?: (from: number, asked: number) => void
  /** Whether the connection breaks behind what came. */
  fail?: (from: number, asked: number) => boolean
  digested?: boolean
  /** The store reads a range into the memory that it is given. */
  inPlace?: boolean
  take?: (range: FetchedRange) => Promise<void> | null
  /** What is there already. */
  kept?: ByteRange[]
  takeKept?: (range: ByteRange) => Promise<void>
  write?: (position: number) => Promise<void>
  /** Bytes of a range at most. */
  chunk?: number
  stop?: AbortSignal
}

async function fetchOf({ from = 0, slots = 16, ...says }: Setting = {}) {
  const world = createMemoryWorld()
  const asked = new Map<number, number>()
  const froms: number[] = []
  const taken: Buffer[] = []
  const written = Buffer.alloc(content.length)
  const writes: number[][] = []
  let [now, most, open, moved] = [0, 0, 0, 0]
  const work = fetchRanges(
    {
      store: {} as ObjectStore,
      source,
      sourceEtag: 'e',
      size: content.length,
      from,
      kept: says.kept ?? [],
      get: async ({ from: at = 0, size = 0, into }, signal): Promise<ObjectBody> => {
        const times = (asked.get(at) ?? 0) + 1
        asked.set(at, times)
        froms.push(at)
        most = Math.max(most, ++now)
        await world.clock.sleep(says.delay?.(at, times) ?? 10, signal).finally(() => now--)
        says.get?.(at, times)
        open++
        const bytes = content.subarray(at, at + size)
        return {
          size: content.length,
          etag: 'e',
          etagIsDigest: says.digested ?? true,
          checksum: null,
          bytes: (async function* () {
            await Promise.resolve()
            const came = says.come?.(bytes, at, times) ?? bytes
            if (says.inPlace === true) into?.set(came)
            if (says.inPlace === true) yield (into ?? Buffer.alloc(0)).subarray(0, came.length)
            else for (let i = 0; i < came.length; i += 3) yield came.subarray(i, i + 3)
            if (says.fail?.(at, times) === true) throw failure('unreachable')
          })(),
          cancel: () => open--,
        }
      },
      write: async (bytes, position) => {
        writes.push([position, bytes.length])
        await says.write?.(position)
        written.set(bytes, position)
      },
      takeKept: async (range) => {
        await says.takeKept?.(range)
        taken.push(content.subarray(range.from, range.to))
      },
      take: (range) => {
        taken.push(Buffer.from(range.bytes))
        return says.take === undefined ? Promise.resolve() : says.take(range)
      },
    },
    {
      slots: slotsOf(slots),
      buffers: new BufferPool({ budget: 1000, from: 1 }),
      retry: createRetry(world),
      bandwidth: new Bandwidth(world.clock, null),
      multipart: { multipartThreshold: chunk, multipartChunksize: says.chunk ?? chunk },
      onBytes: (count) => (moved += count),
    },
    says.stop ?? new AbortController().signal,
  ).catch((error: unknown) => error)
  const ended = await world.clock.run(work)
  return { ended, taken: Buffer.concat(taken), written, writes, froms, most, open, moved }
}

const failure = (code: 'unreachable' | 'changed') => new SluiceError({ code, message: code })

describe('the ranges of an object', () => {
  it('are handed on in their order, whichever comes first', async () => {
    const { ended, taken, moved, open } = await fetchOf({ delay: (from) => 200 - from })
    expect(ended).toBe(true)
    expect(taken.equals(content)).toBe(true)
    expect([moved, open]).toEqual([content.length, 0])
  })

  it('may be read into their place, and on from where one has broken off', async () => {
    const { ended, taken, moved } = await fetchOf({
      inPlace: true,
      come: (bytes, from, asked) => (from === 16 && asked === 1 ? bytes.subarray(0, 3) : bytes),
      fail: (from, asked) => from === 16 && asked === 1,
    })
    expect(ended).toBe(true)
    expect(taken.equals(content)).toBe(true)
    expect(moved).toBe(content.length)
  })

  it('begin where they are asked to', async () => {
    const { taken } = await fetchOf({ from: 37 })
    expect(taken.equals(content.subarray(37))).toBe(true)
  })

  it('are sixteen at once, from the first moment', async () => {
    const { most, froms } = await fetchOf()
    expect(most).toBe(16)
    expect(froms).toEqual(Array.from({ length: 25 }, (_, i) => i * chunk))
  })

  it('are written as they come, in pieces of a quarter', async () => {
    expect(pieceOf({ multipartThreshold: 0, multipartChunksize: 64 << 20, smallestPart: 1 })).toBe(1 << 20)
    const { ended, written, writes } = await fetchOf({ delay: (from) => 1000 - from, chunk: 40 })
    expect(ended).toBe(true)
    expect(written.equals(content)).toBe(true)
    expect(writes.slice(0, 5)).toEqual([[160, 12], [172, 12], [184, 12], [196, 4], [120, 12]]) // prettier-ignore
  })

  it('are written on from where one has broken off, and nothing twice', async () => {
    const { written, writes } = await fetchOf({
      chunk: 40,
      come: (bytes, from, asked) => (from === 40 && asked === 1 ? bytes.subarray(0, 17) : bytes),
    })
    expect(written.equals(content)).toBe(true)
    expect(writes.filter(([at = 0]) => at >= 40 && at < 80)).toEqual([[40, 12], [52, 11], [63, 12], [75, 5]]) // prettier-ignore
  })

  it('end with a failure to write, whichever it was', async () => {
    for (const bad of [0, 96, 196]) {
      const { ended, open } = await fetchOf({
        chunk: 40,
        write: (position) => (position >= bad ? Promise.reject(failure('changed')) : Promise.resolve()),
      })
      expect(ended).toMatchObject({ code: 'changed' })
      expect(open).toBe(0)
    }
  })

  it('that are there already are not fetched, and have their turn', async () => {
    const kept = [
      { from: 0, to: 20 },
      { from: 30, to: 33 },
      { from: 100, to: 150 },
    ]
    const { ended, taken, froms, writes } = await fetchOf({ from: 10, kept })
    expect(ended).toBe(true)
    expect(taken.equals(content.subarray(10))).toBe(true)
    expect(froms).toEqual([20, 28, 33, 41, 49, 57, 65, 73, 81, 89, 97, 150, 158, 166, 174, 182, 190, 198])
    expect(writes.some(([at = 0]) => at >= 100 && at < 150)).toBe(false)
  })

  it('end where one that is there already can not be taken', async () => {
    const { ended, open } = await fetchOf({
      kept: [{ from: 100, to: 150 }],
      takeKept: () => Promise.reject(failure('changed')),
    })
    expect(ended).toMatchObject({ code: 'changed' })
    expect(open).toBe(0)
  })

  it('are as many as there are slots', async () => {
    const { most, taken } = await fetchOf({ slots: 1 })
    expect(most).toBe(1)
    expect(taken.equals(content)).toBe(true)
  })

  it('that break off go on from the byte they came to', async () => {
    const { ended, taken, froms, moved } = await fetchOf({
      come: (bytes, from, asked) => (from === 16 && asked === 1 ? bytes.subarray(0, 3) : bytes),
    })
    expect(ended).toBe(true)
    expect(taken.equals(content)).toBe(true)
    expect(froms).toContain(19)
    expect(moved).toBe(content.length)
  })

  it('that break off after their last byte have all of it', async () => {
    const { ended, taken, froms } = await fetchOf({
      fail: (from, asked) => from === 16 && asked === 1,
    })
    expect(ended).toBe(true)
    expect(taken.equals(content)).toBe(true)
    expect(froms.filter((from) => from === 16 || from === 24)).toEqual([16, 24])
  })

  it('end with the first failure, and leave nothing open', async () => {
    const { ended, open, taken } = await fetchOf({
      get: (from) => {
        if (from === 24) throw failure('changed')
      },
    })
    expect(ended).toMatchObject({ code: 'changed' })
    expect(open).toBe(0)
    expect(taken.length).toBeLessThanOrEqual(24)
  })

  it('are handed on while those before are still being dealt with, and all of them are done at the end', async () => {
    const first = Promise.withResolvers<undefined>()
    let count = 0
    let isDone = false
    const { ended } = await fetchOf({
      take: async () => {
        count++
        if (count === 1) await first.promise.then(() => (isDone = true))
        if (count === 3) first.resolve(undefined)
      },
    })
    expect(ended).toBe(true)
    expect(isDone).toBe(true)
    expect(count).toBe(content.length / chunk)
  })

  it('end with a failure to deal with one, whichever it was', async () => {
    for (const bad of [1, 7, content.length / chunk]) {
      let count = 0
      const { ended, open } = await fetchOf({
        take: () => (++count === bad ? Promise.reject(failure('changed')) : Promise.resolve()),
      })
      expect(ended).toMatchObject({ code: 'changed' })
      expect(open).toBe(0)
    }
  })

  it('end when nobody takes them any more', async () => {
    const { ended, froms } = await fetchOf({ take: () => null })
    expect(ended).toBe(false)
    expect(froms.length).toBeLessThanOrEqual(17)
  })

  it('say whether what they came with can prove them', async () => {
    const said: boolean[] = []
    await fetchOf({
      digested: false,
      take: ({ digested }) => {
        said.push(digested)
        return null
      },
    })
    expect(said).toEqual([false])
  })

  it('of which more comes than was asked for are wrong', async () => {
    const { ended } = await fetchOf({ come: (bytes) => Buffer.concat([bytes, bytes]) })
    expect(ended).toMatchObject({ code: 'integrity' })
  })

  it('are not asked for again where the server knows none', async () => {
    const { ended, froms } = await fetchOf({
      get: () => {
        throw new SluiceError(
          { code: 'server-failed', message: 'all of it' },
          { cause: new WireFault('wrong-range', 'all of it') },
        )
      },
    })
    expect(isWithoutRanges(ended)).toBe(true)
    expect(new Set(froms).size).toBe(froms.length)
  })

  it('stop with the signal’s reason', async () => {
    const stop = new AbortController()
    const { ended } = await fetchOf({
      stop: stop.signal,
      take: () => {
        stop.abort(new Error('stopped'))
        return Promise.resolve()
      },
    })
    expect(ended).toMatchObject({ message: 'stopped' })
  })
})

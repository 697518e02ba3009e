import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { BufferPool } from '../../../../main/engine/running/buffer-pool.ts'
import { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { storedChecksum } from '../../../../main/engine/s3/checksums.ts'
import type { ByteRange } from '../../../../main/engine/local/written-ranges.ts'
import type { ObjectBody, ObjectHead, ObjectStore } from '../../../../main/engine/s3/object-store.ts'
import { download } from '../../../../main/engine/transfer/download.ts'
import { hashInline } from '../../../../main/engine/transfer/hashing.ts'
import type { TransferTools } from '../../../../main/engine/transfer/transfer.ts'
import { WireFault } from '../../../../main/engine/s3/wire-fault.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { slotsOf } from '../../../fakes/slots.ts'

const content = Buffer.from('the bytes as they are')
const md5 = createHash('md5').update(content).digest('hex')
const sha256 = createHash('sha256').update(content).digest('base64')
const otherSha256 = createHash('sha256').update('something else').digest('base64')

/**
 * Downloads `content` from a server that says these things of it: in two pieces over two connections, or, with `chunk`, by
 * ranges of so many bytes.
 */
async function fetchOf(
  says: { etag: string; digest?: boolean; checksum?: string | null; chunk?: number; ranges?: boolean },
  left = '',
  kept: readonly ByteRange[] = left === '' ? [] : [{ from: 0, to: left.length }],
  stop: { readonly signal: AbortSignal; readonly atRead: () => void } | null = null,
) {
  const { etag, digest = true, checksum = null, chunk, ranges = true } = says
  const world = createMemoryWorld()
  let gets = 0
  let startedOver = 0
  const froms: number[] = []
  const store = {
    head: (): Promise<ObjectHead> =>
      Promise.resolve({ size: content.length, modified: 0, etag, etagIsDigest: digest, metadata: {} }),
    get: ({ from = 0, size }: { from?: number; size?: number }): Promise<ObjectBody> => {
      gets++
      froms.push(from)
      if (size !== undefined && !ranges) return Promise.reject(withoutRanges())
      const end = size === undefined ? undefined : from + size
      const cut = content.subarray(from, end ?? (from === 0 ? 9 : undefined))
      return Promise.resolve({
        size: content.length,
        etag,
        etagIsDigest: digest,
        checksum:
          from === 0 && checksum !== null ? storedChecksum({ 'x-amz-checksum-sha256': checksum }) : null,
        bytes: (async function* () {
          await Promise.resolve()
          yield cut
        })(),
        cancel: () => undefined,
      })
    },
  } as unknown as ObjectStore
  const tools = {
    world,
    retry: createRetry(world),
    bandwidth: new Bandwidth(world.clock, null),
    slots: slotsOf(16),
    buffers: new BufferPool({ budget: 1000, from: 1 }),
    hashing: hashInline,
    multipart: {
      multipartThreshold: chunk === undefined ? 8 << 20 : 1,
      multipartChunksize: chunk ?? 8 << 20,
    },
    onBytes: () => undefined,
    onKept: (count: number) => (keptBytes += count),
    onTakeBack: () => undefined,
  } as unknown as TransferTools
  const written = Buffer.alloc(content.length)
  written.write(left.slice(0, content.length))
  let keptBytes = 0
  const work = download(
    {
      store,
      source: { bucket: 'b', key: 'k' },
      sourceEtag: etag,
      size: content.length,
      into: {
        write: (bytes, position) => {
          written.set(bytes, position)
          return Promise.resolve()
        },
        read: (into, position) => {
          stop?.atRead()
          const end = stop === null ? left.length : position + 1
          return Promise.resolve(written.copy(into, 0, position, end))
        },
        kept,
        startOver: () => {
          startedOver++
          return Promise.resolve()
        },
      },
    },
    tools,
    stop?.signal ?? new AbortController().signal,
  ).catch((error: unknown) => error)
  const done = await world.clock.run(work)
  return { done, written: written.toString(), gets, froms, kept: keptBytes, startedOver }
}

const withoutRanges = (): SluiceError =>
  new SluiceError(
    { code: 'server-failed', message: 'all of it' },
    { cause: new WireFault('wrong-range', 'all of it') },
  )

test.each([
  ['an ETag that is the MD5 of all bytes', 'hash', { etag: md5 }],
  ['an ETag that tells nothing', 'size', { etag: 'opaque' }],
  ['an encrypted object’s ETag', 'size', { etag: md5, digest: false }],
  ['an ETag over parts of sizes nobody knows', 'size', { etag: `${md5}-3` }],
  [
    'an encrypted object’s ETag and the right checksum',
    'hash',
    { etag: md5, digest: false, checksum: sha256 },
  ],
  ['an ETag that tells nothing and the right checksum', 'hash', { etag: 'opaque', checksum: sha256 }],
  ['an ETag over unknown parts and the right checksum', 'hash', { etag: `${md5}-3`, checksum: sha256 }],
] as const)('%s proves a download by its %s', async (_, proof, says) => {
  const { done, written } = await fetchOf(says)
  expect(done).toMatchObject({ proof, bytes: content.length })
  expect(written).toBe(content.toString())
})

test.each([
  ['the MD5 of other bytes', { etag: createHash('md5').update('x').digest('hex') }],
  ['a checksum of other bytes', { etag: 'opaque', checksum: otherSha256 }],
  [
    'an encrypted object’s ETag and a checksum of other bytes',
    { etag: md5, digest: false, checksum: otherSha256 },
  ],
] as const)('%s makes it fetch anew, and fail in the end', async (_, says) => {
  const { done, gets } = await fetchOf(says)
  expect(done).toMatchObject({ code: 'integrity', subject: 's3://b/k' })
  expect(gets).toBe(6)
})

test('a checksum that is not needed is not looked at', async () => {
  const { done } = await fetchOf({ etag: md5, checksum: otherSha256 })
  expect(done).toMatchObject({ proof: 'hash' })
})

describe('what an ended run has left of a download', () => {
  const whole = content.toString()

  test.each([
    ['some of it', whole.slice(0, 5), [5], 5],
    ['all of it but its name', whole, [content.length - 1], content.length - 1],
  ])('%s: the rest is fetched', async (_, left, froms, kept) => {
    const end = await fetchOf({ etag: md5 }, left)
    expect(end.done).toEqual({ proof: 'hash', bytes: content.length, etag: md5, kept })
    expect(end).toMatchObject({ written: whole, froms, kept })
  })

  test.each([
    ['from its first byte on', [{ from: 0, to: 5 }], 0],
    ['behind ranges that are fetched', [{ from: 4, to: 12 }], 1],
  ])('%s is hashed no further when the run is stopped', async (_, there, gets) => {
    const controller = new AbortController()
    const stop = {
      signal: controller.signal,
      atRead: () => {
        reads++
        controller.abort(new Error('Stopped.'))
      },
    }
    let reads = 0
    // One byte at a time, as a slow disk gives it.
    const end = await fetchOf({ etag: md5, chunk: 4 }, whole, there, stop)
    expect(end.done).toMatchObject({ message: 'Stopped.' })
    expect([reads, end.kept, end.gets > 0 ? 1 : 0]).toEqual([1, 1, gets])
  })

  test('with a wrong byte in it is fetched anew', async () => {
    const end = await fetchOf({ etag: md5 }, 'The b')
    expect(end.done).toEqual({ proof: 'hash', bytes: content.length, etag: md5 })
    expect(end).toMatchObject({ written: whole, froms: [5, 0, 9] })
  })

  test.each([
    ['nothing can prove the whole', { etag: 'opaque' }, [0, 9]],
    ['the ETag turns out to be no digest', { etag: md5, digest: false }, [5, 0, 9]],
    ['nobody knows the sizes of its parts', { etag: `${md5}-3` }, [0, 9]],
  ])('is not relied on where %s', async (_, says, froms) => {
    const end = await fetchOf(says, whole.slice(0, 5))
    expect(end.done).toMatchObject({ proof: 'size' })
    expect(end.done).not.toHaveProperty('kept')
    expect(end).toMatchObject({ written: whole, froms })
  })

  test('longer than the object is fetched anew', async () => {
    const end = await fetchOf({ etag: md5 }, `${whole}!`)
    expect(end).toMatchObject({ done: { proof: 'hash' }, froms: [0, 9], kept: 0, startedOver: 1 })
  })

  // `the bytes as they are`, by ranges of four bytes.
  test.each([
    ['from the first byte on', [[0, 5]], [5, 9, 13, 17]],
    ['in the middle', [[6, 12]], [0, 4, 12, 16, 20]],
    ['in several places', [[0, 4], [5, 8], [13, 14]], [4, 8, 12, 14, 18]], // prettier-ignore
    ['all of it', [[0, 21]], [20]],
  ])('%s: only the rest is fetched by ranges', async (_, there, froms) => {
    const kept = there.map(([from = 0, to = 0]) => ({ from, to }))
    const left = Buffer.alloc(content.length)
    for (const { from, to } of kept) content.copy(left, from, from, to)
    const end = await fetchOf({ etag: md5, chunk: 4 }, left.toString('latin1'), kept)
    const bytes = kept.reduce((sum, { from, to }) => sum + Math.min(to, 20) - from, 0)
    expect(end.done).toEqual({ proof: 'hash', bytes: content.length, etag: md5, kept: bytes })
    expect(end).toMatchObject({ written: whole, froms, kept: bytes })
  })

  test.each([
    ['are noted and were never written', [{ from: 8, to: 12 }]],
    ['are noted beyond the end of the file', [{ from: 16, to: 20 }]],
  ])('ranges that %s are fetched anew with all others', async (_, kept) => {
    const left = `${whole.slice(0, 8)}\0\0\0\0`
    const end = await fetchOf({ etag: md5, chunk: 4 }, left, kept)
    expect(end.done).toEqual({ proof: 'hash', bytes: content.length, etag: md5 })
    expect(end).toMatchObject({ written: whole, startedOver: 1 })
    expect(end.froms.slice(-6)).toEqual([0, 4, 8, 12, 16, 20])
  })

  test('in several places is used from the first byte on alone where the server knows no ranges', async () => {
    const kept = [
      { from: 0, to: 4 },
      { from: 8, to: 12 },
    ]
    const end = await fetchOf({ etag: md5, chunk: 4, ranges: false }, whole.slice(0, 12), kept)
    expect(end.done).toMatchObject({ proof: 'hash', kept: 4 })
    expect(end).toMatchObject({ written: whole, kept: 8 })
    expect(end.froms.at(-1)).toBe(4)
  })
})

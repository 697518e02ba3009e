import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { storedChecksum } from '../../../../main/engine/s3/checksums.ts'
import type { ObjectBody, ObjectHead, ObjectStore } from '../../../../main/engine/s3/object-store.ts'
import { download } from '../../../../main/engine/transfer/download.ts'
import type { TransferTools } from '../../../../main/engine/transfer/transfer.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

const content = Buffer.from('the bytes as they are')
const md5 = createHash('md5').update(content).digest('hex')
const sha256 = createHash('sha256').update(content).digest('base64')
const otherSha256 = createHash('sha256').update('something else').digest('base64')

/** Downloads `content` from a server that says these things of it, in two pieces over two connections. */
async function fetchOf(
  says: { etag: string; digest?: boolean; checksum?: string | null; parts?: number },
  left = '',
) {
  const { etag, digest = true, checksum = null } = says
  const world = createMemoryWorld()
  let gets = 0
  const froms: number[] = []
  const store = {
    head: (): Promise<ObjectHead> =>
      Promise.resolve({ size: content.length, modified: 0, etag, etagIsDigest: digest, metadata: {} }),
    get: ({ from = 0 }: { from?: number }): Promise<ObjectBody> => {
      gets++
      froms.push(from)
      const cut = content.subarray(from, from === 0 ? 9 : undefined)
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
    multipart: { multipartThreshold: 8 << 20, multipartChunksize: 8 << 20 },
    onBytes: () => undefined,
    onKept: (count: number) => (kept += count),
    onTakeBack: () => undefined,
  } as unknown as TransferTools
  const written = Buffer.alloc(content.length)
  written.write(left)
  let kept = 0
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
        read: (into, position) => Promise.resolve(written.copy(into, 0, position, left.length)),
        kept: left.length,
      },
    },
    tools,
    new AbortController().signal,
  ).catch((error: unknown) => error)
  const done = await world.clock.run(work)
  return { done, written: written.toString(), gets, froms, kept }
}

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
    expect(end).toMatchObject({ done: { proof: 'hash' }, froms: [0, 9], kept: 0 })
  })
})

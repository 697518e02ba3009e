import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ObjectStore } from '../../../main/engine/s3/object-store.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { FakeClock } from '../../fakes/fake-clock.ts'
import { MemoryS3, type MemoryS3Options } from '../../fakes/memory-s3.ts'
import { listingNotProved, noAnswer, s3Error } from '../../fakes/s3-error.ts'

// What every object store does is in the conformance suite; here is what only a fake can show.

const unstopped = new AbortController().signal

function put(store: ObjectStore, key: string, text = key): Promise<unknown> {
  const body = Buffer.from(text)
  return store.put({ bucket: 'b', key, body, md5: createHash('md5').update(body).digest() }, unstopped)
}

async function get(store: ObjectStore, key: string): Promise<string> {
  const chunks: Uint8Array[] = []
  const body = await store.get({ bucket: 'b', key }, unstopped)
  for await (const chunk of body.bytes) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function serve(options: MemoryS3Options = {}): { server: MemoryS3; store: ObjectStore } {
  const server = new MemoryS3(options)
  server.makeBucket('b')
  return { server, store: server.connect() }
}

const codeOf = (error: unknown): string => (error instanceof SluiceError ? error.code : String(error))

describe('a request', () => {
  it('can fail before it takes place, and then has changed nothing', async () => {
    const { server, store } = serve()
    server.before = (op, bucket, key) => {
      if (op === 'put') throw s3Error('SlowDown', { op, bucket, ...(key === undefined ? {} : { key }) })
    }
    expect(await put(store, 'k').catch(codeOf)).toBe('slow-down')
    expect(await store.head({ bucket: 'b', key: 'k' }, unstopped)).toBeNull()
    expect(server.changes()).toEqual([])
    expect(server.effects[0]).toEqual({
      op: 'put',
      identity: 'owner',
      bucket: 'b',
      keys: ['k'],
      bytes: 1,
      done: false,
      failed: 'SlowDown',
    })
  })

  it('can lose its reply, and has taken place all the same', async () => {
    const { server, store } = serve()
    server.after = (op) => {
      if (op === 'put') throw noAnswer({ op })
    }
    expect(await put(store, 'k').catch(codeOf)).toBe('unreachable')
    expect(await get(store, 'k')).toBe('k')
    expect(server.changes()).toMatchObject([{ op: 'put', keys: ['k'], done: true, failed: 'unreachable' }])
  })

  it('takes as long as it is told to, by the clock', async () => {
    const clock = new FakeClock(0)
    const { store } = serve({ clock, latency: 250 })
    await clock.run(put(store, 'k'))
    expect(clock.now()).toBe(250)
  })

  it('that is never answered ends when its signal aborts', async () => {
    const { server, store } = serve()
    server.before = () => new Promise(() => undefined)
    const stop = new AbortController()
    const listing = store.listPage({ bucket: 'b', prefix: '' }, stop.signal)
    stop.abort(new Error('enough'))
    await expect(listing).rejects.toThrow('enough')
  })

  it('for a listing can be answered with what is none', async () => {
    const { server, store } = serve()
    server.before = (op, bucket) => {
      if (op === 'listPage') throw listingNotProved({ op, bucket })
    }
    expect(await store.listPage({ bucket: 'b', prefix: '' }, unstopped).catch(codeOf)).toBe(
      'listing-not-proved',
    )
  })

  it('is refused to an identity that may not, the source of a copy included', async () => {
    const { server, store } = serve()
    await put(store, 'secret')
    await put(store, 'open')
    server.denied = (identity, op, _bucket, key) =>
      identity === 'guest' && (key === 'secret' || op === 'versioning' || (op === 'remove' && key === 'open'))
    const guest = server.connect('guest')
    expect(await get(guest, 'secret').catch(codeOf)).toBe('access-denied')
    const source = { bucket: 'b', key: 'secret' }
    const copied = guest.copy({ bucket: 'b', key: 'copy', source, sourceEtag: '' }, unstopped)
    expect(await copied.catch(codeOf)).toBe('access-denied')
    expect(await guest.versioning('b', unstopped)).toBe('unknown')
    const removed = await guest.removeMany('b', ['open', 'missing'], unstopped)
    expect(removed.map(({ key, error }) => [key, error?.code])).toEqual([
      ['open', 'access-denied'],
      ['missing', undefined],
    ])
    expect(await get(store, 'open')).toBe('open')
  })
})

describe('a body', () => {
  it('can arrive changed, or cut short, under the size that was announced', async () => {
    const { server, store } = serve()
    await put(store, 'k', 'abcdef')
    server.body = (_key, bytes) => bytes.map((byte, index) => (index === 2 ? byte ^ 1 : byte))
    expect(await get(store, 'k')).toBe('abbdef')
    server.body = (_key, bytes) => bytes.subarray(0, 3)
    expect(await get(store, 'k')).toBe('abc')
    const body = await store.get({ bucket: 'b', key: 'k' }, unstopped)
    expect(body.size).toBe(6)
    body.cancel()
  })

  it('can break off', async () => {
    const { server, store } = serve()
    await put(store, 'k', 'abcdef')
    server.body = async function* (_key, bytes) {
      await Promise.resolve()
      yield bytes.subarray(0, 2)
      throw noAnswer({ op: 'get' })
    }
    expect(await get(store, 'k').catch(codeOf)).toBe('unreachable')
    expect(server.openBodies).toBe(0)
  })

  it('is open until it is read, left, cancelled or stopped', async () => {
    const { server, store } = serve({ chunkSize: 2 })
    await put(store, 'k', 'abcdef')
    const stop = new AbortController()
    const bodies = [store, store, store, store].map((from) =>
      from.get({ bucket: 'b', key: 'k' }, stop.signal),
    )
    const [read, left, cancelled] = await Promise.all(bodies)
    expect(server.openBodies).toBe(4)
    for await (const chunk of read?.bytes ?? []) expect(chunk).toHaveLength(2)
    expect(server.openBodies).toBe(3)
    for await (const chunk of left?.bytes ?? []) if (chunk.length === 2) break
    expect(server.openBodies).toBe(2)
    cancelled?.cancel()
    cancelled?.cancel()
    expect(server.openBodies).toBe(1)
    stop.abort()
    expect(server.openBodies).toBe(0)
  })
})

describe('objects', () => {
  it('of a bucket with KMS have an ETag that is no digest', async () => {
    const { server, store } = serve()
    const bucket = server.buckets.get('b')
    if (bucket) bucket.encrypted = true
    expect(await put(store, 'k')).toMatchObject({ etagIsDigest: false })
    const head = await store.head({ bucket: 'b', key: 'k' }, unstopped)
    expect(head).toMatchObject({ etagIsDigest: false })
    expect(head?.etag).not.toBe(createHash('md5').update('k').digest('hex'))
  })

  it('in an archive can’t be read before they are restored', async () => {
    const { server, store } = serve()
    const archived = {
      bytes: Buffer.from('cold'),
      etag: 'e',
      etagIsDigest: true,
      metadata: {},
      storageClass: 'GLACIER',
    }
    server.buckets.get('b')?.write('k', archived)
    expect(await get(store, 'k').catch(codeOf)).toBe('archived')
    server.buckets.get('b')?.write('k', { ...archived, restored: true })
    expect(await get(store, 'k')).toBe('cold')
    const { entries } = await store.listPage({ bucket: 'b', prefix: '' }, unstopped)
    expect(entries).toMatchObject([{ key: 'k', storageClass: 'GLACIER', restored: true }])
  })

  it('leave a marker where versions are kept, and what was before it', async () => {
    const { server, store } = serve()
    const bucket = server.buckets.get('b')
    if (bucket) bucket.versioning = 'kept'
    await put(store, 'k', 'one')
    await put(store, 'k', 'two')
    await store.remove({ bucket: 'b', key: 'k' }, unstopped)
    const versions = bucket?.versions('k').map(({ marker, bytes }) => [marker, Buffer.from(bytes).toString()])
    expect(versions).toEqual([
      [false, 'one'],
      [false, 'two'],
      [true, ''],
    ])
    expect(bucket?.keys()).toEqual([])
    expect(bucket?.current('k')).toBeNull()
  })

  it('have one version called null while versions are suspended, beside those kept before', async () => {
    const { server, store } = serve()
    const bucket = server.buckets.get('b')
    if (bucket) bucket.versioning = 'kept'
    await put(store, 'k', 'kept')
    if (bucket) bucket.versioning = 'suspended'
    await put(store, 'k', 'first null')
    await put(store, 'k', 'second null')
    expect(bucket?.versions('k').map(({ versionId }) => versionId)).toEqual(['v1', 'null'])
    expect(await get(store, 'k')).toBe('second null')
  })
})

it('knows the uploads in progress', async () => {
  const { server, store } = serve()
  const { uploadId } = await store.startMultipart({ bucket: 'b', key: 'k' }, unstopped)
  expect(server.uploads()).toEqual([{ bucket: 'b', key: 'k', uploadId }])
  await store.abortMultipart({ bucket: 'b', key: 'k', uploadId }, unstopped)
  expect(server.uploads()).toEqual([])
})

it('dies, as radosgw does, of a part whose source is no valid escape', async () => {
  const { store } = serve({ quirks: 'radosgw' })
  const upload = {
    bucket: 'b',
    key: 'k',
    ...(await store.startMultipart({ bucket: 'b', key: 'k' }, unstopped)),
  }
  await put(store, '%zz')
  const source = { bucket: 'b', key: '%zz' }
  const part = store.copyPart({ ...upload, partNumber: 1, source, sourceEtag: '', from: 0, to: 0 }, unstopped)
  await expect(part).rejects.toThrow('radosgw dies')
})

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import { BufferPool } from '../../../../main/engine/running/buffer-pool.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { hashInline } from '../../../../main/engine/transfer/hashing.ts'
import { slotsOf } from '../../../fakes/slots.ts'
import { copy } from '../../../../main/engine/transfer/copy.ts'
import { keepDefault } from '../../../../main/engine/transfer/copy-job.ts'
import type { ObjectProperties } from '../../../../main/engine/s3/object-store.ts'
import type { TransferTools } from '../../../../main/engine/transfer/transfer.ts'
import { defaultTransferSettings } from '../../../../shared/transfer-settings.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { FakeLargeJournal } from '../../../fakes/large-journal.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import type { QuirksName } from '../../../fakes/s3-quirks.ts'
import { seededBytes } from '../../../fakes/seeded-random.ts'

const partSized = 8 * 1024 * 1024
const unstopped = new AbortController().signal
const nothing = (): void => undefined

function tools(): TransferTools {
  const world = createMemoryWorld()
  return {
    world,
    retry: createRetry(world),
    slots: slotsOf(8),
    buffers: new BufferPool({ budget: 1000, from: 1 }),
    hashing: hashInline,
    bandwidth: new Bandwidth(world.clock, null),
    multipart: defaultTransferSettings,
    onBytes: nothing,
    onKept: nothing,
    onTakeBack: nothing,
    onNotice: nothing,
    journal: new FakeLargeJournal(),
  }
}

function withObjects(quirks: QuirksName, objects: Readonly<Record<string, Uint8Array>>): MemoryS3 {
  const server = new MemoryS3({ quirks })
  const bucket = server.makeBucket('b')
  for (const [key, bytes] of Object.entries(objects)) {
    const etag = createHash('md5').update(bytes).digest('hex')
    bucket.write(key, { bytes, etag, etagIsDigest: true, metadata: {} })
  }
  return server
}

async function copied(server: MemoryS3, key: string): Promise<Uint8Array | undefined> {
  const { etag, bytes } = server.buckets.get('b')?.current(key) ?? { etag: '', bytes: new Uint8Array(0) }
  const job = {
    store: server.connect(),
    sourceStore: server.connect(),
    keeping: keepDefault,
    source: { bucket: 'b', key },
    sourceEtag: etag,
    size: bytes.length,
    target: { bucket: 'b', key: 'the copy' },
    expected: { kind: 'absent' },
    properties: {},
  } as const
  await copy(job, tools(), unstopped)
  return server.buckets.get('b')?.current('the copy')?.bytes
}

describe('a copy in parts', () => {
  // Where the key of a part's source is decoded twice, each of these is taken for the other, or kills the server.
  const misread = [
    ['a%2Bb', 'a+b'],
    ['100%', '100'],
    ['q?a+b', 'q?a b'],
    ['%zz', ''],
  ] as const

  it.each(misread)('of %j is of that object, also where that is read as %j', async (key, decoded) => {
    const meant = seededBytes(1, partSized)
    const server = withObjects('radosgw', { [decoded]: seededBytes(2, partSized), [key]: meant })
    expect(Buffer.compare((await copied(server, key)) ?? new Uint8Array(0), meant)).toBe(0)
    expect(server.effects.filter(({ op }) => op === 'copyPart')).toEqual([])
  })

  it('of any key goes by the server where keys are decoded once', async () => {
    for (const [key] of misread) {
      const server = withObjects('aws', { [key]: seededBytes(1, partSized) })
      await copied(server, key)
      expect(server.effects.map(({ op }) => op)).toContain('copyPart')
      expect(server.effects.map(({ op }) => op)).not.toContain('get')
    }
  })

  it('of a key with nothing to decode goes by the server everywhere', async () => {
    const server = withObjects('radosgw', { 'a b+c?d': seededBytes(1, partSized) })
    await copied(server, 'a b+c?d')
    expect(server.effects.map(({ op }) => op)).toContain('copyPart')
    expect(server.effects.map(({ op }) => op)).not.toContain('get')
  })
})

describe('properties that are given', () => {
  const given = {
    storageClass: 'STANDARD_IA',
    encryption: 'aws:kms',
    kmsKeyId: 'key-1',
    acl: 'bucket-owner-full-control',
  } as const

  /** What each write of a copy was asked for, besides what it has from its source. */
  async function asked(quirks: QuirksName, key: string, size: number, properties: ObjectProperties) {
    const bytes = seededBytes(1, size)
    const server = withObjects(quirks, {})
    const etag = createHash('md5').update(bytes).digest('hex')
    server.buckets.get('b')?.write(key, {
      bytes,
      etag,
      etagIsDigest: true,
      metadata: { colour: 'blue' },
      contentType: 'text/plain',
    })
    const store = server.connect()
    const writes: object[] = []
    const watched = new Proxy(store, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name)
        if (typeof value !== 'function') return value
        return (...args: readonly object[]): unknown => {
          if (name === 'copy' || name === 'startMultipart' || name === 'put') writes.push(args[0] ?? {})
          return Reflect.apply(value, of, args)
        }
      },
    })
    const source = { bucket: 'b', key }
    const target = { bucket: 'b', key: 'the copy' }
    const job = {
      store: watched,
      sourceStore: watched,
      keeping: keepDefault,
      source,
      sourceEtag: etag,
      size,
      target,
      properties,
    } as const
    await copy({ ...job, expected: { kind: 'absent' } }, tools(), unstopped)
    return { writes, copy: server.buckets.get('b')?.current('the copy') }
  }

  it.each([
    ['whole', 'aws', 'a', 10],
    ['by parts', 'aws', 'a', partSized],
    ['through this machine', 'radosgw', 'a%2Bb', partSized],
  ] as const)('go with a copy %s, with those of its source', async (_, quirks, key, size) => {
    const { writes, copy: made } = await asked(quirks, key, size, given)
    expect(writes).toMatchObject([given])
    expect(made).toMatchObject({ metadata: { colour: 'blue' }, contentType: 'text/plain' })
  })

  it.each([
    ['whole', 10],
    ['by parts', partSized],
  ] as const)('are none where none are given to a copy %s', async (_, size) => {
    const { writes } = await asked('aws', 'a', size, {})
    expect(writes).toHaveLength(1)
    for (const name of Object.keys(given)) expect(writes[0]).not.toHaveProperty(name)
  })

  it('leave annotations to a copy of an object onto itself, and to no other', async () => {
    const server = withObjects('aws', { a: seededBytes(1, 10) })
    const store = server.connect()
    const asked: object[] = []
    const watched = Object.assign(Object.create(store) as typeof store, {
      endpoint: store.endpoint,
      head: store.head.bind(store),
      copy: (...args: Parameters<typeof store.copy>) => {
        asked.push(args[0])
        return store.copy(...args)
      },
    })
    const source = { bucket: 'b', key: 'a' }
    const sourceEtag = server.buckets.get('b')?.current('a')?.etag ?? ''
    const job = { store: watched, sourceStore: watched, source, sourceEtag, size: 10, properties: given }
    const onto = { expected: { kind: 'any' }, keeping: keepDefault } as const
    await copy({ ...job, ...onto, target: source }, tools(), unstopped)
    await copy({ ...job, ...onto, target: { bucket: 'b', key: 'other' } }, tools(), unstopped)
    expect(asked.map((query) => 'keepAnnotations' in query)).toEqual([true, false])
  })

  it('come before those of the source', async () => {
    const { copy: made } = await asked('aws', 'a', partSized, { contentType: 'text/html' })
    expect(made).toMatchObject({ contentType: 'text/html', metadata: { colour: 'blue' } })
  })
})

import { expect, it } from 'vitest'
import { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import type { ObjectStore } from '../../../../main/engine/s3/object-store.ts'
import { hashInline } from '../../../../main/engine/transfer/hashing.ts'
import { putBytes } from '../../../../main/engine/transfer/put-bytes.ts'
import type { Expected } from '../../../../main/engine/transfer/transfer.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const unstopped = new AbortController().signal
const seen = { kind: 'as-seen', seen: { size: 3, modified: 0, etag: 'before' } } as const

/** A server on which a condition always fails, as radosgw's do in a versioned bucket. */
function put(quirks: 'aws' | 'radosgw', there: string | null, expected: Expected) {
  const server = new MemoryS3({ quirks })
  const bucket = server.makeBucket('b')
  const old = { bytes: Buffer.from('old'), etagIsDigest: true, metadata: {} }
  if (there !== null) bucket.write('k', { ...old, etag: there })
  const real = server.connect()
  const store: ObjectStore = Object.create(real, {
    put: {
      value: (query: Parameters<ObjectStore['put']>[0], signal: AbortSignal) =>
        query.ifMatch === undefined && query.ifAbsent === undefined
          ? real.put(query, signal)
          : Promise.reject(s3Error('PreconditionFailed', { op: 'put', bucket: 'b', key: 'k' })),
    },
    head: { value: real.head.bind(real) },
    endpoint: { value: real.endpoint },
  }) as ObjectStore
  const world = createMemoryWorld()
  const done = putBytes(
    { store, target: { bucket: 'b', key: 'k' }, properties: {}, expected },
    Buffer.from('new'),
    {
      hashing: hashInline,
      retry: createRetry(world),
      onBytes: () => undefined,
      onTakeBack: () => undefined,
      bandwidth: new Bandwidth(world.clock, null),
    },
    unstopped,
  )
  const now = (): string => Buffer.from(bucket.current('k')?.bytes ?? '').toString()
  return { done, now }
}

it.each<[string, string | null, Expected]>([
  ['what was seen', 'before', seen],
  ['nothing, as was seen', null, { kind: 'absent' }],
])('where conditions don’t work and %s is there, it is written', async (_case, there, expected) => {
  const { done, now } = put('radosgw', there, expected)
  expect(await done).toMatchObject({ proof: 'hash' })
  expect(now()).toBe('new')
})

it.each<[string, 'aws' | 'radosgw', string | null, Expected]>([
  ['another object is there', 'radosgw', 'after', seen],
  ['an object has come', 'radosgw', 'after', { kind: 'absent' }],
  ['the object has gone', 'radosgw', null, seen],
  ['Amazon itself says no', 'aws', 'before', seen],
])('where %s, it is left as it is', async (_case, quirks, there, expected) => {
  const { done, now } = put(quirks, there, expected)
  await expect(done).rejects.toMatchObject({ code: 'changed' })
  expect(now()).toBe(there === null ? '' : 'old')
})

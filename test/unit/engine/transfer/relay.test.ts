import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import { BufferPool } from '../../../../main/engine/running/buffer-pool.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { hashInline } from '../../../../main/engine/transfer/hashing.ts'
import { slotsOf } from '../../../fakes/slots.ts'
import { keepDefault } from '../../../../main/engine/transfer/copy-job.ts'
import { relay } from '../../../../main/engine/transfer/relay.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { FakeLargeJournal } from '../../../fakes/large-journal.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

/** An object of so many bytes goes from one server to another in parts of eight; the first `spoilt` reads have a bit flipped. */
async function relayed(size: number, spoilt: number) {
  const world = createMemoryWorld()
  const [near, far] = [
    new MemoryS3({ clock: world.clock }),
    new MemoryS3({ clock: world.clock, smallestPart: 1 }),
  ]
  const from = near.makeBucket('from')
  const to = far.makeBucket('to')
  const bytes = Uint8Array.from({ length: size }, (_, i) => i)
  from.write('k', { bytes, etag: md5(bytes), etagIsDigest: true, metadata: {} })
  let reads = 0
  near.body = (_, sent) => (reads++ < spoilt ? sent.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) : sent)
  let counted = 0
  const work = relay(
    {
      store: far.connect(),
      sourceStore: near.connect(),
      source: { bucket: 'from', key: 'k' },
      sourceEtag: md5(bytes),
      size,
      target: { bucket: 'to', key: 'k' },
      expected: { kind: 'absent' },
      properties: {},
      keeping: keepDefault,
    },
    {
      world,
      retry: createRetry(world),
      slots: slotsOf(4),
      buffers: new BufferPool({ budget: 1000, from: 1 }),
      hashing: hashInline,
      bandwidth: new Bandwidth(world.clock, null),
      multipart: { multipartThreshold: 9, multipartChunksize: 8, smallestPart: 1 },
      onBytes: (count) => (counted += count),
      onKept: () => undefined,
      onTakeBack: (count) => (counted -= count),
      onNotice: () => undefined,
      journal: new FakeLargeJournal(),
    },
    new AbortController().signal,
  ).catch((error: unknown) => error)
  const done = await world.clock.run(work)
  return { done, bytes, now: to.current('k')?.bytes, uploads: far.uploads(), counted: () => counted }
}

describe.each([
  ['nothing', 0],
  ['one piece', 7],
  ['parts', 30],
])('an object of %s', (_, size) => {
  test('arrives as it is, proved against its source', async () => {
    const { done, bytes, now, counted } = await relayed(size, 0)
    expect(done).toMatchObject({ proof: 'hash', bytes: size })
    expect(now).toEqual(bytes)
    expect(counted()).toBe(size)
  })
})

describe.each([
  ['one piece', 7],
  ['parts', 30],
])('an object of %s whose bytes are spoilt on the way here', (_, size) => {
  test('is read anew before it becomes an object, and counted once', async () => {
    const { done, bytes, now, uploads, counted } = await relayed(size, 1)
    expect(done).toMatchObject({ proof: 'hash' })
    expect(now).toEqual(bytes)
    expect(uploads).toEqual([])
    expect(counted()).toBe(size)
  })

  test('again and again never becomes an object', async () => {
    const { done, now, uploads } = await relayed(size, Infinity)
    expect(done).toMatchObject({ code: 'integrity', subject: 's3://from/k' })
    expect(now).toBeUndefined()
    expect(uploads).toEqual([])
  })
})

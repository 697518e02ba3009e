import { describe, expect, test } from 'vitest'
import type { ObjectProperties, ObjectStore } from '../../../../main/engine/s3/object-store.ts'
import { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { slotsOf } from '../../../fakes/slots.ts'
import { hashInline } from '../../../../main/engine/transfer/hashing.ts'
import { md5 } from '../../../fakes/memory-s3-upload.ts'
import { BufferPool } from '../../../../main/engine/running/buffer-pool.ts'
import { sendParts } from '../../../../main/engine/transfer/multipart.ts'
import type { TransferTools } from '../../../../main/engine/transfer/transfer.ts'
import { FakeLargeJournal } from '../../../fakes/large-journal.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import type { QuirksName } from '../../../fakes/s3-quirks.ts'
import { seededBytes } from '../../../fakes/seeded-random.ts'

/** Four parts of 8 bytes and one of 3. */
const bytes = seededBytes(1, 35)
const never = new AbortController().signal

interface Scene {
  readonly server: MemoryS3
  readonly store: ObjectStore
  readonly journal: FakeLargeJournal
  /** Bytes that were told to be there already. */
  kept(): number
  send(content?: Uint8Array, properties?: ObjectProperties, signal?: AbortSignal): Promise<unknown>
}

function scene(quirks: QuirksName = 'aws'): Scene {
  const world = createMemoryWorld()
  const server = new MemoryS3({ clock: world.clock, smallestPart: 1, quirks })
  server.makeBucket('b')
  const store = server.connect()
  const journal = new FakeLargeJournal()
  let kept = 0
  const tools: TransferTools = {
    world,
    retry: createRetry(world),
    slots: slotsOf(4),
    buffers: new BufferPool({ budget: 1000, from: 1 }),
    hashing: hashInline,
    bandwidth: new Bandwidth(world.clock, null),
    multipart: { multipartThreshold: 9, multipartChunksize: 8, smallestPart: 1 },
    onBytes: () => undefined,
    onKept: (count) => (kept += count),
    onTakeBack: () => undefined,
    onNotice: () => undefined,
    journal,
  }
  const send: Scene['send'] = (content = bytes, properties = {}, signal = never) =>
    world.clock.run(
      sendParts(
        {
          store,
          target: { bucket: 'b', key: 'k' },
          properties,
          expected: { kind: 'absent' },
          size: content.length,
          readPart: ({ from, size }, into) => {
            into.set(content.subarray(from, from + size))
            return Promise.resolve()
          },
          beforeFinish: () => Promise.resolve(),
        },
        tools,
        signal,
      ).catch((error: unknown) => error),
    )
  return { server, store, journal, kept: () => kept, send }
}

/** A run that sends three of the parts and is killed: nothing of it is aborted. */
async function killedAfterThreeParts({ server, journal, send }: Scene, properties: ObjectProperties = {}) {
  let sent = 0
  server.before = (op) => {
    if (op === 'putPart' && ++sent > 3) throw new Error('Killed.')
    if (op === 'abortMultipart') throw new Error('Killed.')
  }
  await send(bytes, properties)
  server.before = undefined
  server.effects.length = 0
  journal.left.push(...journal.uploads.splice(0))
}

const done = ({ server }: Scene) => server.effects.filter((effect) => effect.done).map(({ op }) => op)
const partsSent = (set: Scene) => done(set).filter((op) => op === 'putPart').length

describe('an upload that a killed run has left', () => {
  test.each(['aws', 'radosgw'] as const)('goes on with the parts that are missing, on %s', async (quirks) => {
    const set = scene(quirks)
    await killedAfterThreeParts(set)
    expect(await set.send()).toMatchObject({ proof: 'hash', bytes: 35, kept: 24 })
    expect(partsSent(set)).toBe(2)
    expect(done(set)).not.toContain('startMultipart')
    expect(set.kept()).toBe(24)
    expect(set.server.buckets.get('b')?.current('k')?.bytes).toEqual(bytes)
    expect([set.server.uploads(), set.journal.uploads]).toEqual([[], []])
  })

  test('sends anew the parts whose bytes are others now', async () => {
    const set = scene()
    await killedAfterThreeParts(set)
    const edited = Uint8Array.from(bytes)
    edited[9] = (bytes[9] ?? 0) ^ 1
    expect(await set.send(edited)).toMatchObject({ proof: 'hash', kept: 16 })
    expect(partsSent(set)).toBe(3)
    expect(set.server.buckets.get('b')?.current('k')?.bytes).toEqual(edited)
  })

  test.each<[string, (set: Scene) => void, number, ObjectProperties?]>([
    ['begun with other properties', () => undefined, 35, { contentType: 'text/plain' }],
    ['that the server knows no more', (set) => set.server.buckets.get('b')?.uploads.clear(), 35],
    ['with more parts than the file has now', () => undefined, 11],
    [
      'whose parts may not be listed',
      (set) => {
        set.server.denied = (_, op) => op === 'listParts'
      },
      35,
    ],
  ])('%s is aborted, and a new one begun', async (_, change, size, properties = {}) => {
    const set = scene('radosgw')
    await killedAfterThreeParts(set)
    change(set)
    const now = bytes.subarray(0, size)
    expect(await set.send(now, properties)).toEqual({
      proof: 'hash',
      bytes: size,
      etag: expect.any(String) as string,
      heldBy: 'look',
    })
    expect(done(set)).toContain('abortMultipart')
    expect(done(set)).toContain('startMultipart')
    expect(set.server.buckets.get('b')?.current('k')?.bytes).toEqual(Uint8Array.from(now))
    expect([set.server.uploads(), set.journal.uploads]).toEqual([[], []])
  })

  test('is one of several: one goes on, the others are aborted', async () => {
    const set = scene()
    await killedAfterThreeParts(set, { contentType: 'text/plain' })
    const older = set.journal.left.splice(0)
    await killedAfterThreeParts(set)
    expect(set.server.uploads()).toHaveLength(2)
    set.journal.left.push(...older)
    expect(await set.send()).toMatchObject({ kept: 24 })
    expect(set.server.uploads()).toEqual([])
    expect(set.journal.uploads).toEqual([])
  })

  test('is aborted where this run is stopped while it asks for its parts', async () => {
    const set = scene()
    await killedAfterThreeParts(set)
    const stop = new AbortController()
    set.server.before = (op) => {
      if (op === 'listParts') stop.abort(new Error('Stopped.'))
    }
    expect(await set.send(bytes, {}, stop.signal)).toEqual(new Error('Stopped.'))
    expect([set.server.uploads(), set.journal.uploads]).toEqual([[], []])
  })
})

test('no digest of a part that is listed is taken on trust', async () => {
  const set = scene()
  await killedAfterThreeParts(set)
  for (const upload of set.server.buckets.get('b')?.uploads.values() ?? []) {
    const part = upload.parts.get(2)
    if (part) upload.parts.set(2, { ...part, etag: Buffer.from(md5(bytes)).toString('hex') })
  }
  expect(await set.send()).toMatchObject({ kept: 16 })
})

import { expect, test } from 'vitest'
import type { ObjectStore, Written } from '../../../../main/engine/s3/object-store.ts'
import { probeHabits } from '../../../../main/engine/s3/probe-habits.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { quirksOf, type Quirks } from '../../../fakes/s3-quirks.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const never = new AbortController().signal

function setUp(quirks: Partial<Quirks>, versioning: 'gone' | 'kept' = 'gone') {
  const s3 = new MemoryS3({ quirks: { ...quirksOf.aws, aws: false, ...quirks }, smallestPart: 1 })
  const bucket = s3.makeBucket('b')
  bucket.versioning = versioning
  const store = s3.connect()
  const probeBy = (by: ObjectStore) =>
    probeHabits({ store: by, storeWithChecksums: store, bucket: 'b', mark: 'x' }, never)
  const probe = () => probeBy(store)
  const learnt = () =>
    Object.fromEntries(
      Object.entries(s3.habits.of('http://memory')).map(([name, { value }]) => [name, value]),
    )
  return { s3, bucket, store, probe, probeBy, learnt }
}

const all = (value: string) => ({
  create: value,
  replace: value,
  finishNew: value,
  finishOver: value,
  copyNew: value,
  copyOver: value,
  copyFrom: value,
})

test.each<[string, Partial<Quirks>, object]>([
  ['holds conditions', {}, all('held')],
  ['takes none', { takesConditions: false }, all('refused')],
  [
    'ignores them',
    {
      honoursPutConditions: false,
      honoursFinishConditions: false,
      honoursCopyConditions: false,
      honoursSourceEtag: false,
    },
    all('ignored'),
  ],
  ['is radosgw', quirksOf.radosgw, { ...all('ignored'), create: 'held', replace: 'held' }],
])('a server that %s is known for it afterwards', async (_, quirks, expected) => {
  const { probe, learnt } = setUp(quirks)
  await probe()
  expect(learnt()).toEqual(expected)
})

/** The same store, with other answers to some calls. */
const answering = (store: ObjectStore, others: Partial<ObjectStore>): ObjectStore =>
  new Proxy(store, {
    get: (of, name: keyof ObjectStore) => {
      const own: unknown = others[name] ?? of[name]
      return typeof own === 'function' && others[name] === undefined ? (own.bind(of) as unknown) : own
    },
  })

test.each([
  ['finishMultipart', 'ifAbsent', 'finishNew'],
  ['finishMultipart', 'ifMatch', 'finishOver'],
  ['copy', 'ifAbsent', 'copyNew'],
  ['copy', 'ifMatch', 'copyOver'],
] as const)('a server whose %s ignores %s alone is known for that', async (call, condition, habit) => {
  const { store, probeBy, learnt } = setUp({})
  const send = store[call].bind(store) as (query: object, signal: AbortSignal) => Promise<Written>
  const ignoring = (query: object) => send({ ...query, [condition]: undefined }, never)
  await probeBy(answering(store, { [call]: ignoring }))
  expect(learnt()).toEqual({ ...all('held'), [habit]: 'ignored' })
})

test.each(['gone', 'kept'] as const)('what is in the bucket stays, versions are %s', async (versioning) => {
  const { bucket, probe } = setUp({}, versioning)
  bucket.write('.sluice-probe-x-of-mine', {
    bytes: Buffer.from('mine'),
    etag: 'e',
    etagIsDigest: false,
    metadata: {},
  })
  await probe()
  expect(bucket.keys()).toEqual(['.sluice-probe-x-of-mine'])
})

test('a server on which If-Match always fails is not known to hold it', async () => {
  const { bucket, store, probeBy, learnt } = setUp({})
  const put: ObjectStore['put'] = (query, signal) =>
    query.ifMatch === undefined
      ? store.put(query, signal)
      : Promise.reject(s3Error('PreconditionFailed', { op: 'put', bucket: 'b' }))
  await probeBy(answering(store, { put }))
  expect({ ...learnt(), replace: 'held' }).toEqual(all('held'))
  expect(learnt()).not.toHaveProperty('replace')
  expect(bucket.keys()).toEqual([])
})

test('where objects may only be written, it is known how they are created', async () => {
  const { s3, probe, learnt } = setUp({})
  s3.denied = (_, op) => op === 'head' || op === 'copy'
  await expect(probe()).rejects.toMatchObject({ code: 'access-denied' })
  expect(learnt()).toEqual({ create: 'held' })
})

test('a bucket that may not be written to says so, and nothing is learnt', async () => {
  const { s3, probe, learnt } = setUp({})
  s3.denied = (_, op) => op === 'put'
  await expect(probe()).rejects.toMatchObject({ code: 'access-denied' })
  expect(learnt()).toEqual({})
})

test('Amazon’s own are known, and not written to', async () => {
  const { s3, probe } = setUp({ aws: true })
  await probe()
  expect(s3.effects).toEqual([])
})

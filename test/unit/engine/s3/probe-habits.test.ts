import { describe, expect, test } from 'vitest'
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
  const probe = () => probeHabits({ store, storeWithChecksums: store, bucket: 'b', mark: 'x' }, never)
  const learnt = () =>
    Object.fromEntries(
      Object.entries(s3.habits.of('http://memory')).map(([name, { value }]) => [name, value]),
    )
  return { s3, bucket, store, probe, learnt }
}

const all = (value: string) => ({
  create: value,
  replace: value,
  finishNew: value,
  copyNew: value,
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

describe.each(['gone', 'kept'] as const)('where versions are %s', (versioning) => {
  test('nothing of it is left', async () => {
    const { s3, bucket, store, probe } = setUp({}, versioning)
    await probe()
    expect([bucket.keys(), s3.uploads()]).toEqual([[], []])
    expect((await store.listVersions({ bucket: 'b', prefix: '' }, never)).versions).toEqual([])
  })

  test('nothing of it is left where it failed half way', async () => {
    const { s3, bucket, store, probe } = setUp({}, versioning)
    s3.before = (op, b) => {
      if (op === 'finishMultipart') throw s3Error('InternalError', { op, bucket: b })
    }
    await expect(probe()).rejects.toMatchObject({ code: 'server-failed' })
    expect([bucket.keys(), s3.uploads()]).toEqual([[], []])
    expect((await store.listVersions({ bucket: 'b', prefix: '' }, never)).versions).toEqual([])
  })
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
  const { s3, store, learnt } = setUp({})
  const failing = Object.create(store, {
    put: {
      value: (query: Parameters<typeof store.put>[0], signal: AbortSignal) =>
        query.ifMatch === undefined
          ? store.put(query, signal)
          : Promise.reject(s3Error('PreconditionFailed', { op: 'put', bucket: 'b' })),
    },
    ...Object.fromEntries(
      (
        [
          'copy',
          'startMultipart',
          'putPart',
          'finishMultipart',
          'abortMultipart',
          'versioning',
          'remove',
        ] as const
      ).map((name) => [name, { value: store[name].bind(store) }]),
    ),
    endpoint: { value: store.endpoint },
  }) as typeof store
  await probeHabits({ store: failing, storeWithChecksums: store, bucket: 'b', mark: 'x' }, never)
  expect(learnt()).toEqual({ create: 'held', finishNew: 'held', copyNew: 'held', copyFrom: 'held' })
  expect(s3.buckets.get('b')?.keys()).toEqual([])
})

test('what can’t be removed is named', async () => {
  const { s3, probe } = setUp({})
  s3.denied = (_, op) => op === 'remove'
  await expect(probe()).rejects.toMatchObject({
    code: 'access-denied',
    subject: 's3://b/.sluice-probe-x, s3://b/.sluice-probe-x-copy',
  })
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

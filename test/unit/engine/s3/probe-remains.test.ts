import { describe, expect, test } from 'vitest'
import { probeHabits } from '../../../../main/engine/s3/probe-habits.ts'
import { MemoryS3, type S3Op } from '../../../fakes/memory-s3.ts'
import { quirksOf } from '../../../fakes/s3-quirks.ts'
import { s3Error, type S3Code } from '../../../fakes/s3-error.ts'

const never = new AbortController().signal
const [one, copy] = ['.sluice-probe-x', '.sluice-probe-x-copy']

function setUp(versioning: 'gone' | 'kept' = 'gone') {
  const s3 = new MemoryS3({ quirks: { ...quirksOf.aws, aws: false }, smallestPart: 1 })
  const bucket = s3.makeBucket('b')
  bucket.versioning = versioning
  const store = s3.connect()
  const logged: object[] = []
  const log = { write: (event: object) => logged.push(event) }
  const probe = () => probeHabits({ store, storeWithChecksums: store, bucket: 'b', mark: 'x', log }, never)
  const deny = (...ops: S3Op[]) => (s3.denied = (_, op) => ops.includes(op))
  /** Its first request of a kind fails; with `after`, once it has taken place. */
  const failFirst = (op: S3Op, when: 'before' | 'after' = 'before', code: S3Code = 'InternalError') => {
    let failed = false
    s3[when] = (asked, b) => {
      if (asked !== op || failed) return
      failed = true
      throw s3Error(code, { op, bucket: b })
    }
  }
  const left = () => [
    ...new Set(bucket.allKeys().filter((key) => bucket.versions(key).length > 0)),
    ...s3.uploads(),
  ]
  return { s3, store, probe, deny, failFirst, left, logged }
}

describe.each(['gone', 'kept'] as const)('where versions are %s', (versioning) => {
  test('nothing of a probe is left', async () => {
    const { probe, left } = setUp(versioning)
    await probe()
    expect(left()).toEqual([])
  })

  test.each<[S3Op, 'before' | 'after']>([
    ['put', 'after'],
    ['copy', 'after'],
    ['startMultipart', 'after'],
    ['putPart', 'before'],
    ['finishMultipart', 'before'],
    ['finishMultipart', 'after'],
  ])('nothing is left where its first %s failed, %s it took place', async (op, when) => {
    const { probe, failFirst, left } = setUp(versioning)
    failFirst(op, when)
    await expect(probe()).rejects.toMatchObject({ code: 'server-failed' })
    expect(left()).toEqual([])
  })
})

test('where nothing was written, nothing is cleared away, and the error is the one of the write', async () => {
  const { s3, probe, deny } = setUp()
  deny('put', 'remove')
  await expect(probe()).rejects.toMatchObject({
    code: 'access-denied',
    message: 'put was answered AccessDenied.',
  })
  expect(s3.effects.map(({ op }) => op)).toEqual(['put'])
})

test('what can’t be removed is named, and logged', async () => {
  const { probe, deny, logged } = setUp()
  deny('remove')
  await expect(probe()).rejects.toMatchObject({
    code: 'access-denied',
    subject: `s3://b/${one}, s3://b/${copy}`,
  })
  const why = 'remove was answered AccessDenied.'
  expect(logged).toEqual([one, copy].map((key) => ({ what: 'probe-left-behind', bucket: 'b', key, why })))
})

test('it is named beside what the probe failed with first', async () => {
  const { probe, deny, failFirst } = setUp()
  deny('remove')
  failFirst('copy', 'before', 'SlowDown')
  const error: unknown = await probe().catch((failed: unknown) => failed)
  expect(error).toMatchObject({ code: 'slow-down', message: 'copy was answered SlowDown.' })
  expect((error as { advice: string }).advice).toContain(`s3://b/${one}, s3://b/${copy}`)
})

test.each<[S3Op, string[]]>([
  ['remove', [one]],
  ['abortMultipart', []],
])('one %s that fails leaves nothing else', async (op, stays) => {
  const { probe, failFirst, left, s3 } = setUp()
  failFirst(op)
  await expect(probe()).rejects.toMatchObject({ code: 'server-failed', subject: `s3://b/${one}` })
  expect(left()).toEqual([...stays, ...s3.uploads()])
  expect(s3.uploads().length).toBeLessThan(2)
})

test('versions that are known to be kept and can’t be listed stay, whatever the deletes say', async () => {
  const { store, probe, deny } = setUp('kept')
  const remove = store.remove.bind(store)
  store.remove = async (query, signal) => {
    await remove(query, signal)
    return {}
  }
  deny('listVersions')
  await expect(probe()).rejects.toThrow('Its versions stay')
})

describe('where nobody may ask whether versions are kept', () => {
  test('they are removed where they can be listed', async () => {
    const { probe, deny, left } = setUp('kept')
    deny('versioning')
    await probe()
    expect(left()).toEqual([])
  })

  test('it is said that they stay where they can’t', async () => {
    const { probe, deny } = setUp('kept')
    deny('versioning', 'listVersions')
    const error: unknown = await probe().catch((failed: unknown) => failed)
    expect(error).toMatchObject({ code: 'access-denied', subject: `s3://b/${one}, s3://b/${copy}` })
    expect(String(error)).toContain('Its versions stay')
  })

  test('nothing is said where the deletes show that there are none', async () => {
    const { probe, deny, left } = setUp()
    deny('versioning', 'listVersions')
    await probe()
    expect(left()).toEqual([])
  })
})

import { describe, expect, test, vi } from 'vitest'
import { ExpiredCredentials } from '../../../../main/engine/running/expired-credentials.ts'
import { PauseSwitch } from '../../../../main/engine/running/pause-switch.ts'
import { renewingSides } from '../../../../main/engine/running/renewing-store.ts'
import type { ObjectStore } from '../../../../main/engine/s3/object-store.ts'
import type { LocalSide, S3Side } from '../../../../main/engine/side.ts'
import type { SideName } from '../../../../shared/job.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { RecordingLog } from '../../../fakes/memory-world.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const never = new AbortController().signal
const noCount = { onRequest: (): void => undefined, onReply: (): void => undefined }
const folder: LocalSide = { kind: 'local', root: '/home' }

function setUp() {
  const s3 = new MemoryS3()
  s3.makeBucket('b')
  const asked: (readonly SideName[])[] = []
  const expired = new ExpiredCredentials(new PauseSwitch(), new RecordingLog(), ({ sides }) => {
    asked.push(sides)
    return Promise.resolve('go-on')
  })
  const side = (identity: string): S3Side => ({
    kind: 's3',
    store: s3.connect(identity),
    bucket: 'b',
    prefix: '',
  })
  return { s3, asked, expired, side }
}

describe('the sides of a run', () => {
  test('that share a store go on sharing one', () => {
    const { expired, side } = setUp()
    const one = side('me')
    const { source, destination } = renewingSides(one, { ...one, bucket: 'c' }, expired, noCount)
    expect(destination).toMatchObject({ kind: 's3', bucket: 'c' })
    if (destination.kind === 's3') expect(destination.store).toBe(source.store)
  })

  test('that have two are renewed one by one, by the name of the side', async () => {
    const { s3, asked, expired, side } = setUp()
    const { source, destination } = renewingSides(side('a'), side('b'), expired, noCount)
    s3.before = (op, bucket) => {
      if (s3.effects.filter((effect) => effect.op === op).length === 0)
        throw s3Error('ExpiredToken', { op, bucket })
    }
    await source.store.head({ bucket: 'b', key: 'k' }, never)
    if (destination.kind === 's3') await destination.store.listPage({ bucket: 'b', prefix: '' }, never)
    expect(asked).toEqual([['source'], ['destination']])
  })

  test('that are folders stay as they are', () => {
    const { expired, side } = setUp()
    const { destination } = renewingSides(side('a'), folder, expired, noCount)
    expect(destination).toBe(folder)
  })
})

type Calls = Record<string, (...given: readonly unknown[]) => Promise<unknown>>

const twoThenSignal = new Set(['removeMany', 'setTags'])
const withoutRequest = new Set(['constructor', 'close', 'presign'])
const signalAlone = new Set(['listBuckets'])

test('every call of a store waits for new credentials and is then made again as it was; each is counted, and its reply told of', async () => {
  const { expired, side } = setUp()
  const real = side('me')
  const names = [
    ...new Set(
      Object.getOwnPropertyNames(Object.getPrototypeOf(real.store)).filter(
        (name) => !withoutRequest.has(name),
      ),
    ),
  ]
  const calls = Object.fromEntries(
    names.map((name) => [
      name,
      vi
        .fn<(...given: readonly unknown[]) => Promise<unknown>>()
        .mockRejectedValueOnce(s3Error('ExpiredToken', { op: name }))
        .mockResolvedValue('done'),
    ]),
  )
  const [count, onReply] = [vi.fn<(operation: string) => void>(), vi.fn<() => void>()]
  const store = { endpoint: real.store.endpoint, ...calls } as unknown as ObjectStore
  const { source } = renewingSides({ ...real, store }, folder, expired, { onRequest: count, onReply })
  for (const name of names) {
    count.mockClear()
    onReply.mockClear()
    const given =
      name === 'bucketSetting'
        ? ['b', 'encryption']
        : [{}, ['k']].slice(0, signalAlone.has(name) ? 0 : twoThenSignal.has(name) ? 2 : 1)
    expect(await (source.store as unknown as Calls)[name]?.(...given, never), name).toBe('done')
    expect(calls[name]?.mock.calls, name).toEqual([
      [...given, never],
      [...given, never],
    ])
    expect(
      [count, onReply].map(({ mock }) => mock.calls.length),
      name,
    ).toEqual([2, 1])
    expect(count.mock.calls[0]?.[0], name).toMatch(/^[A-Z][A-Za-z]+(V2)?$/)
  }
  expect(names).toHaveLength(22)
})

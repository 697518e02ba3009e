import { expect, test } from 'vitest'
import { amazonsHabits, habitsAt, habitsInMemory } from '../../../../main/engine/s3/endpoint-habits.ts'
import { tryStore } from '../../../../main/services/connections/try-store.ts'
import { SluiceError, type ErrorCode } from '../../../../shared/errors.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const { signal } = new AbortController()

const clock = new FakeClock()
const seen = clock.now()
const habits = habitsInMemory({ 'http://h': { create: { value: 'held', seen } } })
const endpoint = {
  label: 'http://h',
  aws: false,
  habits: habitsAt('http://h', habits, { clock }),
}

const refusing = (code: ErrorCode, status?: number) => ({
  endpoint,
  listBuckets: () =>
    Promise.reject(
      new SluiceError({
        code,
        message: 'No.',
        s3: { operation: 'ListBuckets', ...(status === undefined ? {} : { status }) },
      }),
    ),
})

test('keys that see buckets work', async () => {
  const tried = await tryStore({ endpoint, listBuckets: () => Promise.resolve(['a', 'b']) }, signal)
  expect(tried).toEqual({
    answers: true,
    accepted: true,
    buckets: 2,
    error: null,
    habits: { create: { value: 'held', seen } },
    writing: null,
  })
})

test('of Amazon’s own there are no habits to be told of', async () => {
  const amazon = { label: 'https://s3.amazonaws.com', aws: true, habits: amazonsHabits }
  const tried = await tryStore({ endpoint: amazon, listBuckets: () => Promise.resolve([]) }, signal)
  expect(tried.habits).toBeNull()
})

test.each<[ErrorCode, number | undefined, boolean, boolean, boolean]>([
  ['access-denied', 403, true, true, false],
  ['credentials-refused', 403, true, false, true],
  ['request-refused', 400, true, false, true],
  ['unreachable', undefined, false, false, true],
  ['stalled', undefined, false, false, true],
])(
  '%s with status %s: answers %s, accepted %s, an error is told %s',
  async (code, status, answers, accepted, told) => {
    const tried = await tryStore(refusing(code, status), signal)
    expect(tried).toMatchObject({ answers, accepted, buckets: null })
    expect(tried.error?.code).toBe(told ? code : undefined)
  },
)

test('what is a bug of ours is not told as the server’s', async () => {
  const broken = { endpoint, listBuckets: () => Promise.reject(new TypeError('x')) }
  await expect(tryStore(broken, signal)).rejects.toThrow(TypeError)
})

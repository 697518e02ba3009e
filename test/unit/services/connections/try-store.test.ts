import { expect, test } from 'vitest'
import { tryStore } from '../../../../main/services/connections/try-store.ts'
import { SluiceError, type ErrorCode } from '../../../../shared/errors.ts'

const { signal } = new AbortController()

const refusing = (code: ErrorCode, status?: number) => ({
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
  const tried = await tryStore({ listBuckets: () => Promise.resolve(['a', 'b']) }, signal)
  expect(tried).toEqual({ answers: true, accepted: true, buckets: 2, error: null })
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
  const broken = { listBuckets: () => Promise.reject(new TypeError('x')) }
  await expect(tryStore(broken, signal)).rejects.toThrow(TypeError)
})

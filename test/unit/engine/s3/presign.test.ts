import { expect, test } from 'vitest'
import type { PresignedRequest } from '../../../../main/engine/s3/data-plane.ts'
import { presign } from '../../../../main/engine/s3/presign.ts'
import type { S3Connection } from '../../../../main/engine/s3/s3-connection.ts'

const never = new AbortController().signal
const signed = Date.UTC(2026, 5, 1)
const keys = { accessKeyId: 'A', secretAccessKey: 'S' }

const made = (request: PresignedRequest): Promise<unknown> =>
  presign(
    { presign: () => Promise.resolve(request) } as unknown as S3Connection,
    { bucket: 'b', key: 'k', expiresIn: 3600 },
    never,
  )
const within = (credentials: object): Promise<unknown> =>
  made({ url: 'https://x', signed, credentials: { ...keys, ...credentials } })

test.each([
  [{}, { until: signed + 3_600_000, endsBy: 'asked' }],
  [{ sessionToken: 't' }, { until: signed + 3_600_000, endsBy: 'unknown' }],
  [
    { sessionToken: 't', expiration: new Date(signed + 60_000) },
    { until: signed + 60_000, endsBy: 'credentials' },
  ],
  [
    { sessionToken: 't', expiration: new Date(signed + 7_200_000) },
    { until: signed + 3_600_000, endsBy: 'asked' },
  ],
])('with credentials %j a link ends so', async (credentials, expected) => {
  expect(await within(credentials)).toMatchObject(expected)
})

test('where nothing is signed there is no link', async () => {
  await expect(made({ url: null })).rejects.toMatchObject({ code: 'usage' })
})

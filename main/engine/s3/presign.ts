import { SluiceError } from '../../../shared/errors.ts'
import { addressOf, type CallName } from './call-name.ts'
import type { Presigned, PresignQuery } from './object-store.ts'
import type { S3Connection } from './s3-connection.ts'

/**
 * An address by which anybody can read an object.
 *
 * | credentials                        | it ends                          |
 * |------------------------------------|----------------------------------|
 * | lasting                            | when it was asked to             |
 * | temporary, ending after that       | when it was asked to             |
 * | temporary, ending before           | when they do                     |
 * | temporary, when they end not known | when it was asked to, or before  |
 */
export async function presign(
  connection: S3Connection,
  { bucket, key, versionId, expiresIn }: PresignQuery,
  signal: AbortSignal,
): Promise<Presigned> {
  const call: CallName = { operation: 'GetObject', bucket, key }
  const request = { method: 'GET', key, query: versionId === undefined ? {} : { versionId } } as const
  const made = await connection.presign(call, request, expiresIn, signal)
  if (made.url === null) throw noLink(call)
  const asked = made.signed + expiresIn * 1000
  const { sessionToken = '', expiration } = made.credentials
  if (sessionToken === '') return { url: made.url, until: asked, endsBy: 'asked' }
  if (expiration === undefined) return { url: made.url, until: asked, endsBy: 'unknown' }
  const end = expiration.getTime()
  return { url: made.url, until: Math.min(asked, end), endsBy: end < asked ? 'credentials' : 'asked' }
}

const noLink = (call: CallName): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `No link can be made to ${addressOf(call)}: its requests are not signed, or in a way that no address can hold.`,
    subject: addressOf(call),
    advice:
      'Use a connection with keys, and the bucket itself: not a directory bucket, nor an access point of several regions.',
    s3: call,
  })

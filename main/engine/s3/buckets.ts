import { GetBucketVersioningCommand, ListBucketsCommand } from '@aws-sdk/client-s3'
import { SluiceError } from '../../../shared/errors.ts'
import type { S3Connection } from './s3-connection.ts'

/** Names of this identity's buckets, as the server orders them. */
export async function listBuckets(connection: S3Connection, signal: AbortSignal): Promise<string[]> {
  const names: string[] = []
  const seen = new Set<string>()
  let token: string | undefined
  do {
    const page = await connection.call({ operation: 'ListBuckets' }, signal, (client, wireCall) =>
      client.send(new ListBucketsCommand(token === undefined ? {} : { ContinuationToken: token }), wireCall),
    )
    for (const { Name } of page.Buckets ?? []) if (Name !== undefined) names.push(Name)
    token = page.ContinuationToken
    if (token !== undefined && seen.has(token)) throw endless(token)
    if (token !== undefined) seen.add(token)
  } while (token !== undefined && token !== '')
  return names
}

function endless(token: string): SluiceError {
  return new SluiceError({
    code: 'server-failed',
    message: `The list of buckets goes in circles: ${JSON.stringify(token)} comes a second time.`,
    advice: 'A proxy may answer in place of the server.',
    s3: { operation: 'ListBuckets' },
  })
}

/**
 * Whether deletes can be undone.
 *
 * | reply                     | versions    |
 * |---------------------------|-------------|
 * | Enabled                   | `kept`      |
 * | Suspended                 | `suspended` |
 * | no status                 | `gone`      |
 * | refused, or not known there | `unknown` |
 */
export async function versioning(
  connection: S3Connection,
  bucket: string,
  signal: AbortSignal,
): Promise<'kept' | 'suspended' | 'gone' | 'unknown'> {
  try {
    const reply = await connection.call(
      { operation: 'GetBucketVersioning', bucket },
      signal,
      (client, wireCall) => client.send(new GetBucketVersioningCommand({ Bucket: bucket }), wireCall),
    )
    if (reply.Status === 'Enabled') return 'kept'
    return reply.Status === 'Suspended' ? 'suspended' : 'gone'
  } catch (error) {
    const mayNotAsk =
      error instanceof SluiceError && (error.code === 'access-denied' || error.code === 'request-refused')
    if (mayNotAsk) return 'unknown'
    throw error
  }
}

import { GetBucketOwnershipControlsCommand } from '@aws-sdk/client-s3'
import { errorCodes, SluiceError } from '../../../shared/errors.ts'
import type { S3Connection } from './s3-connection.ts'

/**
 * Whether a bucket takes ACLs.
 *
 * | reply                                             | ownership  |
 * |---------------------------------------------------|------------|
 * | BucketOwnerEnforced                               | `enforced` |
 * | any other, or none set                            | `by-acls`  |
 * | may not ask, or the server does not know the call | `unknown`  |
 */
export async function ownership(
  connection: S3Connection,
  bucket: string,
  signal: AbortSignal,
): Promise<'enforced' | 'by-acls' | 'unknown'> {
  try {
    const reply = await connection.call(
      { operation: 'GetBucketOwnershipControls', bucket },
      signal,
      (client, wireCall) => client.send(new GetBucketOwnershipControlsCommand({ Bucket: bucket }), wireCall),
    )
    const rules = reply.OwnershipControls?.Rules ?? []
    return rules.some((rule) => rule.ObjectOwnership === 'BucketOwnerEnforced') ? 'enforced' : 'by-acls'
  } catch (error) {
    // Who is asking is for every other call to say too.
    if (!(error instanceof SluiceError) || errorCodes[error.code].item === 4) throw error
    return error.s3?.s3Code === 'OwnershipControlsNotFoundError' ? 'by-acls' : 'unknown'
  }
}

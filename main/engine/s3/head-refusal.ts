import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { CallName } from './call-name.ts'
import { readServiceError } from './service-error.ts'
import type { WireCall } from './wire-call.ts'

/**
 * Why a HEAD of an object was refused, which has no document to say so: the first byte of the same object is asked for,
 * which takes the same permission, and whose refusal has one.
 *
 * @returns the refusal; null where there is none, or it says no more.
 */
export async function findHeadRefusal(
  client: S3Client,
  { operation, bucket, key }: CallName,
  call: WireCall,
): Promise<unknown> {
  if (operation !== 'HeadObject' || bucket === undefined || key === undefined) return null
  try {
    await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: 'bytes=0-0' }), call)
    return null
  } catch (error) {
    const refusal = readServiceError(error)
    return refusal !== null && refusal.code !== null && refusal.status === 400 ? error : null
  }
}

import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3'
import { readServiceError } from './service-error.ts'
import type { WireCall } from './wire-call.ts'

/**
 * Where a bucket of Amazon's is. A HEAD tells it even when it is refused or sent elsewhere: `x-amz-bucket-region` comes
 * with 200, 301, 400 and 403.
 *
 * @returns null when the reply does not say, or there is none.
 */
export async function findBucketRegion(
  client: S3Client,
  bucket: string,
  call: WireCall,
): Promise<string | null> {
  try {
    const reply = await client.send(new HeadBucketCommand({ Bucket: bucket }), call)
    return reply.BucketRegion ?? null
  } catch (error) {
    return readServiceError(error)?.region ?? null
  }
}

import { encodePath } from './data-request.ts'
import type { ObjectName } from './object-store.ts'

/**
 * The value of `x-amz-copy-source`: bucket and key with all but the slashes percent-encoded (AWS, CopyObject). A bucket
 * given as an access point's ARN has `/object` before its key.
 */
export function copySource(source: ObjectName): string {
  const { bucket, key } = source
  const path = bucket.startsWith('arn:') ? `${bucket}/object/${key}` : `${bucket}/${key}`
  return encodePath(path)
}

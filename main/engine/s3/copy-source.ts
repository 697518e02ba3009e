import { uriEncode } from './exchange.ts'
import type { ObjectName } from './object-store.ts'

/**
 * The value of `x-amz-copy-source`: bucket and key with all but the slashes of the key percent-encoded (AWS, CopyObject).
 * A bucket given as an access point's ARN has `/object` before its key.
 */
export function copySource(source: ObjectName): string {
  const key = source.key.split('/').map(uriEncode).join('/')
  return source.bucket.startsWith('arn:') ? `${source.bucket}/object/${key}` : `${source.bucket}/${key}`
}

import { encodePath } from './data-request.ts'
import type { VersionName } from './object-store.ts'

/**
 * The value of `x-amz-copy-source`: bucket and key with all but the slashes percent-encoded (AWS, CopyObject). A bucket
 * given as an access point's ARN has `/object` before its key; a version's id comes after a question mark.
 */
export function copySource(source: VersionName): string {
  const { bucket, key, versionId } = source
  const path = bucket.startsWith('arn:') ? `${bucket}/object/${key}` : `${bucket}/${key}`
  return versionId === undefined
    ? encodePath(path)
    : `${encodePath(path)}?versionId=${encodeURIComponent(versionId)}`
}

import type { Call } from '../call.ts'
import { S3Error, invalidArgument } from '../s3-error.ts'
import type { Bucket } from '../store/buckets.ts'
import type { ObjectVersion } from '../store/object-version.ts'
import type { Store } from '../store/store.ts'
import { isVersionId, nullVersion } from '../store/version-id.ts'
import { httpTime } from './times.ts'

/** The object or the version that a request names, and the bucket it is in. */
export interface Found {
  readonly bucket: Bucket
  readonly version: ObjectVersion
}

/**
 * Finds what a GET or HEAD names.
 *
 * | version id     | newest version | answer                                |
 * |----------------|----------------|---------------------------------------|
 * | none           | object         | it                                    |
 * | none           | delete marker  | 404 NoSuchKey, x-amz-delete-marker    |
 * | none           | none           | 404 NoSuchKey                         |
 * | of an object   | any            | it                                    |
 * | of a marker    | any            | 405 MethodNotAllowed                  |
 * | of none        | any            | 404 NoSuchVersion                     |
 * | ill-formed     | any            | 400 InvalidArgument                   |
 */
export function findVersion({ request, store }: Call): Found {
  const bucket = store.bucket(request.bucket)
  const versionId = readVersionId(bucket, request.query.get('versionId'))
  const version = lookUp(store, bucket, request.key, versionId)
  if (!version.deleteMarker) return { bucket, version }
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId }
  if (versionId === null) throw new S3Error('NoSuchKey', { details: { Key: request.key }, headers })
  throw markerNotAllowed(request.method, {
    ...headers,
    Allow: 'DELETE',
    'Last-Modified': httpTime(version.modified),
  })
}

/** The version with that id, or else the newest; either may be a delete marker. */
export function lookUp(store: Store, bucket: Bucket, key: string, versionId: string | null): ObjectVersion {
  if (versionId === null) {
    const latest = store.versions.latest(bucket.name, key)
    if (latest === null) throw new S3Error('NoSuchKey', { details: { Key: key } })
    return latest
  }
  const version = store.versions.byId(bucket.name, key, versionId)
  if (version === null) throw new S3Error('NoSuchVersion', { details: { Key: key, VersionId: versionId } })
  return version
}

/** Checks a version id for its form; null where there is none. A bucket that never kept versions knows only `null`. */
export function readVersionId(bucket: Bucket, versionId: string | undefined): string | null {
  if (versionId === undefined) return null
  if (versionId === '') throw invalidArgument('versionId', '', 'Version id cannot be the empty string')
  const known = bucket.versioning === 'never' ? versionId === nullVersion : isVersionId(versionId)
  if (!known) throw invalidArgument('versionId', versionId, 'Invalid version id specified')
  return versionId
}

export function markerNotAllowed(method: string, headers: Readonly<Record<string, string>> = {}): S3Error {
  return new S3Error('MethodNotAllowed', {
    details: { Method: method, ResourceType: 'DeleteMarker' },
    headers,
  })
}

/** `x-amz-version-id`, where the bucket has ever kept versions. */
export function versionHeaders({ bucket, version }: Found): Record<string, string> {
  return bucket.versioning === 'never' ? {} : { 'x-amz-version-id': version.versionId }
}

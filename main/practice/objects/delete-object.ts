import type { Call } from '../call.ts'
import type { Reply } from '../reply.ts'
import { headerNotImplemented } from '../s3-error.ts'
import type { Bucket } from '../store/buckets.ts'
import type { ObjectVersion } from '../store/object-version.ts'
import type { Change, Store } from '../store/store.ts'
import { readVersionId } from './find-version.ts'
import { checkDeleteCondition } from './write-conditions.ts'

/** DeleteObject. An absent key or version is no error. */
export async function deleteObject(call: Call): Promise<Reply> {
  const { request, store } = call
  for (const header of ['x-amz-if-match-size', 'x-amz-if-match-last-modified-time']) {
    if (request.headers.has(header)) throw headerNotImplemented(header)
  }
  const deleted = await store.change(() => {
    const bucket = store.bucket(request.bucket)
    const versionId = readVersionId(bucket, request.query.get('versionId'))
    checkDeleteCondition(
      request.headers.get('if-match'),
      request.key,
      store.versions.current(bucket.name, request.key),
    )
    return deleteVersion(store, bucket, request.key, versionId, call.time())
  })
  return {
    status: 204,
    headers: {
      ...(deleted.isMarker ? { 'x-amz-delete-marker': 'true' } : {}),
      ...(deleted.versionId === null ? {} : { 'x-amz-version-id': deleted.versionId }),
    },
  }
}

/** What a delete came to. */
export interface Deleted {
  /** The version removed, or the marker left; null in a bucket that never kept versions. */
  readonly versionId: string | null
  /** Whether it was a delete marker that was removed or left. */
  readonly isMarker: boolean
}

/** Removes a version for good, or deletes the object as its bucket's versioning has it. */
export function deleteVersion(
  store: Store,
  bucket: Bucket,
  key: string,
  versionId: string | null,
  now: number,
): Change<Deleted> {
  if (versionId === null) {
    const { marker, removed } = store.versions.delete(bucket.versioning, bucket.name, key, now)
    return { result: { versionId: marker?.versionId ?? null, isMarker: marker !== null }, removed }
  }
  const version: ObjectVersion | null = store.versions.byId(bucket.name, key, versionId)
  return {
    result: {
      versionId: bucket.versioning === 'never' ? null : versionId,
      isMarker: version?.deleteMarker === true,
    },
    removed: version === null ? [] : store.versions.remove(version),
  }
}

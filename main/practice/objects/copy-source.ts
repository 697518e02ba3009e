import type { Call } from '../call.ts'
import { S3Error, invalidArgument } from '../s3-error.ts'
import { decodeUri } from '../uri.ts'
import type { Found } from './find-version.ts'
import { lookUp, readVersionId } from './find-version.ts'
import { isArchived } from './properties.ts'
import { failedCondition, readConditions } from './read-conditions.ts'
import { preconditionFailed } from './write-conditions.ts'

/** What `x-amz-copy-source` names. */
export interface CopySource {
  readonly bucket: string
  readonly key: string
  readonly versionId: string | undefined
}

/** Reads `[/]bucket/key[?versionId=…]`, percent-encoded: bucket and key are decoded exactly once. */
export function parseCopySource(header: string): CopySource {
  const [, name = '', versionId] = /^\/?(.*?)(?:\?versionId=(.*))?$/.exec(header) ?? []
  const decoded = decodeUri(name)
  const slash = decoded.indexOf('/')
  const key = slash < 0 ? '' : decoded.slice(slash + 1)
  if (slash < 1 || key === '') {
    throw invalidArgument('x-amz-copy-source', 'x-amz-copy-source', 'Invalid copy source object key')
  }
  return {
    bucket: decoded.slice(0, slash),
    key,
    versionId: versionId === undefined ? undefined : decodeUri(versionId),
  }
}

/** Finds a copy's source and checks the conditions on it. */
export function findCopySource({ request, store, time }: Call): Found & { readonly named: CopySource } {
  const named = parseCopySource(request.headers.get('x-amz-copy-source') ?? '')
  const bucket = store.bucket(named.bucket)
  const versionId = readVersionId(bucket, named.versionId)
  const version = lookUp(store, bucket, named.key, versionId)
  if (version.deleteMarker) {
    if (versionId === null) throw new S3Error('NoSuchKey', { details: { Key: named.key } })
    const message =
      'The source of a copy request may not specifically refer to a delete marker by version id.'
    throw new S3Error('InvalidRequest', { message })
  }
  const { storageClass } = version.properties
  if (isArchived(storageClass)) {
    const message = "Operation is not valid for the source object's storage class"
    throw new S3Error('InvalidObjectState', { message, details: { StorageClass: storageClass } })
  }
  const conditions = readConditions(request.headers, 'x-amz-copy-source-')
  const failed = failedCondition(conditions, version.etag, version.modified, time())
  if (failed !== null) throw preconditionFailed(`x-amz-copy-source-${failed.condition}`)
  return { bucket, version, named }
}

/** `x-amz-copy-source-version-id`, where the source's bucket has ever kept versions. */
export function sourceVersionHeaders({ bucket, version }: Found): Record<string, string> {
  return bucket.versioning === 'never' ? {} : { 'x-amz-copy-source-version-id': version.versionId }
}

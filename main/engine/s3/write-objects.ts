import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { SluiceError } from '../../../shared/errors.ts'
import { withChecksum } from './checksum-use.ts'
import { bodyChecksum, isSameChecksum } from './checksums.ts'
import { copySource } from './copy-source.ts'
import type { CopyQuery, PutQuery, VersionName, Written } from './object-store.ts'
import type { S3Connection } from './s3-connection.ts'
import { encodeTags } from './tag-header.ts'
import { base64, conditionHeaders, propertyHeaders, sourceCondition, written } from './write-headers.ts'

export function put(connection: S3Connection, query: PutQuery, signal: AbortSignal): Promise<Written> {
  const { bucket, key, body, md5 } = query
  return withChecksum(connection, async (algorithm) => {
    const { reply, sent } = await connection.send(
      { operation: 'PutObject', bucket, key },
      {
        method: 'PUT',
        key,
        headers: {
          'content-md5': base64(md5),
          ...propertyHeaders(query),
          ...conditionHeaders(query, connection.endpoint.aws),
          ...(algorithm === null ? {} : await bodyChecksum(algorithm, body)),
        },
        body,
        ...(query.sha256 === undefined ? {} : { sha256: query.sha256 }),
      },
      signal,
      { bandwidth: query.bandwidth ?? null, onSent: query.onSent },
    )
    const isKept = isSameChecksum(algorithm, sent, reply.headers)
    if (algorithm !== null) connection.endpoint.habits.learn('checksums', isKept ? 'kept' : 'ignored')
    return written(reply.headers['etag'], reply.headers, isKept)
  })
}

export async function copy(
  connection: S3Connection,
  query: CopyQuery,
  signal: AbortSignal,
): Promise<Written> {
  const { bucket, key, source, sourceEtag } = query
  const { aws } = connection.endpoint
  const { reply, fields } = await connection.send(
    { operation: 'CopyObject', bucket, key, source },
    {
      method: 'PUT',
      key,
      headers: {
        'x-amz-copy-source': copySource(source),
        ...sourceCondition(sourceEtag, aws),
        'x-amz-checksum-algorithm': connection.checksums.asked ?? undefined,
        'x-amz-metadata-directive': query.metadataDirective,
        'x-amz-object-annotation-directive':
          aws && query.keepAnnotations === undefined ? 'EXCLUDE' : undefined,
        'x-amz-tagging-directive': query.taggingDirective,
        'x-amz-tagging': query.tags === undefined ? undefined : encodeTags(query.tags),
        ...propertyHeaders(query),
        ...conditionHeaders(query, aws),
      },
    },
    signal,
    { result: 'CopyObjectResult' },
  )
  return written(fields['ETag'], reply.headers, false)
}

export async function remove(
  connection: S3Connection,
  query: VersionName,
  signal: AbortSignal,
): Promise<{ deleteMarker?: string }> {
  const { bucket, key, versionId } = query
  try {
    const reply = await connection.call(
      { operation: 'DeleteObject', bucket, key },
      signal,
      (client, wireCall) =>
        client.send(
          new DeleteObjectCommand({
            Bucket: bucket,
            Key: key,
            ...(versionId === undefined ? {} : { VersionId: versionId }),
          }),
          wireCall,
        ),
    )
    // A reply about a version that was named speaks of that one.
    const isNew = versionId === undefined && reply.DeleteMarker === true
    return isNew && reply.VersionId !== undefined ? { deleteMarker: reply.VersionId } : {}
  } catch (error) {
    // What is not there needs no deleting; S3 says so with success, and some servers with 404.
    if (!(error instanceof SluiceError) || error.code !== 'no-such-key') throw error
    return {}
  }
}

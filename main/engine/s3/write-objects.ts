import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { SluiceError } from '../../../shared/errors.ts'
import { copySource } from './copy-source.ts'
import type { CopyQuery, ObjectName, PutQuery, Written } from './object-store.ts'
import type { S3Connection } from './s3-connection.ts'
import { sameChecksum } from './checksums.ts'
import { base64, conditionInput, propertyInput, quotedFor, written } from './write-input.ts'

export async function put(connection: S3Connection, query: PutQuery, signal: AbortSignal): Promise<Written> {
  const { bucket, key, body, md5 } = query
  const { aws } = connection.endpoint
  const algorithm = connection.checksums.withBodies
  return connection.call({ operation: 'PutObject', bucket, key }, signal, async (client, wireCall) => {
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentMD5: base64(md5),
      ...(algorithm === null ? {} : { ChecksumAlgorithm: algorithm }),
      ...propertyInput(query),
      ...conditionInput(query, aws),
    })
    if (query.contentType === undefined) leaveTypeToServer(command)
    wireCall.bandwidth = query.bandwidth ?? null
    const reply = await client.send(command, wireCall)
    return written(reply.ETag, reply, sameChecksum(algorithm, wireCall, reply))
  })
}

/** The SDK calls bytes of no given type `application/octet-stream`; that is for the server to say (CTY-1). */
function leaveTypeToServer(command: PutObjectCommand): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string | undefined> }
      delete request.headers['content-type']
      return next(args)
    },
    { step: 'build', priority: 'low', name: 'noContentType' },
  )
}

export async function copy(
  connection: S3Connection,
  query: CopyQuery,
  signal: AbortSignal,
): Promise<Written> {
  const { bucket, key, source, sourceEtag } = query
  const { aws } = connection.endpoint
  const algorithm = connection.checksums.asked
  return connection.call(
    { operation: 'CopyObject', bucket, key, source },
    signal,
    async (client, wireCall) => {
      const command = new CopyObjectCommand({
        Bucket: bucket,
        Key: key,
        CopySource: copySource(source),
        CopySourceIfMatch: quotedFor(sourceEtag, aws),
        ...(algorithm === null ? {} : { ChecksumAlgorithm: algorithm }),
        ...(query.metadataDirective === undefined ? {} : { MetadataDirective: query.metadataDirective }),
        ...(aws && query.keepAnnotations === undefined ? { AnnotationDirective: 'EXCLUDE' } : {}),
        ...(query.taggingDirective === undefined ? {} : { TaggingDirective: query.taggingDirective }),
        ...propertyInput(query),
        ...conditionInput(query, aws),
      })
      const reply = await client.send(command, wireCall)
      return written(reply.CopyObjectResult?.ETag, reply, false)
    },
  )
}

export async function remove(
  connection: S3Connection,
  query: ObjectName,
  signal: AbortSignal,
): Promise<void> {
  const { bucket, key } = query
  try {
    await connection.call({ operation: 'DeleteObject', bucket, key }, signal, (client, wireCall) =>
      client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), wireCall),
    )
  } catch (error) {
    // What is not there needs no deleting; S3 says so with success, and some servers with 404.
    if (!(error instanceof SluiceError) || error.code !== 'no-such-key') throw error
  }
}

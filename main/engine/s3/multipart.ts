import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  ListPartsCommand,
} from '@aws-sdk/client-s3'
import type { ChecksumAlgorithm } from '../../../shared/checksum-algorithms.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { CallName } from './call-name.ts'
import { copySource } from './copy-source.ts'
import { bareEtag, isWrittenDigest } from './etag.ts'
import type {
  CopyPartQuery,
  FinishMultipartQuery,
  PartSeen,
  PutPartQuery,
  StartMultipartQuery,
  UploadName,
  Written,
} from './object-store.ts'
import type { S3Connection } from './s3-connection.ts'
import { incomplete } from './incomplete-reply.ts'
import { encodeTags } from './tag-header.ts'
import { withChecksum } from './checksum-use.ts'
import { bodyChecksum, checksumIn, checksumOf, isSameChecksum } from './checksums.ts'
import { base64, conditionInput, propertyHeaders, sourceCondition, written } from './write-headers.ts'

export async function startMultipart(
  connection: S3Connection,
  query: StartMultipartQuery,
  signal: AbortSignal,
): Promise<{ uploadId: string }> {
  const { bucket, key, tags } = query
  const call: CallName = { operation: 'CreateMultipartUpload', bucket, key }
  return withChecksum(connection, async (algorithm) => {
    const { fields } = await connection.send(
      call,
      {
        method: 'POST',
        key,
        query: { uploads: '' },
        headers: {
          ...checksumHeaders(connection, algorithm),
          ...propertyHeaders(query),
          'x-amz-tagging': tags === undefined ? undefined : encodeTags(tags),
        },
      },
      signal,
      { result: 'InitiateMultipartUploadResult' },
    )
    const uploadId = fields['UploadId'] ?? ''
    if (uploadId === '') throw incomplete(call, 'an upload id')
    connection.checksums.ofUploads.set(uploadId, algorithm)
    return { uploadId }
  })
}

export function putPart(
  connection: S3Connection,
  query: PutPartQuery,
  signal: AbortSignal,
): Promise<Written> {
  const { bucket, key, uploadId, partNumber, body, md5 } = query
  const begunWith = checksumOfUpload(connection, uploadId)
  const send = async (algorithm: ChecksumAlgorithm | null): Promise<Written> => {
    const { reply, sent } = await connection.send(
      { operation: 'UploadPart', bucket, key },
      {
        method: 'PUT',
        key,
        query: { partNumber: String(partNumber), uploadId },
        headers: {
          'content-md5': base64(md5),
          ...(algorithm === null ? {} : await bodyChecksum(algorithm, body)),
        },
        body,
        ...(query.sha256 === undefined ? {} : { sha256: query.sha256 }),
      },
      signal,
      { bandwidth: query.bandwidth ?? null, onSent: query.onSent },
    )
    // Its other parts go as this one did.
    connection.checksums.ofUploads.set(uploadId, algorithm)
    return {
      ...written(reply.headers['etag'], reply.headers, isSameChecksum(algorithm, sent, reply.headers)),
      ...checksumIn(algorithm, reply.headers),
    }
  }
  return withChecksum(connection, send, begunWith)
}

export async function copyPart(
  connection: S3Connection,
  query: CopyPartQuery,
  signal: AbortSignal,
): Promise<Written> {
  const { bucket, key, uploadId, partNumber, source, sourceEtag, from, to } = query
  const { reply, fields } = await connection.send(
    { operation: 'UploadPartCopy', bucket, key, source },
    {
      method: 'PUT',
      key,
      query: { partNumber: String(partNumber), uploadId },
      headers: {
        'x-amz-copy-source': copySource(source),
        ...sourceCondition(sourceEtag, connection.endpoint.aws),
        'x-amz-copy-source-range': `bytes=${from}-${to}`,
      },
    },
    signal,
    { result: 'CopyPartResult' },
  )
  return {
    ...written(fields['ETag'], reply.headers, false),
    ...checksumOf(checksumOfUpload(connection, uploadId), fields),
  }
}

/**
 * The ETag is empty where the server answers none (radosgw's first Complete). An `<Error>` in a reply of status 200,
 * which S3 sends when it fails late, is an error here as everywhere.
 */
export async function finishMultipart(
  connection: S3Connection,
  query: FinishMultipartQuery,
  signal: AbortSignal,
): Promise<Written> {
  const { bucket, key, uploadId, parts } = query
  const algorithm = checksumOfUpload(connection, uploadId)
  const { aws } = connection.endpoint
  const reply = await connection.call(
    { operation: 'CompleteMultipartUpload', bucket, key },
    signal,
    (client, wireCall) =>
      client.send(
        new CompleteMultipartUploadCommand({
          Bucket: bucket,
          Key: key,
          UploadId: uploadId,
          MultipartUpload: {
            Parts: parts.map(({ partNumber, etag, checksum }) => ({
              PartNumber: partNumber,
              ETag: `"${etag}"`,
              ...(checksum === undefined || algorithm === null ? {} : { [`Checksum${algorithm}`]: checksum }),
            })),
          },
          ...conditionInput(query, aws),
        }),
        wireCall,
      ),
  )
  connection.checksums.ofUploads.end(uploadId)
  const etag = bareEtag(reply.ETag)
  const { VersionId: versionId } = reply
  return {
    etag,
    etagIsDigest: isWrittenDigest(etag, reply),
    checksumProved: false,
    ...(versionId === undefined ? {} : { versionId }),
  }
}

/** An upload that is not there needs no aborting. */
export async function abortMultipart(
  connection: S3Connection,
  query: UploadName,
  signal: AbortSignal,
): Promise<void> {
  const { bucket, key, uploadId } = query
  try {
    await connection.call({ operation: 'AbortMultipartUpload', bucket, key }, signal, (client, wireCall) =>
      client.send(
        new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }),
        wireCall,
      ),
    )
  } catch (error) {
    if (!isUnknownUpload(error)) throw error
  }
  connection.checksums.ofUploads.end(uploadId)
}

/** All parts, in order; null where the server knows no such upload. */
export async function listParts(
  connection: S3Connection,
  query: UploadName,
  signal: AbortSignal,
): Promise<PartSeen[] | null> {
  const { bucket, key, uploadId } = query
  const algorithm = checksumOfUpload(connection, uploadId)
  const call: CallName = { operation: 'ListParts', bucket, key }
  const parts: PartSeen[] = []
  let after = 0
  try {
    for (;;) {
      const page = await connection.call(call, signal, (client, wireCall) =>
        client.send(
          new ListPartsCommand({
            Bucket: bucket,
            Key: key,
            UploadId: uploadId,
            ...(after === 0 ? {} : { PartNumberMarker: String(after) }),
          }),
          wireCall,
        ),
      )
      if (page.IsTruncated === undefined || page.UploadId !== uploadId)
        throw incomplete(call, 'this upload’s parts')
      for (const part of page.Parts ?? []) {
        const { PartNumber: partNumber, Size: size } = part
        if (partNumber === undefined || size === undefined || partNumber <= after)
          throw incomplete(call, 'parts in order')
        parts.push({ partNumber, size, etag: bareEtag(part.ETag), ...checksumOf(algorithm, part) })
        after = partNumber
      }
      if (!page.IsTruncated) return parts
      if (page.Parts === undefined || page.Parts.length === 0)
        throw incomplete(call, 'the parts there are more of')
    }
  } catch (error) {
    if (isUnknownUpload(error)) return null
    throw error
  }
}

/**
 * Parts have to be sent with the checksum that the upload was begun with. A CRC64NVME is kept over all bytes; others as
 * the server does by itself.
 */
function checksumHeaders(
  { checksums: { asked } }: S3Connection,
  algorithm: ChecksumAlgorithm | null,
): Record<string, string> {
  if (algorithm === null) return {}
  return {
    'x-amz-checksum-algorithm': algorithm,
    ...(asked === null ? { 'x-amz-checksum-type': 'FULL_OBJECT' } : {}),
  }
}

const checksumOfUpload = ({ checksums }: S3Connection, uploadId: string): ChecksumAlgorithm | null =>
  checksums.ofUploads.of(uploadId, checksums.withBodies)

const isUnknownUpload = (error: unknown): boolean =>
  error instanceof SluiceError && (error.code === 'gone' || error.code === 'no-such-key')

import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { SluiceError } from '../../../shared/errors.ts'
import { addressOf, type CallName } from './call-name.ts'
import { bareEtag, isObjectDigest } from './etag.ts'
import type { HeadQuery, ObjectHead } from './object-store.ts'
import type { S3Connection } from './s3-connection.ts'

/** HEAD; null where there is no such key (or bucket: a HEAD does not tell them apart). */
export async function head(
  connection: S3Connection,
  query: HeadQuery,
  signal: AbortSignal,
): Promise<ObjectHead | null> {
  const { bucket, key, partNumber } = query
  const call: CallName = { operation: 'HeadObject', bucket, key }
  try {
    const reply = await connection.call(call, signal, (client, wireCall) =>
      client.send(
        new HeadObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(partNumber === undefined ? {} : { PartNumber: partNumber }),
        }),
        wireCall,
      ),
    )
    if (reply.ContentLength === undefined || reply.LastModified === undefined) {
      throw withoutHeader(call, reply.ContentLength === undefined ? 'Content-Length' : 'Last-Modified')
    }
    const etag = bareEtag(reply.ETag)
    return {
      size: reply.ContentLength,
      modified: reply.LastModified.getTime(),
      etag,
      etagIsDigest: isObjectDigest(etag, reply),
      metadata: reply.Metadata ?? {},
      ...(reply.StorageClass === undefined || reply.StorageClass === 'STANDARD'
        ? {}
        : { storageClass: reply.StorageClass }),
      ...(reply.PartsCount === undefined ? {} : { parts: reply.PartsCount }),
      ...(reply.ContentType === undefined ? {} : { contentType: reply.ContentType }),
      ...(reply.CacheControl === undefined ? {} : { cacheControl: reply.CacheControl }),
      ...(reply.ContentDisposition === undefined ? {} : { contentDisposition: reply.ContentDisposition }),
      ...(reply.ContentEncoding === undefined ? {} : { contentEncoding: reply.ContentEncoding }),
      ...(reply.ContentLanguage === undefined ? {} : { contentLanguage: reply.ContentLanguage }),
      ...(reply.ExpiresString === undefined ? {} : { expires: reply.ExpiresString }),
    }
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'no-such-key') return null
    throw error
  }
}

function withoutHeader(call: CallName, header: string): SluiceError {
  return new SluiceError({
    code: 'server-failed',
    message: `The reply to ${call.operation} on ${addressOf(call)} has no ${header}.`,
    subject: addressOf(call),
    advice: 'A proxy may have answered in place of the server.',
    s3: call,
  })
}

import { ListMultipartUploadsCommand, type MultipartUpload } from '@aws-sdk/client-s3'
import type { CallName } from './call-name.ts'
import { incomplete } from './incomplete-reply.ts'
import { decoderFor } from './key-decoder.ts'
import type { ListedUpload, UploadsMarker, UploadsPage } from './object-store.ts'
import type { S3Connection } from './s3-connection.ts'

/**
 * One page of ListMultipartUploads (AWS API Reference): in the order of keys, and of one key the oldest first.
 * @throws SluiceError `server-failed` for a reply that does not say whether there is more, or names no upload.
 */
export async function listUploads(
  connection: S3Connection,
  query: { readonly bucket: string; readonly prefix: string; readonly after: UploadsMarker | null },
  signal: AbortSignal,
): Promise<UploadsPage> {
  const { bucket, prefix, after } = query
  const call: CallName = { operation: 'ListMultipartUploads', bucket }
  const page = await connection.call(call, signal, (client, wireCall) =>
    client.send(
      new ListMultipartUploadsCommand({
        Bucket: bucket,
        Prefix: prefix,
        EncodingType: 'url',
        ...(after === null ? {} : { KeyMarker: after.key, UploadIdMarker: after.uploadId }),
      }),
      wireCall,
    ),
  )
  if (page.IsTruncated === undefined) throw incomplete(call, 'whether there are more')
  const found = page.Uploads ?? []
  const decode = decoderFor(page.EncodingType ?? unsaidEncoding(found))
  const uploads = found.map((upload) => readUpload(upload, decode, call))
  const last = uploads.at(-1)
  if (!page.IsTruncated) return { uploads, next: null }
  if (last === undefined) throw incomplete(call, 'the uploads there are more of')
  // Keys of the reply are encoded, and its markers by some servers only: those of the last upload are the same.
  return { uploads, next: { key: last.key, uploadId: last.uploadId } }
}

/** Only what url-encoding leaves of a key. */
const encoded = /^(?:[\w\-.~/*+]|%[0-9a-fA-F]{2})*$/

/** radosgw encodes as it was asked to, and does not say so (measured, 16.2.15). */
const unsaidEncoding = (uploads: readonly MultipartUpload[]): 'url' | undefined =>
  uploads.every(({ Key: key = '' }) => encoded.test(key)) ? 'url' : undefined

function readUpload(
  { Key: key, UploadId: uploadId, Initiated: started }: MultipartUpload,
  decode: (text: string) => string,
  call: CallName,
): ListedUpload {
  if (key === undefined || uploadId === undefined || started === undefined)
    throw incomplete(call, 'the name or the time of an upload')
  return { key: decode(key), uploadId, started: started.getTime() }
}

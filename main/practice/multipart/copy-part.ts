import type { Call } from '../call.ts'
import type { ByteRange } from '../objects/byte-range.ts'
import { findCopySource, sourceVersionHeaders } from '../objects/copy-source.ts'
import { quoted } from '../objects/etag.ts'
import { readPartNumber } from '../objects/get-object.ts'
import { isoTime } from '../objects/times.ts'
import { copyContent, largestBody } from '../receive-body.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import { S3Error, invalidArgument } from '../s3-error.ts'
import { element, s3Document } from '../xml/write-xml.ts'
import { findUpload, partAlgorithm } from './find-upload.ts'

/** UploadPartCopy: a part from an object that is here already. */
export async function uploadPartCopy(call: Call): Promise<Reply> {
  const { request, store } = call
  const upload = findUpload(call)
  const number = readPartNumber(request.query.get('partNumber') ?? '')
  const source = findCopySource(call)
  const range = parseCopyRange(request.headers.get('x-amz-copy-source-range'), source.version.size)
  const bytes = store.read(store.pieces.ofVersion(source.version), range)
  const part = await copyContent(store, bytes, partAlgorithm(upload), (piece) => {
    const part = { ...piece, number, modified: call.time() }
    return { result: part, removed: store.uploads.putPart(findUpload(call), part) }
  })
  const result = [
    element('LastModified', isoTime(part.modified)),
    element('ETag', quoted(part.etag)),
    ...(upload.checksum === null ? [] : [element(`Checksum${upload.checksum.algorithm}`, part.checksum)]),
  ]
  return documentReply(s3Document('CopyPartResult', result), sourceVersionHeaders(source))
}

/** `bytes=first-last`, both within the source; null for all of it. */
function parseCopyRange(header: string | undefined, size: number): ByteRange | null {
  if (header === undefined) {
    if (size <= largestBody) return null
    throw tooLarge(size)
  }
  const [, from, to] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header) ?? []
  const first = Number(from)
  const last = Number(to)
  if (from === undefined || to === undefined || first > last) {
    throw invalidArgument(
      'x-amz-copy-source-range',
      header,
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the ' +
        'zero-based offsets of the first and last bytes to copy',
    )
  }
  if (last >= size) {
    const message = `Range specified is not valid for source object of size: ${String(size)}`
    throw invalidArgument('x-amz-copy-source-range', header, message)
  }
  if (last - first + 1 > largestBody) throw tooLarge(last - first + 1)
  return { first, last }
}

function tooLarge(size: number): S3Error {
  const details = { ProposedSize: String(size), MaxSizeAllowed: String(largestBody) }
  return new S3Error('EntityTooLarge', { details })
}

import type { Call } from '../call.ts'
import { parseCount } from '../listing/parse-count.ts'
import { quoted } from '../objects/etag.ts'
import { isoTime } from '../objects/times.ts'
import { ownerElement } from '../owner.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import type { Xml } from '../xml/write-xml.ts'
import { element, s3Document } from '../xml/write-xml.ts'
import { findUpload } from './find-upload.ts'

/** ListParts: at most 1,000 a page, after `part-number-marker`. */
export function listParts(call: Call): Reply {
  const upload = findUpload(call)
  const limit = parseCount(call.request.query, 'max-parts')
  const marker = parseCount(call.request.query, 'part-number-marker', 0, 10_000)
  const found = call.store.uploads.parts(upload, marker, limit + 1)
  const parts = found.slice(0, limit)
  const { checksum } = upload
  const result: Xml[] = [
    element('Bucket', upload.bucket),
    element('Key', upload.key),
    element('UploadId', upload.id),
    ownerElement('Initiator'),
    ownerElement(),
    element('StorageClass', upload.properties.storageClass),
    element('PartNumberMarker', marker),
    element('NextPartNumberMarker', parts.at(-1)?.number ?? 0),
    element('MaxParts', limit),
    element('IsTruncated', found.length > limit),
    ...(checksum === null
      ? []
      : [element('ChecksumAlgorithm', checksum.algorithm), element('ChecksumType', checksum.type)]),
    ...parts.map((part) =>
      element('Part', [
        element('PartNumber', part.number),
        element('LastModified', isoTime(part.modified)),
        element('ETag', quoted(part.etag)),
        element('Size', part.size),
        ...(checksum === null ? [] : [element(`Checksum${checksum.algorithm}`, part.checksum)]),
      ]),
    ),
  ]
  return documentReply(s3Document('ListPartsResult', result))
}

import type { Call } from '../call.ts'
import { isoTime } from '../objects/times.ts'
import { ownerElement } from '../owner.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import { invalidArgument } from '../s3-error.ts'
import type { Position } from '../store/position.ts'
import { beforeKey } from '../store/position.ts'
import type { Upload } from '../store/uploads.ts'
import type { Xml } from '../xml/write-xml.ts'
import { element, s3Document } from '../xml/write-xml.ts'
import { commonPrefixElements } from './common-elements.ts'
import type { NameEncoder } from './encoding.ts'
import { readEncoding } from './encoding.ts'
import { afterMarker, listPage } from './list-page.ts'
import { parseCount } from './parse-count.ts'

/** ListMultipartUploads: by key, of one key the oldest first. An upload-id marker counts with a key marker only. */
export function listMultipartUploads(call: Call): Reply {
  const { query } = call.request
  const bucket = call.store.bucket(call.request.bucket).name
  const { url, encode } = readEncoding(query)
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const keyMarker = query.get('key-marker') ?? ''
  const uploadIdMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '')
  const limit = parseCount(query, 'max-uploads')
  const after =
    uploadIdMarker !== ''
      ? placeOfUpload(call, keyMarker, uploadIdMarker)
      : keyMarker === ''
        ? beforeKey('')
        : afterMarker(keyMarker, prefix, delimiter)
  const page = listPage({ prefix, delimiter, after, limit }, (place) =>
    call.store.uploads.uploadsAfter(bucket, place),
  )
  const last = page.last ?? { commonPrefix: '' }

  const result = [
    element('Bucket', bucket),
    element('KeyMarker', encode(keyMarker)),
    element('UploadIdMarker', uploadIdMarker),
    element('NextKeyMarker', encode('entry' in last ? last.entry.key : last.commonPrefix)),
    element('NextUploadIdMarker', 'entry' in last ? last.entry.id : ''),
    element('Prefix', encode(prefix)),
    ...(delimiter === '' ? [] : [element('Delimiter', encode(delimiter))]),
    ...(url ? [element('EncodingType', 'url')] : []),
    element('MaxUploads', limit),
    element('IsTruncated', page.truncated),
    ...page.entries.map((upload) => uploadElement(upload, encode)),
    ...commonPrefixElements(page.commonPrefixes, encode),
  ]
  return documentReply(s3Document('ListMultipartUploadsResult', result))
}

function placeOfUpload({ request, store }: Call, key: string, id: string): Position {
  const upload = store.uploads.find(request.bucket, key, id)
  if (upload !== null) return { key, order: upload.seq }
  throw invalidArgument('upload-id-marker', id, 'Invalid uploadId marker')
}

function uploadElement({ id, key, started, checksum, properties }: Upload, encode: NameEncoder): Xml {
  return element('Upload', [
    element('Key', encode(key)),
    element('UploadId', id),
    ownerElement('Initiator'),
    ownerElement(),
    element('StorageClass', properties.storageClass),
    element('Initiated', isoTime(started)),
    ...(checksum === null
      ? []
      : [element('ChecksumAlgorithm', checksum.algorithm), element('ChecksumType', checksum.type)]),
  ])
}

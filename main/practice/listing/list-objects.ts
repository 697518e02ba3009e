import type { Call } from '../call.ts'
import { ownerElement } from '../owner.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import type { ObjectVersion } from '../store/object-version.ts'
import { afterKey, beforeKey } from '../store/position.ts'
import { element, optional, s3Document } from '../xml/write-xml.ts'
import { commonPrefixElements, objectElements } from './common-elements.ts'
import { decodeContinuationToken, encodeContinuationToken } from './continuation-token.ts'
import { readEncoding } from './encoding.ts'
import type { Page, PageQuery } from './list-page.ts'
import { afterMarker, listPage } from './list-page.ts'
import { parseCount } from './parse-count.ts'

/** ListObjectsV2 */
export function listObjectsV2(call: Call): Reply {
  const { query, bucket } = call.request
  const { url, encode } = readEncoding(query)
  const token = query.get('continuation-token')
  const startAfter = query.get('start-after') ?? ''
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const limit = parseCount(query, 'max-keys')
  const start = startAfter === '' ? beforeKey('') : afterKey(startAfter)
  const after = token === undefined ? start : decodeContinuationToken(token)
  const page = listCurrent(call, { prefix, delimiter, after, limit })

  const owner = query.get('fetch-owner') === 'true' ? [ownerElement()] : []
  const result = [
    element('Name', bucket),
    element('Prefix', encode(prefix)),
    ...(startAfter === '' ? [] : [element('StartAfter', encode(startAfter))]),
    ...optional('ContinuationToken', token),
    ...(page.truncated && page.last !== null
      ? [element('NextContinuationToken', encodeContinuationToken(page.last))]
      : []),
    element('KeyCount', page.entries.length + page.commonPrefixes.length),
    element('MaxKeys', limit),
    ...(delimiter === '' ? [] : [element('Delimiter', encode(delimiter))]),
    ...(url ? [element('EncodingType', 'url')] : []),
    element('IsTruncated', page.truncated),
    ...page.entries.map((object) =>
      element('Contents', [element('Key', encode(object.key)), ...objectElements(object), ...owner]),
    ),
    ...commonPrefixElements(page.commonPrefixes, encode),
  ]
  return documentReply(s3Document('ListBucketResult', result), { 'x-amz-bucket-region': call.region })
}

/** ListObjects, the first version. `NextMarker` is given with a delimiter only. */
export function listObjects(call: Call): Reply {
  const { query, bucket } = call.request
  const { url, encode } = readEncoding(query)
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const marker = query.get('marker') ?? ''
  const limit = parseCount(query, 'max-keys')
  const after = marker === '' ? beforeKey('') : afterMarker(marker, prefix, delimiter)
  const page = listCurrent(call, { prefix, delimiter, after, limit })
  const last = page.last === null ? '' : 'entry' in page.last ? page.last.entry.key : page.last.commonPrefix

  const result = [
    element('Name', bucket),
    element('Prefix', encode(prefix)),
    element('Marker', encode(marker)),
    ...(page.truncated && delimiter !== '' ? [element('NextMarker', encode(last))] : []),
    element('MaxKeys', limit),
    ...(delimiter === '' ? [] : [element('Delimiter', encode(delimiter))]),
    ...(url ? [element('EncodingType', 'url')] : []),
    element('IsTruncated', page.truncated),
    ...page.entries.map((object) =>
      element('Contents', [element('Key', encode(object.key)), ...objectElements(object), ownerElement()]),
    ),
    ...commonPrefixElements(page.commonPrefixes, encode),
  ]
  return documentReply(s3Document('ListBucketResult', result), { 'x-amz-bucket-region': call.region })
}

function listCurrent({ request, store }: Call, query: PageQuery): Page<ObjectVersion> {
  const bucket = store.bucket(request.bucket).name
  return listPage(query, (after) => store.versions.currentAfter(bucket, after))
}

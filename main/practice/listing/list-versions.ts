import type { Call } from '../call.ts'
import { isoTime } from '../objects/times.ts'
import { ownerElement } from '../owner.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import { invalidArgument } from '../s3-error.ts'
import type { ObjectVersion } from '../store/object-version.ts'
import type { Position } from '../store/position.ts'
import { beforeKey } from '../store/position.ts'
import { seqOfVersionId } from '../store/version-id.ts'
import type { Xml } from '../xml/write-xml.ts'
import { element, s3Document } from '../xml/write-xml.ts'
import { commonPrefixElements, objectElements } from './common-elements.ts'
import type { NameEncoder } from './encoding.ts'
import { readEncoding } from './encoding.ts'
import { afterMarker, listPage } from './list-page.ts'
import { parseCount } from './parse-count.ts'

/** ListObjectVersions: versions and delete markers together, by key, of one key the newest first. */
export function listObjectVersions(call: Call): Reply {
  const { query } = call.request
  const bucket = call.store.bucket(call.request.bucket).name
  const { url, encode } = readEncoding(query)
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const keyMarker = query.get('key-marker') ?? ''
  const versionIdMarker = query.get('version-id-marker') ?? ''
  const limit = parseCount(query, 'max-keys')
  const after = startingPlace(call, { bucket, prefix, delimiter, keyMarker, versionIdMarker })
  const page = listPage({ prefix, delimiter, after, limit }, (place) =>
    call.store.versions.versionsAfter(bucket, place),
  )

  const result = [
    element('Name', bucket),
    element('Prefix', encode(prefix)),
    element('KeyMarker', encode(keyMarker)),
    element('VersionIdMarker', versionIdMarker),
    ...(page.truncated ? nextMarkers(page.last, encode) : []),
    element('MaxKeys', limit),
    ...(delimiter === '' ? [] : [element('Delimiter', encode(delimiter))]),
    ...(url ? [element('EncodingType', 'url')] : []),
    element('IsTruncated', page.truncated),
    ...page.entries.map((version) => versionElement(version, encode)),
    ...commonPrefixElements(page.commonPrefixes, encode),
  ]
  return documentReply(s3Document('ListVersionsResult', result), { 'x-amz-bucket-region': call.region })
}

/**
 * After a version, even one that is gone by now: its id says its place. The null version's id says none, so once it
 * is gone the page begins with its key again.
 */
function startingPlace(
  { store }: Call,
  query: {
    readonly bucket: string
    readonly prefix: string
    readonly delimiter: string
    readonly keyMarker: string
    readonly versionIdMarker: string
  },
): Position {
  const { bucket, prefix, delimiter, keyMarker, versionIdMarker } = query
  if (versionIdMarker === '') {
    return keyMarker === '' ? beforeKey('') : afterMarker(keyMarker, prefix, delimiter)
  }
  if (keyMarker === '') {
    const message = 'A version-id marker cannot be specified without a key marker.'
    throw invalidArgument('version-id-marker', versionIdMarker, message)
  }
  const seq = store.versions.byId(bucket, keyMarker, versionIdMarker)?.seq ?? seqOfVersionId(versionIdMarker)
  return seq === null ? beforeKey(keyMarker) : { key: keyMarker, order: -seq }
}

function nextMarkers(
  last: { readonly entry: ObjectVersion } | { readonly commonPrefix: string } | null,
  encode: NameEncoder,
): Xml[] {
  if (last === null) return []
  if ('commonPrefix' in last) return [element('NextKeyMarker', encode(last.commonPrefix))]
  const { key, versionId } = last.entry
  return [element('NextKeyMarker', encode(key)), element('NextVersionIdMarker', versionId)]
}

function versionElement(version: ObjectVersion, encode: NameEncoder): Xml {
  const common = [
    element('Key', encode(version.key)),
    element('VersionId', version.versionId),
    element('IsLatest', version.latest),
  ]
  if (version.deleteMarker) {
    return element('DeleteMarker', [
      ...common,
      element('LastModified', isoTime(version.modified)),
      ownerElement(),
    ])
  }
  return element('Version', [...common, ...objectElements(version), ownerElement()])
}

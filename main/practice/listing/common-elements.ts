import { quoted } from '../objects/etag.ts'
import { isoTime } from '../objects/times.ts'
import type { ObjectVersion } from '../store/object-version.ts'
import type { Xml } from '../xml/write-xml.ts'
import { element } from '../xml/write-xml.ts'
import type { NameEncoder } from './encoding.ts'

/** `<CommonPrefixes>` of each. */
export function commonPrefixElements(commonPrefixes: readonly string[], encode: NameEncoder): Xml[] {
  return commonPrefixes.map((prefix) => element('CommonPrefixes', [element('Prefix', encode(prefix))]))
}

/** What every listing says of an object: time, ETag, checksum, size and storage class. */
export function objectElements({ modified, etag, checksum, size, properties }: ObjectVersion): Xml[] {
  return [
    element('LastModified', isoTime(modified)),
    element('ETag', quoted(etag)),
    ...(checksum === null
      ? []
      : [element('ChecksumAlgorithm', checksum.algorithm), element('ChecksumType', checksum.type)]),
    element('Size', size),
    element('StorageClass', properties.storageClass),
  ]
}

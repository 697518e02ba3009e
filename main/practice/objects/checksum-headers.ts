import { checksumHeader } from '../checksums/checksum.ts'
import type { StoredChecksum } from '../store/object-version.ts'
import type { Xml } from '../xml/write-xml.ts'
import { element } from '../xml/write-xml.ts'

/** `x-amz-checksum-…` and `x-amz-checksum-type`. */
export function checksumHeaders(checksum: StoredChecksum | null): Record<string, string> {
  if (checksum === null) return {}
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }
}

/** The same as elements of a result. */
export function checksumElements(checksum: StoredChecksum | null): Xml[] {
  if (checksum === null) return []
  return [element(`Checksum${checksum.algorithm}`, checksum.value), element('ChecksumType', checksum.type)]
}

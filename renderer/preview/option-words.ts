import type { Place } from '../../shared/bridge/places.ts'
import type { SyncOptions } from '../../shared/sync-options.ts'
import type { Compare } from '../../shared/sync-rules.ts'

export type Direction = 'upload' | 'download' | 'copy'

/** Which way a sync between two places goes. Two folders are none: the engine says so. */
export const directionOf = (source: Place, destination: Place): Direction =>
  destination.kind === 'local' ? 'download' : source.kind === 'local' ? 'upload' : 'copy'

/** The ways of comparing that the sentence offers, the usual one first. */
export const compareChoices = [
  'any-time',
  'size-only',
  'exact-timestamps',
  'content',
  'no-overwrite',
] as const satisfies readonly Compare[]

/**
 * How two files of one name are compared, in a few words.
 *
 * | compare            | words                    |
 * |--------------------|--------------------------|
 * | `any-time`         | size and time            |
 * | `size-only`        | size only                |
 * | `exact-timestamps` | exact times              |
 * | `content`          | content                  |
 * | `default`          | size and time, as aws    |
 */
export const compareWords: Readonly<Record<Compare, string>> = {
  'any-time': 'size and time',
  'size-only': 'size only',
  'exact-timestamps': 'exact times',
  content: 'content',
  'no-overwrite': 'name alone',
  default: 'size and time, as aws does',
}

/** What a way of comparing copies, in this direction. */
export function compareMeaning(compare: Compare, direction: Direction): string {
  if (compare === 'no-overwrite')
    return 'Copies only what the other side does not have. Nothing is overwritten.'
  if (compare === 'size-only')
    return 'Copies only what has another size. A change that keeps the size is missed.'
  if (compare === 'content')
    return 'Copies what has another size or other contents, whatever the times say. Files are read to know, each once.'
  if (direction !== 'download') {
    const rule = 'Copies what has another size, or is newer here than there.'
    return compare === 'exact-timestamps'
      ? `${rule} The same as size and time: S3 sets the time of what is written.`
      : rule
  }
  if (compare === 'default') return 'Copies what has another size, or is older in the bucket.'
  const rule = 'Copies what has another size, or a time that differs by a second or more.'
  return compare === 'exact-timestamps' ? `${rule} In this window the same as size and time.` : rule
}

/** What is copied will be there under its own name: `s3://acme-www/site/…`. */
export const resultOf = ({ text }: Place): string =>
  `${text.replace(/[/\\]$/, '')}${text.includes('\\') ? '\\' : '/'}…`

/** What new objects get besides their bytes, and the rest of the options, as parts of the sentence; empty for the usual. */
export function propertyWords(
  { properties, followLinks, trash }: Pick<SyncOptions, 'properties' | 'followLinks' | 'trash'>,
  direction: Direction,
): string[] {
  const { storageClass, encryption, acl } = properties
  return [
    storageClass === null ? null : `class ${storageClass}`,
    encryption === null ? null : encryption === 'AES256' ? 'encrypted' : 'encrypted with KMS',
    acl === null ? null : `ACL ${acl}`,
    followLinks ? null : 'links left out',
    trash || direction !== 'download' ? null : 'past the trash',
  ].filter((word) => word !== null)
}

import type { SyncOptions } from '../../../shared/sync-options.ts'
import type { Compare } from '../../../shared/sync-rules.ts'
import type { Direction } from '../../preview/options.ts'

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

type MoreOptions = Pick<
  SyncOptions,
  'properties' | 'followLinks' | 'moves' | 'deleteExtras' | 'compareProperties' | 'trash'
>

/** What becomes of a name that goes where a new one has the same content. */
export const movesMeaning: Readonly<Record<Direction, string>> = {
  upload: 'The bucket copies it, and nothing is sent. New files are read to know.',
  download: 'The file is renamed, and nothing is fetched. Files that would go are read to know.',
  copy: 'The bucket copies it under its new name, whose ETag it has.',
}

/** What comparing properties asks of servers, and does. */
export const propertiesMeaning = {
  upload: 'Types and headers of what is the same are mended in the bucket. One request for each such name.',
  copy: 'Types and headers of what is the same are mended in the bucket. Two requests for each such name.',
} as const satisfies Partial<Record<Direction, string>>

/** What is chosen besides, as parts of the sentence; empty where all is as usual. */
export function moreWords(options: MoreOptions, direction: Direction): string[] {
  const { storageClass, encryption, acl } = options.properties
  return [
    options.moves && options.deleteExtras ? 'moves' : null,
    options.compareProperties && direction !== 'download' ? 'properties too' : null,
    storageClass === null ? null : `class ${storageClass}`,
    encryption === null ? null : encryption === 'AES256' ? 'encrypted' : 'encrypted with KMS',
    acl === null ? null : `ACL ${acl}`,
    options.followLinks ? null : 'links left out',
    options.trash || direction !== 'download' ? null : 'past the trash',
  ].filter((word) => word !== null)
}

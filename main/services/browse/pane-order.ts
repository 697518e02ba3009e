import type { BrowseSort } from '../../../shared/bridge/places.ts'
import type { Listed } from './listed-names.ts'

type Compare = (i: number, j: number) => number

/**
 * The order of a pane, as places in `entries`: folders first, then by the column; equals by name, and that always upwards.
 * @param keys of the entries' names: to compare names as a locale does would take several times as long.
 */
export function orderOf(
  entries: readonly Listed[],
  keys: readonly string[],
  { by, descending }: BrowseSort,
): Uint32Array {
  const compareNames: Compare = (i, j) =>
    compare(keys[i] ?? '', keys[j] ?? '') || compare(entries[i]?.name ?? '', entries[j]?.name ?? '')
  const columns: Readonly<Record<BrowseSort['by'], Compare>> = {
    name: compareNames,
    size: (i, j) => (entries[i]?.size ?? -1) - (entries[j]?.size ?? -1),
    modified: (i, j) => (entries[i]?.modified ?? -Infinity) - (entries[j]?.modified ?? -Infinity) || 0,
    class: (i, j) => compare(entries[i]?.storageClass ?? '', entries[j]?.storageClass ?? ''),
  }
  const column = columns[by]
  const sign = descending ? -1 : 1
  const rank = Uint8Array.from(entries, (entry) => (isFolder(entry) ? 0 : 1))
  return Uint32Array.from(entries.keys()).sort(
    (i, j) => (rank[i] ?? 0) - (rank[j] ?? 0) || sign * column(i, j) || compareNames(i, j),
  )
}

const isFolder = ({ kind }: Listed): boolean => kind === 'folder' || kind === 'bucket'

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * A text that sorts where people look for a name: without regard to case and accents, and numbers by their size.
 *
 * | name        | key          |
 * |-------------|--------------|
 * | `Été`       | `ete`        |
 * | `photo-9`   | `photo-19`   |
 * | `photo-10`  | `photo-210`  |
 * | `007`       | `17`         |
 */
export function nameKey(name: string): string {
  // eslint-disable-next-line no-control-regex -- all of ASCII, which has no accents
  const plain = /^[\x00-\x7f]*$/.test(name) ? name : name.normalize('NFD').replace(/\p{M}/gu, '')
  return plain
    .toLowerCase()
    .replace(/0*(\d+)/g, (_, digits: string) => `${lengthKey(digits.length)}${digits}`)
}

/** A length as digits that sort by it: 1 to 8, then 90 to 98, then 990 and so on. */
const lengthKey = (length: number): string => `${'9'.repeat(Math.floor(length / 9))}${length % 9}`

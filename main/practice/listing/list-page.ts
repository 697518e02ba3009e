import type { Position } from '../store/position.ts'
import { afterKey, beforeKey } from '../store/position.ts'

/** Anything listed. */
export interface Listed {
  readonly key: string
}

/** What a listing is asked for. */
export interface PageQuery {
  readonly prefix: string
  /** Empty for none. */
  readonly delimiter: string
  /** Entries have to come after this place. */
  readonly after: Position
  /** Entries and common prefixes together, at most. */
  readonly limit: number
}

export interface Page<Entry> {
  readonly entries: readonly Entry[]
  readonly commonPrefixes: readonly string[]
  readonly truncated: boolean
  /** The last that is in the page, in listing order: an entry, a common prefix, or null where the page is empty. */
  readonly last: { readonly entry: Entry } | { readonly commonPrefix: string } | null
}

/**
 * One page of a listing, in UTF-8 order of keys. Keys that have the delimiter after the prefix are rolled up into
 * common prefixes; what lies below one is skipped without being read.
 * @param scan entries after a place, in order, read as far as they are asked for
 */
export function listPage<Entry extends Listed>(
  query: PageQuery,
  scan: (after: Position) => Iterable<Entry>,
): Page<Entry> {
  const { prefix, delimiter, limit } = query
  const entries: Entry[] = []
  const commonPrefixes: string[] = []
  let last: Page<Entry>['last'] = null
  let after: Position | null = limit === 0 ? null : laterOf(query.after, beforeKey(prefix))

  while (after !== null) {
    const place: Position = after
    after = null
    for (const entry of scan(place)) {
      if (!entry.key.startsWith(prefix)) break
      if (entries.length + commonPrefixes.length === limit)
        return { entries, commonPrefixes, truncated: true, last }
      const commonPrefix = rollUp(entry.key, prefix, delimiter)
      if (commonPrefix === null) {
        entries.push(entry)
        last = { entry }
      } else {
        commonPrefixes.push(commonPrefix)
        last = { commonPrefix }
        after = afterPrefix(commonPrefix)
        break
      }
    }
  }
  return { entries, commonPrefixes, truncated: false, last }
}

/** The key up to and with the first delimiter after the prefix; null where there is none. */
export function rollUp(key: string, prefix: string, delimiter: string): string | null {
  if (delimiter === '' || !key.startsWith(prefix)) return null
  const index = key.indexOf(delimiter, prefix.length)
  return index < 0 ? null : key.slice(0, index + delimiter.length)
}

/**
 * The place after every key that begins with a prefix: before the least string that is greater than all of them,
 * which is the prefix with its last character counted up. Null where no string is.
 */
export function afterPrefix(prefix: string): Position | null {
  const characters = Array.from(prefix)
  while (characters.length > 0) {
    const code = characters.pop()?.codePointAt(0) ?? 0
    if (code === 0x10ffff) continue
    // UTF-8 has no surrogates: the character after U+D7FF is U+E000.
    const next = code === 0xd7ff ? 0xe000 : code + 1
    return beforeKey(characters.join('') + String.fromCodePoint(next))
  }
  return null
}

/**
 * Where a page goes on that names a marker: after it, or, where the marker lies below a common prefix, after all of
 * that (measured of S3; `start-after` alone does not skip the rest of a common prefix).
 */
export function afterMarker(marker: string, prefix: string, delimiter: string): Position {
  const commonPrefix = rollUp(marker, prefix, delimiter)
  return commonPrefix === null ? afterKey(marker) : (afterPrefix(commonPrefix) ?? afterKey(marker))
}

function laterOf(a: Position, b: Position): Position {
  const order = Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || a.order - b.order
  return order >= 0 ? a : b
}

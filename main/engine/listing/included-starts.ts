import type { Filter } from '../../../shared/sync-rules.ts'
import { compileGlob } from './fnmatch.ts'
import { compareKeys } from './key-order.ts'

/** Each start is a listing of its own, with a request at least: more of them are not worth it. */
const mostStarts = 16

/** In UTF-8: with what a key may start with before it, a prefix has to stay below the 1,024 bytes of a key. */
const longestStart = 256

/**
 * What every key that the filters include starts with: one of these texts, in key order, none the start of another.
 * Null where nothing of use can be said.
 *
 * | filters                                                     | included keys start with                         |
 * |-------------------------------------------------------------|--------------------------------------------------|
 * | none excludes everything (`*`)                              | anything: null                                   |
 * | the last such, and includes after it                        | the text before the first wildcard of an include |
 * | the same, and an include of them begins with a wildcard     | anything: null                                   |
 * | the same, and excludes among them                           | the same: an exclude only takes away (FLT-2)     |
 * | the last such, and no include after it                      | nothing: null, for what is there is still counted |
 * | an include with more text before its first wildcard than a prefix can have | null                             |
 * | any begins with `/`: the two sides may decide another way (FLT-4) | null                                       |
 * | on Windows, where case does not count (FLT-6)               | null                                             |
 */
export function includedStarts(
  filters: readonly Filter[],
  platform: 'posix' | 'win32',
): readonly string[] | null {
  if (platform === 'win32' || filters.some(({ pattern }) => pattern.startsWith('/'))) return null
  const last = filters.findLastIndex(({ kind, pattern }) => kind === 'exclude' && /^\*+$/.test(pattern))
  if (last < 0) return null
  const starts = filters
    .slice(last + 1)
    .filter(({ kind }) => kind === 'include')
    .map(({ pattern }) => compileGlob(pattern).literalStart)
    .sort(compareKeys)
  const apart: string[] = []
  for (const start of starts) {
    const before = apart.at(-1)
    if (before === undefined || !start.startsWith(before)) apart.push(start)
  }
  const isOfUse = apart.length > 0 && apart.length <= mostStarts && apart[0] !== ''
  return isOfUse && apart.every((start) => Buffer.byteLength(start) <= longestStart) ? apart : null
}

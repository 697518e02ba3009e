import type { Filter } from '../../shared/sync-rules.ts'

/**
 * A filter as a line of an ignore file; null where no line says the same:
 *
 * | pattern of the filter    | line     |
 * |--------------------------|----------|
 * | `*.tmp`                  | `*.tmp`  |
 * | `blog/*`                 | `/blog/` |
 * | `blog/a.txt`             | `/blog/a.txt` |
 * | any other                | none: there `*` stays within a name |
 */
export function ignoreLineOf({ kind, pattern }: Filter): string | null {
  const line = lineOf(pattern)
  return line === null ? null : `${kind === 'include' ? '!' : ''}${line}`
}

function lineOf(pattern: string): string | null {
  if (pattern.startsWith('*')) {
    const end = literalOf(pattern.slice(1))
    return end === null || end === '' || end.includes('/') ? null : `*${escaped(end)}`
  }
  const isFolder = pattern.endsWith('/*')
  const path = literalOf(isFolder ? pattern.slice(0, -2) : pattern)
  if (path === null || path === '' || path.startsWith('/')) return null
  return `/${escaped(path)}${isFolder ? '/' : ''}`
}

/** The one text that a pattern matches; null for a pattern that matches others too. */
function literalOf(pattern: string): string | null {
  const text = pattern.replace(/\[([*?[])\]/g, (_, character: string) => marks[character] ?? '')
  if (/[*?[\r\n]/.test(text)) return null
  return text.replace(/[\uE000-\uE002]/g, (mark) => characters[mark] ?? '')
}

/** Characters of no script, in the place of those that a pattern has escaped. */
const marks: Readonly<Record<string, string>> = { '*': '\uE000', '?': '\uE001', '[': '\uE002' }
const characters: Readonly<Record<string, string>> = { '\uE000': '*', '\uE001': '?', '\uE002': '[' }

const escaped = (text: string): string =>
  text.replace(/[\\*?[]/g, String.raw`\$&`).replace(/ $/, String.raw`\ `)

/** The text of an ignore file with one more line at its end. */
export const withLine = (text: string, line: string): string =>
  `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`

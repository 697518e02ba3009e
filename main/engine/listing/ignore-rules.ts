import type { IgnoreRule } from '../../../shared/sync-rules.ts'
import { compileGlob } from './fnmatch.ts'

/** What a line of an ignore file catches. Keys have `/` between their names. */
export interface IgnorePattern {
  /** The name itself, or a folder that it is in, fits. */
  catches(key: string): boolean
  /** False only where nothing below the folder can be caught. `folder` ends in `/`. */
  mayCatchBelow(folder: string): boolean
}

/** One name of a pattern, or any number of folders. */
type Step = ((name: string) => boolean) | 'folders'

/**
 * Reads an ignore file. Of several lines that catch a name the last one decides (docs/filters.md):
 *
 * | line                  | means                                                                 |
 * |-----------------------|-----------------------------------------------------------------------|
 * | empty, or `# …`       | nothing                                                               |
 * | `*.tmp`               | leaves out this name in any folder; with a folder all that is in it   |
 * | `/draft`, `blog/*.md` | the same, from the folder of the file on: there is a `/` before its end |
 * | `cache/`              | folders alone                                                         |
 * | `!keep.tmp`           | takes in again                                                        |
 *
 * Space at the end counts only after a backslash, which takes away the meaning of what comes after it.
 */
export function parseIgnoreFile(text: string): IgnoreRule[] {
  const rules: IgnoreRule[] = []
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.replace(/(?<!\\)[ \t]+$/, '')
    if (line === '' || line.startsWith('#')) continue
    const isInclude = line.startsWith('!')
    const pattern = isInclude ? line.slice(1) : line
    if (/^\/*$/.test(pattern)) continue
    rules.push({ kind: isInclude ? 'include' : 'exclude', pattern, line: index + 1 })
  }
  return rules
}

/**
 * Compiles a pattern of an ignore file: `*`, `?` and `[…]` stay within a name, and `**` as a whole name stands for any
 * number of folders. Time is in proportion to names times steps at worst: nothing backtracks.
 * @param foldCase names that differ by case alone are one
 */
export function compileIgnorePattern(pattern: string, foldCase = false): IgnorePattern {
  const fold = (text: string): string => (foldCase ? text.toLowerCase() : text)
  const onlyFolders = /(?<!\\)\/$/.test(pattern)
  const body = fold(pattern).replace(/\/+$/, '')
  const names = body.replace(/^\//, '').split('/')
  const steps: Step[] = names.map((name, place) => {
    if (name !== '**') return nameMatcher(name)
    // At the end it is what is in the folder, and not the folder.
    return place === names.length - 1 ? () => true : 'folders'
  })
  if (!body.includes('/')) steps.unshift('folders')

  /** Goes through names as far as something can fit. @returns the place of the name that fits first, or why there is none. */
  const walk = (key: string): number | 'never' | 'maybe' => {
    let at = reach([0], steps)
    let place = 0
    for (const name of namesOf(fold(key))) {
      const next = new Set<number>()
      for (const step of at) {
        const matcher = steps[step]
        if (matcher === 'folders') next.add(step)
        else if (matcher?.(name) === true) next.add(step + 1)
      }
      at = reach(next, steps)
      if (at.has(steps.length)) return place
      if (at.size === 0) return 'never'
      place++
    }
    return 'maybe'
  }

  return {
    catches(key) {
      const place = walk(key)
      if (typeof place !== 'number') return false
      return !onlyFolders || key.endsWith('/') || place < namesOf(key).length - 1
    },
    mayCatchBelow: (folder) => walk(folder) !== 'never',
  }
}

/** The steps that can come next: any number of folders may be none. */
function reach(from: Iterable<number>, steps: readonly Step[]): Set<number> {
  const reached = new Set<number>()
  for (let step of from) {
    reached.add(step)
    while (steps[step] === 'folders') reached.add(++step)
  }
  return reached
}

const namesOf = (key: string): string[] => (key.endsWith('/') ? key.slice(0, -1) : key).split('/')

/** One name. `**` within one is `*`; a backslash makes a class of what it stands before, and `[^…]` is `[!…]`. */
function nameMatcher(name: string): (text: string) => boolean {
  const pattern = name
    .replace(/\\(.)/gsu, (_, character: string) => (/[*?[]/.test(character) ? `[${character}]` : character))
    .replaceAll('[^', '[!')
  const glob = compileGlob(pattern)
  return (text) => glob.matches(text)
}

import type { Filter } from '../../../shared/sync-rules.ts'
import { compileGlob, type Glob } from './fnmatch.ts'

/** Which side's keys are filtered: a pattern that starts with `/` is a path on this machine (FLT-4). */
export type FilteredSide = { readonly kind: 'local'; readonly root: string } | { readonly kind: 's3' }

export interface Decision {
  readonly included: boolean
  /** The filter that decided, as it was given (`--exclude *.tmp`); null where none matched. */
  readonly by: string | null
}

/** The filters of a run over the keys of one side. */
export interface KeyFilter {
  decide(key: string): Decision
  includes(key: string): boolean
  /**
   * True only where the patterns prove that every key below the folder is excluded (D-7). `folder` is its key, with or
   * without a slash at its end.
   */
  canSkipFolder(folder: string): boolean
}

const includedByDefault: Decision = { included: true, by: null }

/**
 * Compiles ordered `--exclude` and `--include` filters for one side. The root is literal, and each side's patterns are
 * rooted at its own root (D-8), so a pattern is matched against the key alone:
 *
 * | filters that match    | decision                          |
 * |-----------------------|-----------------------------------|
 * | none                  | included (FLT-1)                  |
 * | some                  | what the last of them says (FLT-2)|
 *
 * | pattern starts with `/` | matched against                                       |
 * |-------------------------|-------------------------------------------------------|
 * | no                      | the key                                               |
 * | yes, local side         | the absolute path                                     |
 * | yes, S3 side            | nothing: an S3 path starts with a bucket name (FLT-4) |
 *
 * On Windows case does not count, and `/` and `\` are the same in pattern and key alike (FLT-6, FLT-12).
 */
export function compileFilters(
  filters: readonly Filter[],
  side: FilteredSide,
  platform: 'posix' | 'win32' = 'posix',
): KeyFilter {
  const normalize = platform === 'win32' ? likeWindows : (text: string): string => text
  const root = side.kind === 'local' ? normalize(withoutEndSlash(side.root)) : ''
  const slash = normalize('/')
  const compiled = filters.flatMap(({ kind, pattern }): CompiledFilter[] => {
    const absolute = isAbsolute(pattern, platform)
    if (absolute && side.kind === 's3') return []
    const glob = compileGlob(rootedAtDrive(normalize(pattern), root, platform))
    return [{ glob, absolute, decision: { included: kind === 'include', by: `--${kind} ${pattern}` } }]
  })
  if (compiled.length === 0) {
    return { decide: () => includedByDefault, includes: () => true, canSkipFolder: () => false }
  }

  const subject = (filter: CompiledFilter, name: string): string =>
    filter.absolute ? `${root}${slash}${name}` : name

  const decide = (key: string): Decision => {
    const name = normalize(key)
    return (
      compiled.findLast((filter) => filter.glob.matches(subject(filter, name)))?.decision ?? includedByDefault
    )
  }

  const canSkipFolder = (folder: string): boolean => {
    const start = normalize(folder.endsWith('/') ? folder : `${folder}/`)
    for (const filter of compiled.toReversed()) {
      const text = subject(filter, start)
      if (filter.decision.included) {
        if (mayMatchBelow(filter.glob, text)) return false
      } else if (filter.glob.endsInStar && filter.glob.matches(text)) return true
    }
    return false
  }

  return { decide, includes: (key) => decide(key).included, canSkipFolder }
}

/** Leaves out of what a filter includes all but the selected names directly below the root, and what is below them. */
export function onlySelected(filter: KeyFilter, selection: readonly string[] | null): KeyFilter {
  if (selection === null) return filter
  const names = new Set(selection)
  const isSelected = (key: string): boolean => {
    const slash = key.indexOf('/')
    return names.has(slash < 0 ? key : key.slice(0, slash))
  }
  const notSelected: Decision = { included: false, by: 'not selected' }
  return {
    decide: (key) => (isSelected(key) ? filter.decide(key) : notSelected),
    includes: (key) => isSelected(key) && filter.includes(key),
    canSkipFolder: (folder) => !isSelected(folder) || filter.canSkipFolder(folder),
  }
}

interface CompiledFilter {
  readonly glob: Glob
  /** Matched against the absolute path. */
  readonly absolute: boolean
  readonly decision: Decision
}

/** False only where no text that begins with `start` can match. */
const mayMatchBelow = (glob: Glob, start: string): boolean =>
  glob.literalStart.startsWith(start) || start.startsWith(glob.literalStart)

/** As Python's `normcase` does it for Windows. */
const likeWindows = (text: string): string => text.toLowerCase().replaceAll('/', '\\')

const withoutEndSlash = (root: string): string => root.replace(/[\\/]$/, '')

const isAbsolute = (pattern: string, platform: 'posix' | 'win32'): boolean =>
  platform === 'win32' ? /^([a-z]:)?[\\/]/i.test(pattern) : pattern.startsWith('/')

/** On Windows a path that starts with a slash is on the drive of what it is joined to. */
const rootedAtDrive = (pattern: string, root: string, platform: 'posix' | 'win32'): string =>
  platform === 'win32' && /^\\(?!\\)/.test(pattern) ? `${/^[a-z]:/.exec(root)?.[0] ?? ''}${pattern}` : pattern

import { ignoreFileName, type Filter, type IgnoreFile } from '../../../shared/sync-rules.ts'
import { compileGlob, type Glob } from './fnmatch.ts'
import { compileIgnorePattern } from './ignore-rules.ts'

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
  /** The places of all rules that match, among those of the ignore file and then the filters; the last one decides. */
  matching(key: string): number[]
  /**
   * True only where the patterns prove that every key below the folder is excluded (D-7). `folder` is its key, with or
   * without a slash at its end.
   */
  canSkipFolder(folder: string): boolean
}

const includedByDefault: Decision = { included: true, by: null }

/** A rule as it is asked: with a name as the platform compares it. */
interface CompiledRule {
  readonly decision: Decision
  matches(name: string): boolean
  /** It is true of all that is below the folder. */
  covers(folder: string): boolean
  /** False only where it is true of nothing below the folder. */
  mayMatchBelow(folder: string): boolean
}

/**
 * Compiles the lines of an ignore file and then ordered `--exclude` and `--include` filters for one side. The root is
 * literal, and each side's patterns are rooted at its own root (D-8), so a pattern is matched against the key alone:
 *
 * | rules that match      | decision                          |
 * |-----------------------|-----------------------------------|
 * | none                  | included (FLT-1)                  |
 * | some                  | what the last of them says (FLT-2)|
 *
 * | filter starts with `/`  | matched against                                       |
 * |-------------------------|-------------------------------------------------------|
 * | no                      | the key                                               |
 * | yes, local side         | the absolute path                                     |
 * | yes, S3 side            | nothing: an S3 path starts with a bucket name (FLT-4) |
 *
 * The file of rules at the root is left out itself, unless a line of it or a filter says otherwise. On Windows case does
 * not count, and `/` and `\` are the same in pattern and key alike (FLT-6, FLT-12).
 */
export function compileFilters(
  filters: readonly Filter[],
  side: FilteredSide,
  platform: 'posix' | 'win32' = 'posix',
  ignore: IgnoreFile | null = null,
): KeyFilter {
  const normalize = platform === 'win32' ? likeWindows : (text: string): string => text
  const own = ignore === null ? [] : [ownName(ignore, platform)]
  const rules = [
    ...own,
    ...(ignore === null ? [] : ignoreRules(ignore, platform)),
    ...filters.map((filter) => filterRule(filter, side, platform, normalize)),
  ]
  if (rules.length === 0) {
    return {
      decide: () => includedByDefault,
      includes: () => true,
      matching: () => [],
      canSkipFolder: () => false,
    }
  }

  const decide = (key: string): Decision => {
    const name = normalize(key)
    return rules.findLast((rule) => rule.matches(name))?.decision ?? includedByDefault
  }

  const canSkipFolder = (folder: string): boolean => {
    const start = normalize(folder.endsWith('/') ? folder : `${folder}/`)
    for (const rule of rules.toReversed()) {
      if (rule.decision.included) {
        if (rule.mayMatchBelow(start)) return false
      } else if (rule.covers(start)) return true
    }
    return false
  }

  const matching = (key: string): number[] => {
    const name = normalize(key)
    return rules.flatMap((rule, place) =>
      place >= own.length && rule.matches(name) ? [place - own.length] : [],
    )
  }

  return { decide, includes: (key) => decide(key).included, matching, canSkipFolder }
}

/** One `--exclude` or `--include`. */
function filterRule(
  { kind, pattern }: Filter,
  side: FilteredSide,
  platform: 'posix' | 'win32',
  normalize: (text: string) => string,
): CompiledRule {
  const decision = { included: kind === 'include', by: `--${kind} ${pattern}` }
  const absolute = isAbsolute(pattern, platform)
  if (absolute && side.kind === 's3') {
    return { decision, matches: () => false, covers: () => false, mayMatchBelow: () => false }
  }
  const root = side.kind === 'local' ? normalize(withoutEndSlash(side.root)) : ''
  const before = absolute ? `${root}${normalize('/')}` : ''
  const glob = compileGlob(rootedAtDrive(normalize(pattern), root, platform))
  return {
    decision,
    matches: absolute ? (name) => glob.matches(before + name) : (name) => glob.matches(name),
    covers: (folder) => glob.endsInStar && glob.matches(before + folder),
    mayMatchBelow: (folder) => mayMatchBelow(glob, before + folder),
  }
}

/** The lines of an ignore file. */
function ignoreRules({ name, rules }: IgnoreFile, platform: 'posix' | 'win32'): CompiledRule[] {
  const toKey =
    platform === 'win32' ? (text: string) => text.replaceAll('\\', '/') : (text: string): string => text
  return rules.map(({ kind, pattern, line }) => {
    const compiled = compileIgnorePattern(pattern, platform === 'win32')
    return {
      decision: {
        included: kind === 'include',
        by: `${name}:${line} ${kind === 'include' ? '!' : ''}${pattern}`,
      },
      matches: (text) => compiled.catches(toKey(text)),
      covers: (folder) => compiled.catches(toKey(folder)),
      mayMatchBelow: (folder) => compiled.mayCatchBelow(toKey(folder)),
    }
  })
}

/** What says what is left out is nobody's content. */
function ownName({ name }: IgnoreFile, platform: 'posix' | 'win32'): CompiledRule {
  const [rule] = ignoreRules(
    { name, rules: [{ kind: 'exclude', pattern: `/${ignoreFileName}`, line: 0 }] },
    platform,
  )
  if (rule === undefined) throw new Error('One line makes one rule.')
  return { ...rule, decision: { included: false, by: ignoreFileName } }
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
    matching: (key) => (isSelected(key) ? filter.matching(key) : []),
    canSkipFolder: (folder) => !isSelected(folder) || filter.canSkipFolder(folder),
  }
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

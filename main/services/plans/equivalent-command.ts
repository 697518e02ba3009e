import type { SyncOptions } from '../../../shared/sync-options.ts'
import type { Filter, MaxDelete } from '../../../shared/sync-rules.ts'

/** What the command line is to do. */
export interface CommandParts {
  readonly source: string
  readonly destination: string
  readonly options: SyncOptions
  /** Those of the selection included. */
  readonly filters: readonly Filter[]
  /** Flags and values, in turn, of the source's connection where it is another than the destination's. */
  readonly sourceConnection: readonly string[]
  readonly connection: readonly string[]
  /** What it deletes and replaces goes to the trash. */
  readonly trash: boolean
  /** From a bucket to a bucket: the source's flags are then those that begin with `--source-`. */
  readonly isCopy: boolean
}

/** The command line that plans and runs the same, to paste into a shell of the platform. */
export function equivalentCommand(parts: CommandParts, platform: NodeJS.Platform): string {
  const { options } = parts
  const { storageClass, encryption, kmsKeyId, acl } = options.properties
  const words = [
    'sluice',
    'sync',
    parts.source,
    parts.destination,
    ...(options.deleteExtras ? ['--delete'] : []),
    ...(options.deleteExtras && options.moves ? ['--moves'] : []),
    ...(options.compare === 'size-only' ? ['--size-only'] : []),
    ...compareFlag(parts),
    ...(options.compare === 'any-time' || options.compare === 'exact-timestamps'
      ? ['--exact-timestamps']
      : []),
    ...(options.followLinks ? [] : ['--no-follow-symlinks']),
    ...(parts.trash ? ['--trash'] : []),
    ...parts.filters.flatMap(({ kind, pattern }) => filterFlag(`--${kind}`, pattern)),
    ...(options.ignoreFile ? [] : ['--no-ignore-file']),
    ...(options.maxDelete === null ? [] : ['--max-delete', maxDeleteText(options.maxDelete)]),
    ...(storageClass === null ? [] : ['--storage-class', storageClass]),
    ...(encryption === null ? [] : ['--sse', encryption]),
    ...(encryption !== 'aws:kms' || kmsKeyId === null ? [] : ['--sse-kms-key-id', kmsKeyId]),
    ...(acl === null ? [] : ['--acl', acl]),
    ...(parts.isCopy ? parts.sourceConnection.map(asSourceFlag) : parts.sourceConnection),
    ...parts.connection,
  ]
  return commandOf(words, platform)
}

/** What is on a disk has no properties, and there the flag is refused. */
function compareFlag({ options, destination }: CommandParts): string[] {
  const words = [
    ...(options.compare === 'content' ? ['content'] : []),
    ...(options.compareProperties && destination.startsWith('s3://') ? ['properties'] : []),
  ]
  return words.length === 0 ? [] : ['--compare', words.join(',')]
}

/** As the flag takes it. */
function maxDeleteText(most: MaxDelete): string {
  if (most.kind === 'count') return String(most.count)
  return most.kind === 'share' ? `${most.percent}%` : `${most.bytes}B`
}

/** Words as one types them into a shell of the platform. */
export const commandOf = (words: readonly string[], platform: NodeJS.Platform): string =>
  words.map(platform === 'win32' ? quoteForPowerShell : quoteForShell).join(' ')

export const asSourceFlag = (word: string, place: number): string =>
  place % 2 === 0 ? word.replace(/^--/, '--source-') : word

/** A pattern that looks like a flag stands in one word with its own, or it would be taken for one. */
const filterFlag = (flag: string, pattern: string): string[] =>
  pattern.startsWith('-') ? [`${flag}=${pattern}`] : [flag, pattern]

const plain = /^[\w@%+=:,./-]+$/

const quoteForShell = (word: string): string =>
  plain.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`

/** PowerShell takes the typographic quotes for quotes too. */
const quoteForPowerShell = (word: string): string =>
  /^[\w+=:./\\-]+$/.test(word) ? word : `'${word.replace(/['‘’‚‛]/g, '$&$&')}'`

import type { SyncOptions } from '../../../shared/sync-options.ts'
import type { Filter } from '../../../shared/sync-rules.ts'

/** What the command line is to do. */
export interface CommandParts {
  readonly source: string
  readonly destination: string
  readonly options: SyncOptions
  /** Those of the selection included. */
  readonly filters: readonly Filter[]
  /** Flags of the connections, of both sides, source first. */
  readonly connections: readonly string[]
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
    ...(options.compare === 'size-only' ? ['--size-only'] : []),
    ...(options.compare === 'any-time' || options.compare === 'exact-timestamps'
      ? ['--exact-timestamps']
      : []),
    ...(options.followLinks ? [] : ['--no-follow-symlinks']),
    ...parts.filters.flatMap(({ kind, pattern }) => [`--${kind}`, pattern]),
    ...(storageClass === null ? [] : ['--storage-class', storageClass]),
    ...(encryption === null ? [] : ['--sse', encryption]),
    ...(encryption !== 'aws:kms' || kmsKeyId === null ? [] : ['--sse-kms-key-id', kmsKeyId]),
    ...(acl === null ? [] : ['--acl', acl]),
    ...parts.connections,
  ]
  return words.map(platform === 'win32' ? quoteForPowerShell : quoteForShell).join(' ')
}

const plain = /^[\w@%+=:,./-]+$/

const quoteForShell = (word: string): string =>
  plain.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`

const quoteForPowerShell = (word: string): string =>
  /^[\w+=:./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "''")}'`

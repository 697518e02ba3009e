import type { ChecksumAlgorithm } from '../../shared/checksum-algorithms.ts'
import { SluiceError } from '../../shared/errors.ts'
import { defaultRules, type SyncRules } from '../../shared/sync-rules.ts'

export const verbs = [
  'sync',
  'cp',
  'plan',
  'show',
  'apply',
  'undo',
  'ls',
  'presign',
  'cleanup',
  'practice',
] as const
export type Verb = (typeof verbs)[number]

/** How the server is reached, as the AWS tools have it; absent means from the environment and the shared files. */
export interface ConnectionOptions {
  /** The name of a saved one. */
  saved?: string
  profile?: string
  region?: string
  endpointUrl?: string
  readTimeoutSeconds?: number
  connectTimeoutSeconds?: number
  /** Bytes a second. */
  leastRate?: number
  verifySsl?: boolean
  caBundle?: string
  signRequests?: boolean
  requestPayer?: boolean
  checksumAlgorithm?: ChecksumAlgorithm
  /** Ask for the checksum of each download. */
  askChecksums?: boolean
}

/** How the source of a copy is reached, where that is another way than the destination (PRP-7, D-23). */
export interface SourceOptions {
  saved?: string
  profile?: string
  region?: string
  endpointUrl?: string
}

/** A key of SSE-C as it was typed (PRP-6). */
export interface TypedKey {
  algorithm?: string
  key?: string
}

/** What is said, and where (FMT-3). */
export interface ShowOptions {
  quiet: boolean
  onlyErrors: boolean
  progress: boolean
  json: boolean
  csv: boolean
  debug: boolean
  /** Seconds between two lines of progress; null for ten redraws a second. */
  progressEvery: number | null
  /** Progress is a line each time, and not one that is drawn again. */
  progressLines: boolean
}

/** Everything that flags set, with the defaults where none did. */
export interface Options {
  rules: SyncRules
  /** A path as it was typed; `found` is the one at the source's root, and null none. */
  ignoreFile: { readonly path: string } | 'found' | null
  connection: ConnectionOptions
  /** What goes before the settings of the profile. */
  transfer: { maxConcurrentRequests?: number; memoryBudget?: number }
  source: SourceOptions
  sseC: TypedKey
  sseCCopySource: TypedKey
  /** Names of the flags that were given, without their dashes. */
  given: string[]
  /** Accepted for the sake of scripts, and without meaning here. */
  ignored: string[]
  show: ShowOptions
  /** Put what is replaced or deleted into the trash first. */
  trash: boolean
  /** A folder for it, as it was typed; null for none. */
  backupDir: string | null
  /** A prefix for it, as it was typed; null for none. */
  backupPrefix: string | null
  /** Path of the plan file to write; null for none. */
  planOut: string | null
  /** A folder may be on another disk than in the last run. */
  allowChangedMount: boolean
  /** The run whose refused rows are planned again; null for none. */
  again: string | null
  /** The key whose row is to be explained; null for all rows. */
  why: string | null
  recursive: boolean
  humanReadable: boolean
  summarize: boolean
  tour: boolean
  port: number
  directory: string | null
  /** Clean up what others have begun, too. */
  others: boolean
  /** Days. */
  olderThan: number
  /** Seconds. */
  expiresIn: number
}

export function defaultOptions(): Options {
  return {
    rules: {
      ...defaultRules,
      filters: [],
      properties: { ...defaultRules.properties, grants: [] },
    },
    ignoreFile: 'found',
    connection: {},
    transfer: {},
    source: {},
    sseC: {},
    sseCCopySource: {},
    given: [],
    ignored: [],
    show: {
      quiet: false,
      onlyErrors: false,
      progress: true,
      json: false,
      csv: false,
      debug: false,
      progressEvery: null,
      progressLines: false,
    },
    trash: false,
    backupDir: null,
    backupPrefix: null,
    planOut: null,
    allowChangedMount: false,
    again: null,
    why: null,
    recursive: false,
    humanReadable: false,
    summarize: false,
    tour: false,
    port: 0,
    directory: null,
    others: false,
    olderThan: 7,
    expiresIn: 3600,
  }
}

export const groups = [
  'What is transferred',
  'What is deleted',
  'What is cleaned up',
  'What new objects get',
  'Output',
  'Connection',
  'Practice',
] as const

export interface Flag {
  /** Without its dashes. */
  readonly name: string
  /** One letter, without its dash. */
  readonly short?: string
  /** What its value is called in the help; a flag without one is a switch. */
  readonly value?: string
  /** What it has where its value is left out; a value can only be left out with this. */
  readonly orElse?: string
  /** Takes one value or more. */
  readonly many?: boolean
  readonly verbs: readonly Verb[]
  readonly group: (typeof groups)[number]
  readonly help: string
  /** Takes one occurrence into the options, in the order of the command line. `text` is empty for a switch. */
  readonly set: (options: Options, text: string) => void
}

/** Those that compare two sides. */
export const syncs: readonly Verb[] = ['sync', 'plan']
/** Those that decide what is transferred. */
export const transfers: readonly Verb[] = [...syncs, 'cp']
/** Those that read one side and write the other, or say what would be. */
export const copies: readonly Verb[] = [...transfers, 'apply']
/** Those that change something, or say what would be. */
export const runs: readonly Verb[] = [...copies, 'undo']
export const remote: readonly Verb[] = [...runs, 'ls', 'presign', 'cleanup']

export const badValue = (
  flag: string,
  text: string,
  advice: string,
  code: 'usage' | 'bad-grant' = 'usage',
): SluiceError =>
  new SluiceError({ code, message: `${flag} can't be ${JSON.stringify(text)}.`, subject: flag, advice })

export const badChoice = (flag: string, text: string, choices: readonly string[]): SluiceError =>
  badValue(flag, text, `Choose one of ${choices.join(', ')}.`)

/** A whole number of 0 or more. @throws SluiceError `usage` */
export function readWhole(flag: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value <= most) return value
  const range = most === Number.MAX_SAFE_INTEGER ? 'of 0 or more' : `from 0 to ${most}`
  throw badValue(flag, text, `Give a whole number ${range}.`)
}

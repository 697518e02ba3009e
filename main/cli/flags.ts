import { SluiceError } from '../../shared/errors.ts'
import { parseBytes } from '../../shared/formats.ts'
import { defaultRules, type MaxDelete, type SyncRules } from '../../shared/sync-rules.ts'

export const verbs = ['sync', 'cp', 'ls', 'practice'] as const
export type Verb = (typeof verbs)[number]

/** How the server is reached, as the AWS tools have it; absent means from the environment and the shared files. */
export interface ConnectionOptions {
  profile?: string
  region?: string
  endpointUrl?: string
  readTimeoutSeconds?: number
  connectTimeoutSeconds?: number
  verifySsl?: boolean
  caBundle?: string
  signRequests?: boolean
}

/** What is said, and where (FMT-3). */
export interface ShowOptions {
  quiet: boolean
  onlyErrors: boolean
  progress: boolean
  json: boolean
  debug: boolean
}

/** Everything that flags set, with the defaults where none did. */
export interface Options {
  rules: SyncRules
  connection: ConnectionOptions
  show: ShowOptions
  recursive: boolean
  humanReadable: boolean
  summarize: boolean
  tour: boolean
  port: number
  directory: string | null
}

export function defaultOptions(): Options {
  return {
    rules: { ...defaultRules, filters: [] },
    connection: {},
    show: { quiet: false, onlyErrors: false, progress: true, json: false, debug: false },
    recursive: false,
    humanReadable: false,
    summarize: false,
    tour: false,
    port: 0,
    directory: null,
  }
}

export const groups = ['What is transferred', 'What is deleted', 'Output', 'Connection', 'Practice'] as const

export interface Flag {
  /** Without its dashes. */
  readonly name: string
  /** What its value is called in the help; a flag without one is a switch. */
  readonly value?: string
  readonly verbs: readonly Verb[]
  readonly group: (typeof groups)[number]
  readonly help: string
  /** Takes one occurrence into the options, in the order of the command line. `text` is empty for a switch. */
  readonly set: (options: Options, text: string) => void
}

const transfers: readonly Verb[] = ['sync', 'cp']
const remote: readonly Verb[] = ['sync', 'cp', 'ls']

/** Every flag of every command: what the parser takes, what the help says, what it does. */
export const flags: readonly Flag[] = [
  {
    name: 'recursive',
    verbs: ['cp', 'ls'],
    group: 'What is transferred',
    help: 'Everything below the folder or prefix.',
    set: (options) => (options.recursive = true),
  },
  {
    name: 'dryrun',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Show what would be done, change nothing. The exit code is that of the run.',
    set: ({ rules }) => (rules.dryRun = true),
  },
  {
    name: 'exclude',
    value: 'PATTERN',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Leave out names that match. * matches anything, / included; ? one character; [seq] a set. Excluded names are not deleted either.',
    set: ({ rules }, pattern) => rules.filters.push({ kind: 'exclude', pattern }),
  },
  {
    name: 'include',
    value: 'PATTERN',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Take names back in. Of all the filters, the last that matches decides.',
    set: ({ rules }, pattern) => rules.filters.push({ kind: 'include', pattern }),
  },
  {
    name: 'size-only',
    verbs: ['sync'],
    group: 'What is transferred',
    help: 'Transfer only when sizes differ.',
    set: ({ rules }) => {
      // CMP-7: --exact-timestamps wins over --size-only, whichever comes first.
      if (rules.compare !== 'exact-timestamps') rules.compare = 'size-only'
    },
  },
  {
    name: 'exact-timestamps',
    verbs: ['sync'],
    group: 'What is transferred',
    help: 'Download also when the local file is older: whenever whole-second times differ.',
    set: ({ rules }) => (rules.compare = 'exact-timestamps'),
  },
  {
    name: 'follow-symlinks',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Take a link as what it points to. This is the default.',
    set: ({ rules }) => (rules.followLinks = true),
  },
  {
    name: 'no-follow-symlinks',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Leave links out.',
    set: ({ rules }) => (rules.followLinks = false),
  },
  {
    name: 'delete',
    verbs: ['sync'],
    group: 'What is deleted',
    help: 'Delete from the destination what the source does not have. See "Deletes" below.',
    set: ({ rules }) => (rules.delete = true),
  },
  {
    name: 'max-delete',
    value: 'N|N%|SIZE',
    verbs: ['sync'],
    group: 'What is deleted',
    help: 'When more would be deleted (entries, a share of the destination, or bytes as in 10GB), transfer but delete nothing, exit 5.',
    set: ({ rules }, text) => (rules.maxDelete = readMaxDelete(text)),
  },
  {
    name: 'allow-empty-source',
    verbs: ['sync'],
    group: 'What is deleted',
    help: 'Let --delete empty the destination when the source has nothing in it.',
    set: ({ rules }) => (rules.allowEmptySource = true),
  },
  {
    name: 'quiet',
    verbs: transfers,
    group: 'Output',
    help: 'Say nothing, failures included; the exit code still tells.',
    set: ({ show }) => (show.quiet = true),
  },
  {
    name: 'only-show-errors',
    verbs: transfers,
    group: 'Output',
    help: 'Only failures, warnings, and what a dry run would do.',
    set: ({ show }) => (show.onlyErrors = true),
  },
  {
    name: 'no-progress',
    verbs: transfers,
    group: 'Output',
    help: 'No progress line. It is only ever drawn on a terminal.',
    set: ({ show }) => (show.progress = false),
  },
  {
    name: 'json',
    verbs: transfers,
    group: 'Output',
    help: 'One JSON object a line on stdout: see "JSON" below.',
    set: ({ show }) => (show.json = true),
  },
  {
    name: 'debug',
    verbs: remote,
    group: 'Output',
    help: 'A trace on stderr: requests, retries, decisions, keyed by row; no secrets.',
    set: ({ show }) => (show.debug = true),
  },
  {
    name: 'human-readable',
    verbs: ['ls'],
    group: 'Output',
    help: 'Sizes as 1.2 MiB.',
    set: (options) => (options.humanReadable = true),
  },
  {
    name: 'summarize',
    verbs: ['ls'],
    group: 'Output',
    help: 'Count and total size at the end.',
    set: (options) => (options.summarize = true),
  },
  {
    name: 'profile',
    value: 'NAME',
    verbs: remote,
    group: 'Connection',
    help: 'A profile of the shared AWS configuration (also AWS_PROFILE).',
    set: ({ connection }, text) => (connection.profile = text),
  },
  {
    name: 'region',
    value: 'REGION',
    verbs: remote,
    group: 'Connection',
    help: 'The region (also AWS_REGION, or the profile).',
    set: ({ connection }, text) => (connection.region = text),
  },
  {
    name: 'endpoint-url',
    value: 'URL',
    verbs: remote,
    group: 'Connection',
    help: 'A server other than Amazon (also AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or the profile).',
    set: ({ connection }, text) => (connection.endpointUrl = readUrl(text)),
  },
  {
    name: 'no-sign-request',
    verbs: remote,
    group: 'Connection',
    help: 'Ask without credentials, for public buckets.',
    set: ({ connection }) => (connection.signRequests = false),
  },
  {
    name: 'no-verify-ssl',
    verbs: remote,
    group: 'Connection',
    help: 'Accept any certificate: whoever is in between can then read and change everything.',
    set: ({ connection }) => (connection.verifySsl = false),
  },
  {
    name: 'ca-bundle',
    value: 'FILE',
    verbs: remote,
    group: 'Connection',
    help: 'Certificates to trust, PEM (also AWS_CA_BUNDLE, or the profile).',
    set: ({ connection }, text) => (connection.caBundle = text),
  },
  {
    name: 'cli-read-timeout',
    value: 'SECONDS',
    verbs: remote,
    group: 'Connection',
    help: 'How long a silent connection is waited for; 0 is for ever. 60 by default.',
    set: ({ connection }, text) => (connection.readTimeoutSeconds = readWhole('--cli-read-timeout', text)),
  },
  {
    name: 'cli-connect-timeout',
    value: 'SECONDS',
    verbs: remote,
    group: 'Connection',
    help: 'How long connecting may take; 0 is for ever. 60 by default.',
    set: ({ connection }, text) =>
      (connection.connectTimeoutSeconds = readWhole('--cli-connect-timeout', text)),
  },
  {
    name: 'tour',
    verbs: ['practice'],
    group: 'Practice',
    help: 'A guided sync of a sample site, in the terminal.',
    set: (options) => (options.tour = true),
  },
  {
    name: 'port',
    value: 'N',
    verbs: ['practice'],
    group: 'Practice',
    help: 'The port on 127.0.0.1; a free one by default.',
    set: (options, text) => (options.port = readWhole('--port', text, 65_535)),
  },
  {
    name: 'directory',
    value: 'D',
    verbs: ['practice'],
    group: 'Practice',
    help: "Where its buckets are kept; by default in Sluice's own folder.",
    set: (options, text) => (options.directory = text),
  },
]

/**
 * `--max-delete` (D-21):
 *
 * | text    | means                                                |
 * |---------|------------------------------------------------------|
 * | `25`    | 25 entries                                           |
 * | `10%`   | a tenth of the entries of the destination            |
 * | `500MB` | bytes, in steps of 1024                              |
 */
export function readMaxDelete(text: string): MaxDelete {
  if (/^\d+$/.test(text)) {
    const count = Number(text)
    if (Number.isSafeInteger(count)) return { kind: 'count', count }
  }
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1]
  if (percent !== undefined && Number(percent) <= 100) return { kind: 'share', percent: Number(percent) }
  const bytes = parseBytes(text)
  if (bytes !== null) return { kind: 'bytes', bytes }
  throw badValue('--max-delete', text, 'Give a count (25), a share of at most 100% (10%), or a size (500MB).')
}

function readWhole(flag: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value <= most) return value
  const range = most === Number.MAX_SAFE_INTEGER ? 'of 0 or more' : `from 0 to ${most}`
  throw badValue(flag, text, `Give a whole number ${range}.`)
}

function readUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw badValue(
    '--endpoint-url',
    text,
    'Give a whole address, as in https://s3.example.com or http://127.0.0.1:9000.',
  )
}

const badValue = (flag: string, text: string, advice: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `${flag} can't be ${JSON.stringify(text)}.`,
    subject: flag,
    advice,
  })

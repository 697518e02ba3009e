import { checksumAlgorithms } from '../../shared/checksum-algorithms.ts'
import { parseBytes } from '../../shared/formats.ts'
import { badValue, copies, readWhole, remote, runs, transfers, type Flag } from './flag.ts'
import { oneOf } from './property-flags.ts'

/** Flags for how servers are reached and asked. */
export const connectionFlags: readonly Flag[] = [
  {
    name: 'profile',
    value: 'NAME',
    verbs: remote,
    group: 'Connection',
    help: 'A profile of the shared AWS configuration (also AWS_PROFILE).',
    set: ({ connection }, text) => (connection.profile = text),
  },
  {
    name: 'connection',
    value: 'NAME',
    verbs: remote,
    group: 'Connection',
    help: 'A connection that was saved in the window: its server, and its keys from the keychain.',
    set: ({ connection }, text) => (connection.saved = text),
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
    set: ({ connection }, text) => (connection.endpointUrl = readUrl('--endpoint-url', text)),
  },
  {
    name: 'source-region',
    value: 'REGION',
    verbs: copies,
    group: 'Connection',
    help: "Bucket to bucket: the region of the source's bucket, at Amazon.",
    set: ({ source }, text) => (source.region = text),
  },
  {
    name: 'source-profile',
    value: 'NAME',
    verbs: copies,
    group: 'Connection',
    help: 'Bucket to bucket: another profile for the source.',
    set: ({ source, rules }, text) => {
      source.profile = text
      rules.mayRelay = true
    },
  },
  {
    name: 'source-connection',
    value: 'NAME',
    verbs: copies,
    group: 'Connection',
    help: 'Bucket to bucket: a saved connection for the source.',
    set: ({ source, rules }, text) => {
      source.saved = text
      rules.mayRelay = true
    },
  },
  {
    name: 'source-endpoint-url',
    value: 'URL',
    verbs: copies,
    group: 'Connection',
    help: 'Bucket to bucket: another server for the source.',
    set: ({ source, rules }, text) => {
      source.endpointUrl = readUrl('--source-endpoint-url', text)
      rules.mayRelay = true
    },
  },
  {
    name: 'request-payer',
    value: 'WHO',
    orElse: 'requester',
    verbs: remote,
    group: 'Connection',
    help: 'Who asks pays for the requests: requester.',
    set: ({ connection }, text) => {
      oneOf('--request-payer', text, ['requester'] as const)
      connection.requestPayer = true
    },
  },
  {
    name: 'page-size',
    value: 'N',
    verbs: transfers,
    group: 'Connection',
    help: 'How many names a page of a listing has at most.',
    set: ({ rules }, text) => (rules.pageSize = readPageSize(text)),
  },
  {
    name: 'checksum-algorithm',
    value: 'NAME',
    verbs: runs,
    group: 'Connection',
    help: `Uploads and copies: what the server keeps with the object: ${checksumAlgorithms.join(', ')}.`,
    set: ({ connection }, text) =>
      (connection.checksumAlgorithm = oneOf('--checksum-algorithm', text, checksumAlgorithms)),
  },
  {
    name: 'checksum-mode',
    value: 'MODE',
    verbs: runs,
    group: 'Connection',
    help: 'Downloads: ENABLED asks for the checksum that was kept, as is done at Amazon anyway.',
    set: ({ connection }, text) => {
      oneOf('--checksum-mode', text, ['ENABLED'] as const)
      connection.askChecksums = true
    },
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
    help: 'How long a silent connection is waited for; 0 is for ever. 30 by default.',
    set: ({ connection }, text) => (connection.readTimeoutSeconds = readWhole('--cli-read-timeout', text)),
  },
  {
    name: 'cli-connect-timeout',
    value: 'SECONDS',
    verbs: remote,
    group: 'Connection',
    help: 'How long connecting may take; 0 is for ever. 10 by default.',
    set: ({ connection }, text) =>
      (connection.connectTimeoutSeconds = readWhole('--cli-connect-timeout', text)),
  },
  {
    name: 'min-rate',
    value: 'SIZE',
    verbs: runs,
    group: 'Connection',
    help: 'Bytes a second (1KB) that each file or part must move, over 30 seconds or --cli-read-timeout; slower counts as stalled, and goes on over a new connection. Waiting for max_bandwidth does not count. None by default.',
    set: ({ connection }, text) => (connection.leastRate = readRate('--min-rate', text)),
  },
  {
    name: 'max-requests',
    value: 'N',
    verbs: runs,
    group: 'Connection',
    help: 'Requests in flight at most, whatever max_concurrent_requests says; how many there are up to that follows what is seen. 256 by default.',
    set: ({ transfer }, text) => (transfer.maxConcurrentRequests = readMost(text)),
  },
  {
    name: 'max-memory',
    value: 'SIZE',
    verbs: runs,
    group: 'Connection',
    help: 'Bytes of files and parts (256MB) held in memory at most, or one that is larger. 128MB by default.',
    set: ({ transfer }, text) => (transfer.memoryBudget = readBytes('--max-memory', text, 'bytes')),
  },
]

const readRate = (flag: string, text: string): number => readBytes(flag, text, 'bytes a second')

function readBytes(flag: string, text: string, what: string): number {
  const bytes = /^\d+$/.test(text) ? Number(text) : parseBytes(text)
  if (bytes !== null && bytes > 0) return bytes
  throw badValue(flag, text, `Give ${what}, as in 500 or 10KB.`)
}

function readMost(text: string): number {
  const most = readWhole('--max-requests', text)
  if (most > 0) return most
  throw badValue('--max-requests', text, 'Give a whole number of 1 or more.')
}

function readPageSize(text: string): number {
  const size = readWhole('--page-size', text)
  if (size > 0) return size
  throw badValue('--page-size', text, 'Give a whole number of 1 or more.')
}

function readUrl(flag: string, text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw badValue(flag, text, 'Give a whole address, as in https://s3.example.com or http://127.0.0.1:9000.')
}

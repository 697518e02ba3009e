import { aclChoices, copyProps, storageClasses, type Grant } from '../../shared/write-properties.ts'
import { badChoice, badValue, transfers, type Flag, type Options } from './flag.ts'

/** Sets one property of new objects to a text as it is; an empty one counts as not given. */
const asText =
  (
    name:
      | 'contentType'
      | 'cacheControl'
      | 'contentDisposition'
      | 'contentEncoding'
      | 'contentLanguage'
      | 'websiteRedirect'
      | 'kmsKeyId',
  ) =>
  ({ rules }: Options, text: string): void => {
    rules.properties[name] = text === '' ? null : text
  }

const group = 'What new objects get'

/** Flags for what new objects get besides their bytes (PRP, META, CTY). */
export const propertyFlags: readonly Flag[] = [
  {
    name: 'acl',
    value: 'ACL',
    verbs: transfers,
    group,
    help: `A canned ACL: ${aclChoices.join(', ')}.`,
    set: ({ rules }, text) => (rules.properties.acl = oneOf('--acl', text, aclChoices)),
  },
  {
    name: 'grants',
    value: 'RIGHT=GRANTEE',
    many: true,
    verbs: transfers,
    group,
    help: 'Rights of others, one or more: read, readacl, writeacl or full, then = and id=…, uri=… or emailaddress=….',
    set: ({ rules }, text) => {
      rules.properties.grants.push(readGrant(text))
    },
  },
  {
    name: 'storage-class',
    value: 'CLASS',
    verbs: transfers,
    group,
    help: `The storage class: ${storageClasses.join(', ')}.`,
    set: ({ rules }, text) =>
      (rules.properties.storageClass = oneOf('--storage-class', text, storageClasses)),
  },
  {
    name: 'sse',
    value: 'METHOD',
    orElse: 'AES256',
    verbs: transfers,
    group,
    help: 'Encryption by the server: AES256 (also where no method is given) or aws:kms.',
    set: ({ rules }, text) =>
      (rules.properties.encryption = oneOf('--sse', text, ['AES256', 'aws:kms'] as const)),
  },
  {
    name: 'sse-kms-key-id',
    value: 'ID',
    verbs: transfers,
    group,
    help: "The key for --sse aws:kms; the account's own by default.",
    set: asText('kmsKeyId'),
  },
  {
    name: 'content-type',
    value: 'TYPE',
    verbs: transfers,
    group,
    help: 'The content type of every object that is written, in place of guessing.',
    set: asText('contentType'),
  },
  {
    name: 'no-guess-mime-type',
    verbs: transfers,
    group,
    help: 'Give no content type by the extension; the server then has its own.',
    set: ({ rules }) => (rules.properties.guessContentType = false),
  },
  {
    name: 'cache-control',
    value: 'TEXT',
    verbs: transfers,
    group,
    help: 'How long caches may keep it, as in max-age=60.',
    set: asText('cacheControl'),
  },
  {
    name: 'content-disposition',
    value: 'TEXT',
    verbs: transfers,
    group,
    help: 'What browsers do with it, as in attachment.',
    set: asText('contentDisposition'),
  },
  {
    name: 'content-encoding',
    value: 'TEXT',
    verbs: transfers,
    group,
    help: 'How its bytes are encoded, as in gzip. They are sent as they are.',
    set: asText('contentEncoding'),
  },
  {
    name: 'content-language',
    value: 'TEXT',
    verbs: transfers,
    group,
    help: 'The language it is in.',
    set: asText('contentLanguage'),
  },
  {
    name: 'expires',
    value: 'TIME',
    verbs: transfers,
    group,
    help: 'When caches are to forget it: 2030-01-02T03:04:05Z, or an HTTP date.',
    set: ({ rules }, text) => (rules.properties.expires = readTime('--expires', text)),
  },
  {
    name: 'website-redirect',
    value: 'URL',
    verbs: transfers,
    group,
    help: 'Where a website sends its visitors instead.',
    set: asText('websiteRedirect'),
  },
  {
    name: 'metadata',
    value: 'NAME=TEXT,…',
    verbs: transfers,
    group,
    help: 'User metadata: a=1,b=2 or JSON as in {"a":"1, 2"}.',
    set: ({ rules }, text) => (rules.properties.metadata = readMetadata(text)),
  },
  {
    name: 'metadata-directive',
    value: 'DIRECTIVE',
    verbs: transfers,
    group,
    help: 'Copies only: COPY or REPLACE, given to the server as it is; --copy-props then counts for nothing.',
    set: ({ rules }, text) =>
      (rules.properties.metadataDirective = oneOf('--metadata-directive', text, [
        'COPY',
        'REPLACE',
      ] as const)),
  },
  {
    name: 'copy-props',
    value: 'PROPS',
    verbs: transfers,
    group,
    help: 'Copies only: what is kept of the source: none, metadata-directive (all but tags), default (tags too), all.',
    set: ({ rules }, text) => (rules.properties.copyProps = oneOf('--copy-props', text, copyProps)),
  },
]

export function oneOf<Choice extends string>(flag: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((name) => name === text)
  if (choice === undefined) throw badChoice(flag, text, choices)
  return choice
}

/** `right=grantee`, split at the first `=` (ARG-8). @throws SluiceError `bad-grant` */
function readGrant(text: string): Grant {
  const [, right, grantee] = /^([^=]*)=([\s\S]+)$/.exec(text) ?? []
  const permission = (['read', 'readacl', 'writeacl', 'full'] as const).find((name) => name === right)
  if (permission !== undefined && grantee !== undefined) return { permission, grantee }
  throw badValue(
    '--grants',
    text,
    'Give read, readacl, writeacl or full, then = and a grantee: read=uri=http://acs.amazonaws.com/groups/global/AllUsers',
    'bad-grant',
  )
}

/** A time, or seconds since 1970. @returns milliseconds since 1970 */
function readTime(flag: string, text: string): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  // A time without a zone is taken as UTC, as aws does.
  const zoned = /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text) ? `${text}Z` : text
  const time = Date.parse(zoned)
  if (!Number.isNaN(time)) return time
  throw badValue(flag, text, 'Give a time as in 2030-01-02T03:04:05Z or Wed, 02 Jan 2030 03:04:05 GMT.')
}

/** `a=1,b=2` or a JSON object of texts (PRP-2). What is not ASCII would come back as something else. */
function readMetadata(text: string): Record<string, string> {
  const entries = text.trimStart().startsWith('{') ? fromJson(text) : fromPairs(text)
  const isAscii = /^[\u0020-\u007e]*$/
  if (entries?.every((pair) => pair.every((part) => isAscii.test(part)))) return Object.fromEntries(entries)
  if (entries !== null) throw badValue('--metadata', text, 'Metadata can only have ASCII characters.')
  throw badValue('--metadata', text, 'Give a=1,b=2, or JSON as in {"a":"1","b":"2"}.')
}

function fromJson(text: string): [string, string][] | null {
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>)
    return entries.every(([, value]) => typeof value === 'string') ? (entries as [string, string][]) : null
  } catch {
    return null
  }
}

/** A value may stand in quotes, and then has commas. */
function fromPairs(text: string): [string, string][] | null {
  const entries: [string, string][] = []
  let rest = text
  while (rest !== '') {
    const pair = /^\s*([^=,\s]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,]*?))\s*(?:,|$)/.exec(rest)
    if (pair === null) return null
    entries.push([pair[1] ?? '', pair[2] ?? pair[3] ?? pair[4] ?? ''])
    rest = rest.slice(pair[0].length)
  }
  return entries.length === 0 ? null : entries
}

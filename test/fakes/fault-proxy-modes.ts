import * as listing from './fault-proxy-listing.ts'
import type { Operation, S3Request } from './fault-proxy-request.ts'

/** A reply the proxy makes up without asking the server. */
export interface MadeUpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Iterable<string>
}

/** What the proxy remembers between requests, for faults that need what was seen before. */
export interface Memory {
  /** The last entry of the page before, as XML, by bucket. */
  readonly lastEntry: Map<string, string>
  /** The token a looping listing answers for ever, by bucket. */
  readonly loopToken: Map<string, string>
}

/** How the bytes of a reply's body are spoiled; see `spoilBody`. */
export type BodyFault =
  'bitflip' | 'short' | 'wronglen' | 'trunc' | 'stall' | 'drip' | 'wrongrange' | 'ignorerange' | 'gunzip'

/**
 * What a mode does to a request:
 * - `answer`: the server is not asked, the body of the request is read and thrown away;
 * - `edit`: the reply's whole text is replaced, with a truthful Content-Length;
 * - `body`: the reply's bytes are spoiled on their way;
 * - `reset`: the server is not asked, and the connection is reset;
 * - `silence`: the server is not asked and nothing is ever answered;
 * - `drop`: the server does it, and the connection is reset instead of its reply;
 * - `late`: the server does it, and its reply is held back for a second: by then the world may have changed;
 * - `flip`: one bit of the request's body is flipped on its way to the server.
 */
export type Mode = {
  /** The calls it strikes unless the fault names others. */
  readonly on: readonly Operation[] | 'all'
  /** Of the calls it strikes, only these: the position is counted from 0. */
  readonly when?: (position: number) => boolean
} & (
  | { readonly kind: 'answer'; readonly answer: (request: S3Request) => MadeUpReply }
  | { readonly kind: 'edit'; readonly edit: (xml: string, request: S3Request, memory: Memory) => string }
  | { readonly kind: 'body'; readonly body: BodyFault }
  | { readonly kind: 'reset' | 'silence' | 'drop' | 'late' | 'flip' }
)

const list: readonly Operation[] = ['ListObjectsV2']
const get: readonly Operation[] = ['GetObject']
const upload: readonly Operation[] = ['PutObject', 'UploadPart']

export const modes = {
  // A listing that isn't one.
  list500: {
    on: list,
    kind: 'answer',
    answer: refusal(500, 'InternalError', 'We encountered an internal error.'),
  },
  list403: { on: list, kind: 'answer', answer: refusal(403, 'AccessDenied', 'Access Denied') },
  listempty: { on: list, kind: 'answer', answer: () => reply(200, 'application/xml', '') },
  listhtml: { on: list, kind: 'answer', answer: () => reply(200, 'text/html; charset=utf-8', loginPage) },
  listcut: edits(listing.cutMidElement),
  listcutclean: edits(listing.cutWithoutToken),
  listloop: edits((xml, { bucket }, { loopToken }) => {
    const token = loopToken.get(bucket) ?? listing.nextToken(xml) ?? 'the-same-token'
    loopToken.set(bucket, token)
    return listing.withToken(xml, token)
  }),
  listdup: edits(listing.duplicateFirst),
  listdupacross: edits((xml, { bucket, query }, { lastEntry }) => {
    const before = query.has('continuation-token') ? lastEntry.get(bucket) : undefined
    const last = listing.lastEntry(xml)
    if (last !== undefined) lastEntry.set(bucket, last)
    return before === undefined ? xml : listing.precededBy(xml, before)
  }),
  listdisorder: edits(listing.swapFirstTwo),
  listforeign: edits(listing.withForeignKey),
  listname: edits(listing.withOtherName),
  listcount: edits(listing.withWrongCount),
  listbadsize: edits((xml) => listing.withFirstEntryField(xml, 'Size', '-1')),
  listhugesize: edits((xml) => listing.withFirstEntryField(xml, 'Size', '9007199254740993')),
  listnosize: edits((xml) => listing.withFirstEntryField(xml, 'Size', null)),
  listbadtime: edits((xml) => listing.withFirstEntryField(xml, 'LastModified', 'the day before yesterday')),
  listoldtime: edits((xml) => listing.withFirstEntryField(xml, 'LastModified', '1997-07-01T00:00:00.000Z')),
  listnotime: edits((xml) => listing.withFirstEntryField(xml, 'LastModified', null)),
  listnoetag: edits((xml) => listing.withFirstEntryField(xml, 'ETag', null)),
  listnul: edits((xml, { query }) =>
    listing.withFirstEntryField(xml, 'Key', `${encodeURIComponent(query.get('prefix') ?? '')}%00`),
  ),
  listdtd: edits(listing.withEntityBomb),
  listhuge: {
    on: list,
    kind: 'answer',
    answer: ({ bucket, query }) => ({
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: listing.hugeListing(bucket, query.get('prefix') ?? '', 200_000_000),
    }),
  },

  // An object that arrives wrong.
  bitflip: { on: get, kind: 'body', body: 'bitflip' },
  short: { on: get, kind: 'body', body: 'short' },
  wronglen: { on: get, kind: 'body', body: 'wronglen' },
  trunc: { on: get, kind: 'body', body: 'trunc' },
  stall: { on: get, kind: 'body', body: 'stall' },
  drip: { on: get, kind: 'body', body: 'drip' },
  wrongrange: { on: get, kind: 'body', body: 'wrongrange' },
  ignorerange: { on: get, kind: 'body', body: 'ignorerange' },
  html200: { on: get, kind: 'answer', answer: () => reply(200, 'text/html; charset=utf-8', loginPage) },
  error200: {
    on: get,
    kind: 'answer',
    answer: refusal(200, 'InternalError', 'We encountered an internal error.'),
  },
  gunzip: { on: get, kind: 'body', body: 'gunzip' },
  archived: {
    on: get,
    kind: 'answer',
    answer: refusal(403, 'InvalidObjectState', 'The object is archived.'),
  },

  // A write whose answer is wrong, or lost, or whose bytes are.
  complete200err: {
    on: ['CompleteMultipartUpload'],
    kind: 'answer',
    answer: refusal(200, 'InternalError', 'We encountered an internal error. Please try again.'),
  },
  copy200err: {
    on: ['CopyObject', 'UploadPartCopy'],
    kind: 'answer',
    answer: refusal(200, 'InternalError', 'We encountered an internal error. Please try again.'),
  },
  conflict409: {
    on: ['PutObject', 'CompleteMultipartUpload'],
    kind: 'answer',
    answer: refusal(409, 'ConditionalRequestConflict', 'A conflicting operation occurred.'),
  },
  dropreply: { on: ['CompleteMultipartUpload'], kind: 'drop' },
  flipup: { on: upload, kind: 'flip' },

  // A delete whose answer is wrong.
  deleteshort: {
    on: ['DeleteObjects'],
    kind: 'answer',
    answer: () =>
      reply(200, 'application/xml', '<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult></DeleteResult>'),
  },

  // A service that is slow, busy, or no longer knows us.
  stallhead: { on: get, kind: 'silence' },
  late: { on: list, kind: 'late' },
  slow503: {
    on: 'all',
    when: (n) => n % 3 !== 2,
    kind: 'answer',
    answer: refusal(503, 'SlowDown', 'Reduce your rate.'),
  },
  slow429: {
    on: 'all',
    when: (n) => n % 3 !== 2,
    kind: 'answer',
    answer: refusal(429, 'TooManyRequests', 'Too many requests.'),
  },
  burst500: {
    on: 'all',
    when: (n) => n % 8 < 2,
    kind: 'answer',
    answer: refusal(500, 'InternalError', 'We encountered an internal error.'),
  },
  always500: {
    on: 'all',
    kind: 'answer',
    answer: refusal(500, 'InternalError', 'We encountered an internal error.'),
  },
  requesttimeout: {
    on: 'all',
    kind: 'answer',
    answer: refusal(400, 'RequestTimeout', 'Your socket connection to the server was not read from in time.'),
  },
  reset: { on: 'all', kind: 'reset' },
  always503: {
    on: 'all',
    kind: 'answer',
    answer: refusal(503, 'SlowDown', 'Please reduce your request rate.'),
  },
  expired: {
    on: 'all',
    kind: 'answer',
    answer: refusal(400, 'ExpiredToken', 'The provided token has expired.'),
  },
  skewed: {
    on: 'all',
    kind: 'answer',
    answer: refusal(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the server is too large.',
    ),
  },
  moved: {
    on: 'all',
    kind: 'answer',
    answer: () => {
      const made = refusal(301, 'PermanentRedirect', 'Address the bucket at its own endpoint.')()
      return { ...made, headers: { ...made.headers, location: 'http://127.0.0.1:1/elsewhere' } }
    },
  },
  denied: { on: 'all', kind: 'answer', answer: refusal(403, 'AccessDenied', 'Access Denied') },
} satisfies Record<string, Mode>

export type FaultMode = keyof typeof modes

const loginPage =
  '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><form>Log in to continue</form></body></html>'

function edits(edit: (xml: string, request: S3Request, memory: Memory) => string): Mode & { kind: 'edit' } {
  return { on: list, kind: 'edit', edit }
}

function reply(status: number, type: string, body: string): MadeUpReply {
  return {
    status,
    headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) },
    body,
  }
}

/** An S3 error document with request ids, on the status given (200 included). */
function refusal(status: number, code: string, message: string): () => MadeUpReply {
  const body =
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>` +
    '<RequestId>FAULTPROXY000001</RequestId><HostId>fault-proxy</HostId></Error>'
  return () => {
    const made = reply(status, 'application/xml', body)
    return {
      ...made,
      headers: { ...made.headers, 'x-amz-request-id': 'FAULTPROXY000001', 'x-amz-id-2': 'fault-proxy' },
    }
  }
}

import type { Call } from '../call.ts'
import type { Reply } from '../reply.ts'
import { S3Error, invalidArgument } from '../s3-error.ts'
import type { ObjectVersion, Piece, StoredChecksum } from '../store/object-version.ts'
import type { ByteRange } from './byte-range.ts'
import { parseRange } from './byte-range.ts'
import { checksumHeaders } from './checksum-headers.ts'
import { isMultipart, quoted } from './etag.ts'
import { findVersion, versionHeaders } from './find-version.ts'
import { isArchived, propertyHeaders } from './properties.ts'
import { failedCondition, readConditions } from './read-conditions.ts'
import { httpTime } from './times.ts'
import { preconditionFailed } from './write-conditions.ts'

/** GetObject */
export function getObject(call: Call): Reply {
  const { version, pieces, span, reply } = describe(call)
  if (isArchived(version.properties.storageClass)) {
    throw new S3Error('InvalidObjectState', { details: { StorageClass: version.properties.storageClass } })
  }
  return { ...reply, body: call.store.read(pieces, span.range) }
}

/** HeadObject: what GetObject answers, without the bytes. */
export function headObject(call: Call): Reply {
  return describe(call).reply
}

interface Description {
  readonly version: ObjectVersion
  readonly pieces: readonly Piece[]
  readonly span: Span
  readonly reply: Reply
}

function describe(call: Call): Description {
  const found = findVersion(call)
  const { version } = found
  const common = {
    ETag: quoted(version.etag),
    'Last-Modified': httpTime(version.modified),
    ...versionHeaders(found),
  }
  const failed = failedCondition(
    readConditions(call.request.headers),
    version.etag,
    version.modified,
    call.time(),
  )
  if (failed?.verdict === 'failed') throw preconditionFailed(failed.condition)
  if (failed?.verdict === 'unchanged') throw new S3Error('NotModified', { headers: common })

  const pieces = call.store.pieces.ofVersion(version)
  const span = readSpan(call, version, pieces)
  const whole = span.range === null || span.range.last - span.range.first + 1 === version.size
  const { first, last } = span.range ?? { first: 0, last: version.size - 1 }
  const checksum = call.request.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED'
  const headers = {
    ...common,
    ...propertyHeaders(version),
    ...(checksum ? checksumHeaders(spanChecksum(version, pieces, span, whole)) : {}),
    ...(span.part !== null && isMultipart(version.etag)
      ? { 'x-amz-mp-parts-count': String(pieces.length) }
      : {}),
    ...(span.range === null
      ? {}
      : { 'Content-Range': `bytes ${String(first)}-${String(last)}/${String(version.size)}` }),
    'Accept-Ranges': 'bytes',
    'Content-Length': String(last - first + 1),
    ...responseOverrides(call),
  }
  return { version, pieces, span, reply: { status: span.range === null ? 200 : 206, headers } }
}

/** The bytes asked for: a range (null for all of them), and the part number if it was asked for by that. */
interface Span {
  readonly range: ByteRange | null
  readonly part: number | null
}

function readSpan({ request }: Call, version: ObjectVersion, pieces: readonly Piece[]): Span {
  const partText = request.query.get('partNumber')
  const header = request.headers.get('range')
  if (partText === undefined) {
    const range = parseRange(header, version.size)
    if (range !== 'unsatisfiable') return { range: range === 'whole' ? null : range, part: null }
    throw new S3Error('InvalidRange', {
      details: { RangeRequested: header ?? '', ActualObjectSize: String(version.size) },
      headers: { 'Content-Range': `bytes */${String(version.size)}` },
    })
  }
  if (header !== undefined) {
    const message = 'Cannot specify both Range header and partNumber query parameter'
    throw new S3Error('InvalidRequest', { message })
  }
  const part = readPartNumber(partText)
  const piece = pieces[part - 1]
  if (piece === undefined) {
    const details = { ActualPartCount: String(pieces.length), PartNumberRequested: partText }
    throw new S3Error('InvalidPartNumber', { details })
  }
  const first = pieces.slice(0, part - 1).reduce((sum, { size }) => sum + size, 0)
  return { range: piece.size === 0 ? null : { first, last: first + piece.size - 1 }, part }
}

/** 1 to 10,000. */
export function readPartNumber(text: string): number {
  const part = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (part >= 1 && part <= 10_000) return part
  throw invalidArgument('partNumber', text, 'Part number must be an integer between 1 and 10000, inclusive')
}

/** The checksum of what is answered: of the object if that is all of it, of a part if those are kept. */
function spanChecksum(
  version: ObjectVersion,
  pieces: readonly Piece[],
  { part }: Span,
  whole: boolean,
): StoredChecksum | null {
  const { checksum } = version
  const piece = pieces[(part ?? 0) - 1]
  if (checksum?.type === 'COMPOSITE' && piece !== undefined) return { ...checksum, value: piece.checksum }
  return whole ? checksum : null
}

const overridable = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
} as const

export const overrideParameters = Object.keys(overridable)

function responseOverrides({ request }: Call): Record<string, string> {
  const overrides: Record<string, string> = {}
  for (const [parameter, header] of Object.entries(overridable)) {
    const value = request.query.get(parameter)
    if (value === undefined) continue
    if (!/^[\t\x20-\x7e\xa0-\xff]*$/.test(value)) {
      throw invalidArgument(parameter, value, 'Header value cannot be represented using ISO-8859-1.')
    }
    overrides[header] = value
  }
  return overrides
}

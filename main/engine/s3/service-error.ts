import type { S3Details } from '../../../shared/errors.ts'
import type { CallName } from './call-name.ts'

/**
 * What a server says in a reply that is no success. The SDK's errors for those are read by their shape: `name` is the `<Code>`, `$metadata` has the status and
 * the request ids, `$response` the headers, and further elements of the error document are properties.
 */
export interface ServiceError {
  /** The `<Code>`; null where the reply had no error document (HEAD, a proxy's page). */
  readonly code: string | null
  readonly message: string | null
  /** 0 where it is not known. */
  readonly status: number
  readonly requestId: string | null
  readonly extendedRequestId: string | null
  /** Where the bucket is, if the reply says so. */
  readonly region: string | null
  /** When it was given, by the server's clock: milliseconds since 1970; null where the reply does not say. */
  readonly date: number | null
}

/** A reply of the data plane that is no success. */
export class Refusal extends Error {
  readonly reply: ServiceError

  constructor(reply: ServiceError) {
    super(reply.message ?? `The server answered ${reply.status}.`)
    this.name = 'Refusal'
    this.reply = reply
  }
}

/** Names that the SDK gives to errors without a document. */
const noCode: ReadonlySet<string> = new Set([
  'Error',
  'NotFound',
  'SyntaxError',
  'TypeError',
  'Unknown',
  'UnknownError',
])

/** Null for an error that is no reply of a server. */
export function readServiceError(error: unknown): ServiceError | null {
  if (error instanceof Refusal) return error.reply
  const metadata = field(error, '$metadata')
  const response = field(error, '$response')
  const status = numberIn(field(metadata, 'httpStatusCode')) ?? numberIn(field(response, 'statusCode'))
  if (status === null) return null
  const name = textIn(field(error, 'name'))
  const hasCode = name !== null && !noCode.has(name)
  return {
    code: hasCode ? name : null,
    message: hasCode ? messageOf(error) : null,
    status,
    requestId: textIn(field(metadata, 'requestId')) ?? textIn(field(error, 'RequestId')),
    extendedRequestId: textIn(field(metadata, 'extendedRequestId')) ?? textIn(field(error, 'HostId')),
    region: regionIn(error, field(response, 'headers')),
    date: dateIn(textIn(field(field(response, 'headers'), 'date'))),
  }
}

export function detailsOf(call: CallName, error: ServiceError | null): S3Details {
  return {
    operation: call.operation,
    ...(call.bucket === undefined ? {} : { bucket: call.bucket }),
    ...(call.key === undefined ? {} : { key: call.key }),
    ...(error === null ? {} : { status: error.status }),
    ...(error === null || error.code === null ? {} : { s3Code: error.code }),
    ...(error === null || error.message === null ? {} : { s3Message: error.message }),
    ...(error === null || error.requestId === null ? {} : { requestId: error.requestId }),
    ...(error === null || error.extendedRequestId === null
      ? {}
      : { extendedRequestId: error.extendedRequestId }),
  }
}

/**
 * A redirect names the region in a header; a signature made for another one is answered with it in the document, and
 * old redirects have only the name of the right host.
 */
function regionIn(error: unknown, headers: unknown): string | null {
  const said = textIn(field(headers, 'x-amz-bucket-region')) ?? textIn(field(error, 'Region'))
  if (said !== null) return said
  return regionInHost(textIn(field(error, 'Endpoint')) ?? '')
}

/** `bucket.s3-eu-west-1.amazonaws.com` → `eu-west-1`; null for a host that has none in its name. */
export function regionInHost(host: string): string | null {
  return /\bs3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com/.exec(host)?.[1] ?? null
}

/** The SDK writes `UnknownError` where there is no message. */
function messageOf(error: unknown): string | null {
  const message = textIn(field(error, 'message'))
  return message === 'UnknownError' ? null : message
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}

function dateIn(header: string | null): number | null {
  const time = Date.parse(header ?? '')
  return Number.isNaN(time) ? null : time
}

const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const numberIn = (value: unknown): number | null => (typeof value === 'number' ? value : null)

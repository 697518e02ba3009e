import { SluiceError, type ErrorCode } from '../../shared/errors.ts'

/** What S3 answers, with its status and what the engine calls it. */
const answers = {
  AccessDenied: { status: 403, code: 'access-denied' },
  BadDigest: { status: 400, code: 'integrity' },
  BucketAlreadyOwnedByYou: { status: 409, code: 'conflict' },
  ConditionalRequestConflict: { status: 409, code: 'conflict' },
  EntityTooSmall: { status: 400, code: 'request-refused' },
  ExpiredToken: { status: 400, code: 'credentials-expired' },
  InternalError: { status: 500, code: 'server-failed' },
  InvalidAccessKeyId: { status: 403, code: 'credentials-refused' },
  InvalidArgument: { status: 400, code: 'request-refused' },
  InvalidObjectState: { status: 403, code: 'archived' },
  InvalidPart: { status: 400, code: 'request-refused' },
  InvalidPartNumber: { status: 416, code: 'request-refused' },
  InvalidPartOrder: { status: 400, code: 'request-refused' },
  InvalidRange: { status: 416, code: 'request-refused' },
  InvalidRequest: { status: 400, code: 'request-refused' },
  KeyTooLongError: { status: 400, code: 'name-too-long' },
  MalformedXML: { status: 400, code: 'request-refused' },
  NoSuchBucket: { status: 404, code: 'no-such-bucket' },
  NoSuchKey: { status: 404, code: 'no-such-key' },
  NoSuchUpload: { status: 404, code: 'gone' },
  NotImplemented: { status: 501, code: 'request-refused' },
  PreconditionFailed: { status: 412, code: 'precondition-failed' },
  SignatureDoesNotMatch: { status: 403, code: 'credentials-refused' },
  SlowDown: { status: 503, code: 'slow-down' },
} as const satisfies Record<string, { status: number; code: ErrorCode }>

export type S3Code = keyof typeof answers

/** Which call it was. */
export interface S3Call {
  readonly op: string
  readonly bucket?: string
  readonly key?: string
}

/** An error document of S3, as an object store reports it. */
export function s3Error(s3Code: S3Code, call: S3Call): SluiceError {
  const { status, code } = answers[s3Code]
  return failure(code, `${call.op} was answered ${s3Code}.`, call, { s3Code, status, requestId: 'memory' })
}

/** No answer at all: the connection was refused, or went away before the reply. */
export function noAnswer(call: S3Call): SluiceError {
  return failure('unreachable', `${call.op} got no answer.`, call)
}

/** An answer to a listing that proves nothing: empty, a web page, cut off, another bucket's. */
export function listingNotProved(call: S3Call): SluiceError {
  return failure('listing-not-proved', `${call.op} was answered, but not with a listing.`, call, {
    status: 200,
  })
}

function failure(
  code: ErrorCode,
  message: string,
  { op, bucket, key }: S3Call,
  reply: { s3Code?: string; status?: number; requestId?: string } = {},
): SluiceError {
  const where = { ...(bucket === undefined ? {} : { bucket }), ...(key === undefined ? {} : { key }) }
  const subject =
    bucket === undefined ? {} : { subject: `s3://${bucket}${key === undefined ? '' : `/${key}`}` }
  return new SluiceError({ code, message, ...subject, s3: { operation: op, ...where, ...reply } })
}

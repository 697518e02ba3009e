import type { S3Request } from '../s3-request.ts'
import { S3Error, invalidArgument } from '../s3-error.ts'
import type { CredentialScope } from './signing-key.ts'
import { algorithm, formatSigningTime, parseSigningTime } from './signing-key.ts'

/** Who a request says it is from, and the signature it gives as proof. Nothing of it is checked yet. */
export interface Claim {
  readonly accessKeyId: string
  readonly scope: CredentialScope
  /** `yyyymmddThhmmssZ` */
  readonly time: string
  /** Lower-case names, in their order. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** Seconds a presigned URL is good for; null for a signed header. */
  readonly expires: number | null
}

/** Reads the `Authorization` header or the parameters of a presigned URL. */
export function readClaim(request: S3Request): Claim {
  const header = request.headers.get('authorization')
  const presigned = request.query.has('X-Amz-Algorithm') || request.query.has('X-Amz-Signature')
  if (header !== undefined && presigned) {
    throw invalidArgument('Authorization', header.split(' ', 1)[0] ?? '', 'Only one auth mechanism allowed')
  }
  if (header !== undefined) return readAuthorization(request, header)
  if (presigned) return readPresigned(request)
  if (request.query.has('AWSAccessKeyId')) throw onlyVersion4()
  throw new S3Error('AccessDenied')
}

function readAuthorization(request: S3Request, header: string): Claim {
  if (!header.startsWith(`${algorithm} `)) throw onlyVersion4()
  const fields = new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map((field) => {
        const [name = '', ...value] = field.trim().split('=')
        return [name, value.join('=')]
      }),
  )
  const credential = readCredential(fields.get('Credential') ?? '')
  const signedHeaders = fields.get('SignedHeaders')
  const signature = fields.get('Signature')
  if (credential === null) throw malformed('the Credential is mal-formed.')
  if (signedHeaders === undefined || signature === undefined) {
    throw malformed(
      'the authorization header requires three components: Credential, SignedHeaders, and Signature.',
    )
  }
  const time = readTime(request)
  if (!time.startsWith(credential.scope.date)) {
    throw malformed('Invalid credential date. Date is not the same as X-Amz-Date.')
  }
  return { ...credential, time, signedHeaders: signedHeaders.split(';'), signature, expires: null }
}

function onlyVersion4(): S3Error {
  const message = `The authorization mechanism you have provided is not supported. Please use ${algorithm}.`
  return new S3Error('InvalidRequest', { message })
}

function malformed(reason: string): S3Error {
  return new S3Error('AuthorizationHeaderMalformed', {
    message: `The authorization header is malformed; ${reason}`,
  })
}

/** `x-amz-date`, or else `Date`. */
function readTime(request: S3Request): string {
  const time = request.headers.get('x-amz-date')
  if (time !== undefined && parseSigningTime(time) !== null) return time
  const date = Date.parse(time ?? request.headers.get('date') ?? '')
  if (Number.isNaN(date)) {
    throw new S3Error('AccessDenied', {
      message: 'AWS authentication requires a valid Date or x-amz-date header',
    })
  }
  return formatSigningTime(date)
}

/** `AKID/yyyymmdd/region/service/aws4_request` */
function readCredential(text: string): { accessKeyId: string; scope: CredentialScope } | null {
  const match = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(text)
  const [, accessKeyId, date, region, service] = match ?? []
  if (accessKeyId === undefined || date === undefined || region === undefined || service === undefined)
    return null
  return { accessKeyId, scope: { date, region, service } }
}

/** The longest life of a presigned URL: a week, in seconds. */
const longestLife = 604_800

function readPresigned(request: S3Request): Claim {
  const { query } = request
  const time = query.get('X-Amz-Date')
  const signedHeaders = query.get('X-Amz-SignedHeaders')
  const signature = query.get('X-Amz-Signature')
  const expires = Number(query.get('X-Amz-Expires'))
  const complete = query.has('X-Amz-Credential') && query.has('X-Amz-Expires') && query.has('X-Amz-Algorithm')
  if (time === undefined || signedHeaders === undefined || signature === undefined || !complete) {
    throw parameters(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, ' +
        'X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    )
  }
  if (query.get('X-Amz-Algorithm') !== algorithm)
    throw parameters(`X-Amz-Algorithm only supports "${algorithm}"`)
  const credential = readCredential(query.get('X-Amz-Credential') ?? '')
  if (credential === null || !time.startsWith(credential.scope.date)) {
    throw parameters(
      'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; ' +
        'expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    )
  }
  if (parseSigningTime(time) === null) {
    throw parameters("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  }
  if (!Number.isInteger(expires) || expires < 0) throw parameters('X-Amz-Expires should be a number')
  if (expires > longestLife) {
    throw parameters(
      'X-Amz-Expires must be less than a week (in seconds) that is, the given X-Amz-Expires must be ' +
        'less than 604800 seconds',
    )
  }
  return { ...credential, time, signedHeaders: signedHeaders.split(';'), signature, expires }
}

function parameters(message: string): S3Error {
  return new S3Error('AuthorizationQueryParametersError', { message })
}

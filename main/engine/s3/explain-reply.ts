import type { ErrorCode, ErrorData } from '../../../shared/errors.ts'
import { addressOf, permissionFor, type CallName } from './call-name.ts'
import type { Identity } from './object-store.ts'
import type { ServiceError } from './service-error.ts'

/** An error in words, before it is said which call it befell. */
export type Told = Pick<ErrorData, 'code' | 'message'> & Partial<Pick<ErrorData, 'subject' | 'advice'>>

/** `<Code>`s and what they mean here; all others go by their status. */
const codes: ReadonlyMap<string, ErrorCode> = new Map([
  ['NoSuchBucket', 'no-such-bucket'],
  ['InvalidBucketName', 'no-such-bucket'],
  ['NoSuchKey', 'no-such-key'],
  ['NoSuchVersion', 'no-such-key'],
  ['NoSuchUpload', 'gone'],
  ['AccessDenied', 'access-denied'],
  ['AllAccessDisabled', 'access-denied'],
  ['AccountProblem', 'access-denied'],
  ['InvalidAccessKeyId', 'credentials-refused'],
  ['InvalidClientTokenId', 'credentials-refused'],
  ['InvalidSecurity', 'credentials-refused'],
  ['InvalidToken', 'credentials-refused'],
  ['NotSignedUp', 'credentials-refused'],
  ['SignatureDoesNotMatch', 'credentials-refused'],
  ['UnrecognizedClientException', 'credentials-refused'],
  ['ExpiredToken', 'credentials-expired'],
  ['ExpiredTokenException', 'credentials-expired'],
  ['TokenRefreshRequired', 'credentials-expired'],
  ['RequestTimeTooSkewed', 'request-refused'],
  ['PermanentRedirect', 'wrong-region'],
  ['Redirect', 'wrong-region'],
  ['TemporaryRedirect', 'wrong-region'],
  ['AuthorizationHeaderMalformed', 'wrong-region'],
  ['IllegalLocationConstraintException', 'wrong-region'],
  ['BandwidthLimitExceeded', 'slow-down'],
  ['Busy', 'slow-down'],
  ['RequestLimitExceeded', 'slow-down'],
  ['ServiceUnavailable', 'slow-down'],
  ['SlowDown', 'slow-down'],
  ['Throttling', 'slow-down'],
  ['ThrottlingException', 'slow-down'],
  ['TooManyRequests', 'slow-down'],
  ['RequestTimeout', 'stalled'],
  ['InternalError', 'server-failed'],
  ['InvalidObjectState', 'archived'],
  ['PreconditionFailed', 'precondition-failed'],
  ['ConditionalRequestConflict', 'conflict'],
  ['OperationAborted', 'conflict'],
  ['BadDigest', 'integrity'],
  ['XAmzContentChecksumMismatch', 'integrity'],
  ['XAmzContentSHA256Mismatch', 'integrity'],
  ['KeyTooLongError', 'name-too-long'],
])

/**
 * For replies without a document: HEAD has none, and proxies write their own.
 *
 * | status             | means                                                        |
 * |--------------------|--------------------------------------------------------------|
 * | 2xx                | `server-failed`: the SDK could not read the reply            |
 * | 3xx                | `wrong-region`                                               |
 * | 401                | `credentials-refused`                                        |
 * | 403                | `access-denied`                                              |
 * | 404                | `no-such-key`, or without a key `no-such-bucket`             |
 * | 408                | `stalled`                                                    |
 * | 409                | `conflict`                                                   |
 * | 412                | `precondition-failed`                                        |
 * | 429, 503           | `slow-down`                                                  |
 * | 501, other 4xx     | `request-refused`                                            |
 * | other 5xx          | `server-failed`                                              |
 */
function codeOfStatus(status: number, call: CallName): ErrorCode {
  if (status < 300) return 'server-failed'
  if (status < 400) return 'wrong-region'
  switch (status) {
    case 401:
      return 'credentials-refused'
    case 403:
      return 'access-denied'
    case 404:
      return call.key === undefined ? 'no-such-bucket' : 'no-such-key'
    case 408:
      return 'stalled'
    case 409:
      return 'conflict'
    case 412:
      return 'precondition-failed'
    case 429:
    case 503:
      return 'slow-down'
    case 501:
      return 'request-refused'
    default:
      return status < 500 ? 'request-refused' : 'server-failed'
  }
}

function codeOf(reply: ServiceError, call: CallName): ErrorCode {
  const code = codes.get(reply.code ?? '')
  if (code !== undefined) return code
  // radosgw's word for a key it can't take, of which length is the usual reason.
  if (reply.code === 'InvalidObjectName' && Buffer.byteLength(call.key ?? '') > 1024) return 'name-too-long'
  return codeOfStatus(reply.status, call)
}

/** What a server's refusal or failure means for the call it answered. */
export function explainReply(reply: ServiceError, call: CallName, identity?: Identity): Told {
  const code = codeOf(reply, call)
  // Of a copy, it is the source that is missing or archived.
  const ofSource = call.source !== undefined && (code === 'no-such-key' || code === 'archived')
  const about = ofSource ? { ...call, ...call.source } : call
  return { subject: addressOf(about), ...wordsFor(code, reply, about, identity) }
}

function wordsFor(code: ErrorCode, reply: ServiceError, call: CallName, identity?: Identity): Told {
  const address = addressOf(call)
  const why = reply.message ?? reply.code ?? `HTTP ${reply.status}`
  switch (code) {
    case 'no-such-bucket':
      return reply.code === 'InvalidBucketName'
        ? told(
            code,
            `${JSON.stringify(call.bucket ?? '')} can't be the name of a bucket.`,
            'A bucket has 3 to 63 lower-case letters, digits, dots and dashes.',
          )
        : told(
            code,
            `The bucket ${call.bucket ?? ''} does not exist.`,
            'Check its name, and the server and region it was looked for on.',
          )
    case 'no-such-key':
      return told(code, `${address} does not exist.`, 'It may have been deleted since it was listed.')
    case 'gone':
      return told(
        code,
        `The upload of ${address} is not known to the server any more.`,
        'It was finished, aborted, or ended by a lifecycle rule. Start it again.',
      )
    case 'access-denied':
      return told(
        code,
        `The server refused ${call.operation} on ${address}: ${sentence(why)}`,
        `This identity needs ${permissionFor(call)}.`,
      )
    case 'credentials-refused':
      return told(
        code,
        `The server does not accept ${credentialsOf(identity)}: ${sentence(why)}`,
        'Check the access key and the secret key, and that they belong to this server.',
      )
    case 'credentials-expired':
      return told(
        code,
        `${credentialsOf(identity, 'The')} have expired: ${sentence(why)}`,
        `${identity?.renewal ?? 'Get new ones.'} Then run it again; what is done is not done twice.`,
      )
    case 'wrong-region':
      return wrongRegion(reply, call)
    case 'slow-down':
      return told(
        code,
        `The server asks for fewer requests: ${sentence(why)}`,
        'Run it again later, or with fewer requests at once.',
      )
    case 'stalled':
      return told(
        code,
        `The server gave up waiting for ${call.operation} on ${address}: ${sentence(why)}`,
        'The connection may be too slow, or was interrupted. Run it again.',
      )
    case 'server-failed':
      return told(
        code,
        `The server failed at ${call.operation} on ${address}: ${sentence(why)}`,
        'Run it again; if it goes on, its operator needs the request id.',
      )
    case 'archived':
      return told(
        code,
        `${address} is archived and can't be read as it is.`,
        'Restore it first (`aws s3api restore-object`), then run this again.',
      )
    case 'precondition-failed':
      return told(
        code,
        `${address} is not as it was seen.`,
        'It was created, replaced or removed meanwhile. Run it again to see it as it is now.',
      )
    case 'conflict':
      return told(
        code,
        `Something else is changing ${address}: ${sentence(why)}`,
        'Run it again when the other change is done.',
      )
    case 'integrity':
      return told(
        code,
        `The bytes of ${address} changed on their way to the server, which refused them.`,
        'A proxy, a network card or memory changes bytes. Run it again; if it goes on, try another route.',
      )
    case 'name-too-long':
      return told(
        code,
        `The key ${address} is longer than the 1,024 bytes a key may have.`,
        'Shorten the path below the folder, or the prefix.',
      )
    default:
      return requestRefused(reply, call, why)
  }
}

const credentialsOf = (identity: Identity | undefined, article = 'the'): string =>
  `${article} credentials${identity === undefined ? '' : ` of ${identity.name}`}`

function wrongRegion(reply: ServiceError, call: CallName): Told {
  const bucket = call.bucket ?? ''
  return reply.region === null
    ? told(
        'wrong-region',
        `The bucket ${bucket} is in another region or behind another address.`,
        'Name its region, or the address of its server.',
      )
    : told(
        'wrong-region',
        `The bucket ${bucket} is in ${reply.region}.`,
        `Use the region ${reply.region} for it.`,
      )
}

function requestRefused(reply: ServiceError, call: CallName, why: string): Told {
  if (reply.code === 'RequestTimeTooSkewed') {
    return told(
      'request-refused',
      "This machine's clock and the server's are too far apart.",
      'Set the clock; within 15 minutes is near enough.',
    )
  }
  const advice =
    reply.code === null && reply.status === 400 && call.operation.startsWith('Head')
      ? 'A HEAD tells no more. Expired credentials and a wrong region look like this.'
      : 'The server does not take this request; its own words are all there is to go by.'
  return told(
    'request-refused',
    `The server refused ${call.operation} on ${addressOf(call)}: ${sentence(why)}`,
    advice,
  )
}

export const told = (code: ErrorCode, message: string, advice: string): Told => ({ code, message, advice })

/** With a full stop at its end, and only there. */
export const sentence = (text: string): string => `${text.trim().replace(/[.\s]+$/, '')}.`

import { expect, test } from 'vitest'
import { SluiceError, errorCodes, type ErrorCode, type S3Details } from '../../../../shared/errors.ts'
import { retryClass, type RetryClass } from '../../../../main/engine/s3/retry-class.ts'

const failed = (code: ErrorCode, s3?: Partial<S3Details>, cause?: string) =>
  new SluiceError(
    { code, message: 'It failed.', ...(s3 === undefined ? {} : { s3: { operation: 'PutObject', ...s3 } }) },
    cause === undefined ? undefined : { cause: Object.assign(new Error(cause), { code: cause }) },
  )

test.each<[string, SluiceError, RetryClass]>([
  ['a server that asks for fewer requests', failed('slow-down', { status: 503 }), 'throttle'],
  ['a server that failed', failed('server-failed', { status: 500 }), 'yes'],
  ['a stall', failed('stalled'), 'yes'],
  ['a broken connection', failed('unreachable', {}, 'ECONNRESET'), 'yes'],
  ['a refused connection', failed('unreachable', {}, 'ECONNREFUSED'), 'yes'],
  ['a name that is not known now', failed('unreachable', {}, 'ENOTFOUND'), 'yes'],
  ['a connection that failed without a code', failed('unreachable'), 'yes'],
  ['a certificate for another host', failed('unreachable', {}, 'ERR_TLS_CERT_ALTNAME_INVALID'), 'no'],
  ['a certificate nobody vouches for', failed('unreachable', {}, 'DEPTH_ZERO_SELF_SIGNED_CERT'), 'no'],
  ['a server without TLS', failed('unreachable', {}, 'ERR_SSL_WRONG_VERSION_NUMBER'), 'no'],
  ['a connection for which no descriptor is left', failed('unreachable', {}, 'EMFILE'), 'throttle'],
  ['a conflict at the server', failed('conflict', { status: 409 }), 'yes'],
  ['a conflict of names', failed('conflict'), 'no'],
  ['a clock that is off', failed('request-refused', { status: 403, s3Code: 'RequestTimeTooSkewed' }), 'yes'],
  ['any other refusal', failed('request-refused', { status: 400, s3Code: 'InvalidArgument' }), 'no'],
  ['bytes that changed on the way up', failed('integrity', { status: 400, s3Code: 'BadDigest' }), 'yes'],
  ['bytes that do not verify here', failed('integrity'), 'no'],
])('%s: %j is worth another try: %s', (_, error, expected) => {
  expect(retryClass(error)).toBe(expected)
})

const never = (Object.keys(errorCodes) as ErrorCode[]).filter(
  (code) => !['slow-down', 'server-failed', 'stalled', 'unreachable'].includes(code),
)

test.each(never)('%s by itself is not worth another try', (code) => {
  expect(retryClass(failed(code))).toBe('no')
  expect(retryClass(failed(code, { status: 403 }))).toBe('no')
})

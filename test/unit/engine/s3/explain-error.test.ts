import { describe, expect, test } from 'vitest'
import { SluiceError, type ErrorCode } from '../../../../shared/errors.ts'
import { explainError, explainKeyError } from '../../../../main/engine/s3/explain-error.ts'
import { WireFault } from '../../../../main/engine/s3/wire-fault.ts'

const endpoint = 'https://s3.example.test'
const call = { operation: 'PutObject', bucket: 'b', key: 'k' }

const coded = (code: string, message = code) => Object.assign(new Error(message), { code })

describe('an error of the network', () => {
  test.each<[string, ErrorCode, RegExp]>([
    ['ENOTFOUND', 'unreachable', /s3\.example\.test has a host name nobody knows/],
    ['EAI_AGAIN', 'unreachable', /could not be looked up/],
    ['ECONNREFUSED', 'unreachable', /refused the connection/],
    ['ECONNRESET', 'unreachable', /broke the connection/],
    ['EPIPE', 'unreachable', /broke the connection/],
    ['ETIMEDOUT', 'unreachable', /does not answer/],
    ['EHOSTUNREACH', 'unreachable', /out of reach/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unreachable', /can't prove who it is/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'unreachable', /can't prove who it is/],
    ['CERT_HAS_EXPIRED', 'unreachable', /can't prove who it is/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'unreachable', /does not speak TLS/],
    ['EPROTO', 'unreachable', /does not speak TLS/],
    ['ERR_PROXY_TUNNEL', 'unreachable', /can't be reached through the proxy: ERR_PROXY_TUNNEL/],
    ['HPE_INVALID_CONSTANT', 'server-failed', /does not answer in HTTP/],
  ])('%s is %s, of the server', (code, expected, words) => {
    const error = explainError(coded(code), call, endpoint)
    expect(error.code).toBe(expected)
    expect(error.message).toMatch(words)
    expect(error.subject).toBe(endpoint)
    expect(error.advice).toBeTruthy()
    expect(error.s3).toEqual(call)
  })
})

describe('a fault of the wire', () => {
  test.each<[WireFault, ErrorCode, string]>([
    [new WireFault('stalled', 'No byte moved.'), 'stalled', 's3://b/k'],
    [new WireFault('connect-timeout', 'No connection.'), 'unreachable', endpoint],
    [new WireFault('reply-too-long', 'Too long.'), 'server-failed', 's3://b/k'],
    [new WireFault('wrong-length', 'Too short.'), 'unreachable', 's3://b/k'],
    [new WireFault('wrong-range', 'Another range.'), 'server-failed', 's3://b/k'],
  ])('%s is %s, of %s', (fault, code, subject) => {
    expect(explainError(fault, call, endpoint)).toMatchObject({ code, subject, cause: fault, s3: call })
    expect(explainError(fault, call, endpoint).message).toContain(fault.message)
  })
})

test('an error in words already is left alone', () => {
  const error = new SluiceError({ code: 'no-credentials', message: 'None.' })
  expect(explainError(error, call, endpoint)).toBe(error)
})

test('an address that there can’t be is a mistake of whoever named it', () => {
  const none = Object.assign(new Error('Invalid ARN: bucket ARN is missing a region'), {
    name: 'EndpointError',
  })
  expect(explainError(none, call, endpoint)).toMatchObject({
    code: 'usage',
    message: 'There is no address for that: Invalid ARN: bucket ARN is missing a region.',
  })
})

test('anything else is a fault of ours, and says so', () => {
  const error = explainError(new TypeError('x is not a function'), call, endpoint)
  expect(error).toMatchObject({ code: 'internal', message: 'x is not a function.' })
  expect(explainError('thrown text', call, endpoint).message).toBe('thrown text.')
})

test('an error of one key in a batch is about that key', () => {
  const error = explainKeyError('AccessDenied', 'Access Denied', {
    operation: 'DeleteObjects',
    bucket: 'b',
    key: 'k',
  })
  expect(error).toMatchObject({
    code: 'access-denied',
    message: 'The server refused DeleteObjects on s3://b/k: Access Denied.',
    subject: 's3://b/k',
    advice: 'This identity needs s3:DeleteObject on arn:aws:s3:::b/k.',
    s3: { s3Code: 'AccessDenied', s3Message: 'Access Denied' },
  })
  expect(explainKeyError('InternalError', '', call).code).toBe('server-failed')
})

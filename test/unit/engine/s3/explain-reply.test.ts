import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../shared/errors.ts'
import type { CallName } from '../../../../main/engine/s3/call-name.ts'
import { explainReply } from '../../../../main/engine/s3/explain-reply.ts'
import type { ServiceError } from '../../../../main/engine/s3/service-error.ts'

const reply = (
  status: number,
  code: string | null = null,
  more: Partial<ServiceError> = {},
): ServiceError => ({
  code,
  message: null,
  status,
  requestId: null,
  extendedRequestId: null,
  region: null,
  date: null,
  ...more,
})

const object: CallName = { operation: 'GetObject', bucket: 'b', key: 'k' }
const bucket: CallName = { operation: 'ListObjectsV2', bucket: 'b' }

test.each<[number, string, ErrorCode]>([
  [404, 'NoSuchBucket', 'no-such-bucket'],
  [400, 'InvalidBucketName', 'no-such-bucket'],
  [404, 'NoSuchKey', 'no-such-key'],
  [404, 'NoSuchVersion', 'no-such-key'],
  [404, 'NoSuchUpload', 'gone'],
  [403, 'AccessDenied', 'access-denied'],
  [403, 'AllAccessDisabled', 'access-denied'],
  [403, 'InvalidAccessKeyId', 'credentials-refused'],
  [403, 'SignatureDoesNotMatch', 'credentials-refused'],
  [400, 'InvalidToken', 'credentials-refused'],
  [400, 'ExpiredToken', 'credentials-expired'],
  [400, 'TokenRefreshRequired', 'credentials-expired'],
  [403, 'RequestTimeTooSkewed', 'request-refused'],
  [301, 'PermanentRedirect', 'wrong-region'],
  [307, 'TemporaryRedirect', 'wrong-region'],
  [400, 'AuthorizationHeaderMalformed', 'wrong-region'],
  [400, 'IllegalLocationConstraintException', 'wrong-region'],
  [503, 'SlowDown', 'slow-down'],
  [400, 'ThrottlingException', 'slow-down'],
  [503, 'ServiceUnavailable', 'slow-down'],
  [400, 'RequestTimeout', 'stalled'],
  [500, 'InternalError', 'server-failed'],
  // S3's 200 with an <Error> in it comes from the SDK as 503.
  [503, 'InternalError', 'server-failed'],
  [403, 'InvalidObjectState', 'archived'],
  [412, 'PreconditionFailed', 'precondition-failed'],
  [409, 'ConditionalRequestConflict', 'conflict'],
  [409, 'OperationAborted', 'conflict'],
  [400, 'BadDigest', 'integrity'],
  [400, 'XAmzContentSHA256Mismatch', 'integrity'],
  [400, 'KeyTooLongError', 'name-too-long'],
  [400, 'InvalidObjectName', 'request-refused'],
  [400, 'EntityTooLarge', 'request-refused'],
  [400, 'InvalidPart', 'request-refused'],
  [403, 'RequestTimeTooSkewed', 'request-refused'],
  [416, 'InvalidRange', 'request-refused'],
  [501, 'NotImplemented', 'request-refused'],
  [418, 'NoSuchCodeAtAll', 'request-refused'],
  [599, 'NoSuchCodeAtAll', 'server-failed'],
])('%i %s is %s', (status, s3Code, code) => {
  const told = explainReply(reply(status, s3Code), object)
  expect(told.code).toBe(code)
  expect(told.message).toMatch(/[^.]\.$/)
  expect(told.advice).toBeTruthy()
})

describe('a reply without a document', () => {
  test.each<[number, ErrorCode, ErrorCode]>([
    [200, 'server-failed', 'server-failed'],
    [301, 'wrong-region', 'wrong-region'],
    [400, 'request-refused', 'request-refused'],
    [401, 'credentials-refused', 'credentials-refused'],
    [403, 'access-denied', 'access-denied'],
    [404, 'no-such-key', 'no-such-bucket'],
    [405, 'request-refused', 'request-refused'],
    [408, 'stalled', 'stalled'],
    [409, 'conflict', 'conflict'],
    [411, 'request-refused', 'request-refused'],
    [412, 'precondition-failed', 'precondition-failed'],
    [429, 'slow-down', 'slow-down'],
    [500, 'server-failed', 'server-failed'],
    [501, 'request-refused', 'request-refused'],
    [502, 'server-failed', 'server-failed'],
    [503, 'slow-down', 'slow-down'],
    [504, 'server-failed', 'server-failed'],
  ])('of status %i is %s for a key, %s for a bucket', (status, forKey, forBucket) => {
    expect(explainReply(reply(status), object).code).toBe(forKey)
    expect(explainReply(reply(status), bucket).code).toBe(forBucket)
  })

  test('to a HEAD says what a bare 400 may mean', () => {
    const told = explainReply(reply(400), { operation: 'HeadObject', bucket: 'b', key: 'k' })
    expect(told.advice).toMatch(/Expired credentials and a wrong region/)
  })
})

test('a refusal names the permission that is missing, and quotes the server', () => {
  expect(explainReply(reply(403, 'AccessDenied', { message: 'Access Denied' }), bucket)).toEqual({
    code: 'access-denied',
    message: 'The server refused ListObjectsV2 on s3://b: Access Denied.',
    subject: 's3://b',
    advice: 'This identity needs s3:ListBucket on arn:aws:s3:::b.',
  })
})

test('a bucket elsewhere is said with its region, if the reply names it', () => {
  const told = explainReply(reply(301, 'PermanentRedirect', { region: 'eu-west-1' }), bucket)
  expect(told).toMatchObject({
    message: 'The bucket b is in eu-west-1.',
    advice: 'Use the region eu-west-1 for it.',
  })
  expect(explainReply(reply(301), bucket).message).toMatch(/in another region/)
})

test('what a copy does not find is its source', () => {
  const copy: CallName = {
    operation: 'CopyObject',
    bucket: 'b',
    key: 'k',
    source: { bucket: 'from', key: 'x' },
  }
  expect(explainReply(reply(404, 'NoSuchKey'), copy).subject).toBe('s3://from/x')
  expect(explainReply(reply(403, 'InvalidObjectState'), copy).subject).toBe('s3://from/x')
  expect(explainReply(reply(403, 'AccessDenied'), copy).subject).toBe('s3://b/k')
})

test('radosgw’s InvalidObjectName is a long key if the key is long', () => {
  const long = { ...object, key: 'ü'.repeat(513) }
  expect(explainReply(reply(400, 'InvalidObjectName'), long).code).toBe('name-too-long')
})

test('a name that no bucket can have is told from one that none has', () => {
  expect(explainReply(reply(400, 'InvalidBucketName'), bucket).message).toMatch(/can't be the name/)
  expect(explainReply(reply(404, 'NoSuchBucket'), bucket).message).toMatch(/does not exist/)
})

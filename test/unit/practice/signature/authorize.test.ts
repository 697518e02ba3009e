import { describe, expect, test } from 'vitest'
import type { S3Request } from '../../../../main/practice/s3-request.ts'
import { authorize } from '../../../../main/practice/signature/authorize.ts'
import { SigningKeys, scopeText } from '../../../../main/practice/signature/signing-key.ts'
import type { Example } from './aws-examples.ts'
import * as aws from './aws-examples.ts'

const signer = { accessKeyId: aws.accessKeyId, keys: new SigningKeys(aws.secretAccessKey) }
const minute = 60_000

function header(example: Example, changes: Readonly<Record<string, string>> = {}): string {
  const fields = {
    Credential: `${aws.accessKeyId}/${scopeText(aws.scope)}`,
    SignedHeaders: example.signedHeaders.join(';'),
    Signature: example.signature,
    ...changes,
  }
  const listed = Object.entries(fields).map(([name, value]) => `${name}=${value}`)
  return `AWS4-HMAC-SHA256 ${listed.join(',')}`
}

/** The example with its `Authorization` header, and other headers in place of its own; `''` takes one away. */
function signed(example: Example, headers: Readonly<Record<string, string>> = {}): S3Request {
  const all = new Map([
    ...example.request.headers,
    ['authorization', header(example)],
    ...Object.entries(headers),
  ])
  return { ...example.request, headers: new Map([...all].filter(([, value]) => value !== '')) }
}

const [getObject] = aws.headerExamples
if (getObject === undefined) throw new Error('no example')

/** Requests with one thing wrong, and what S3 says to it. */
const refusals: [why: string, request: S3Request, code: string, message?: RegExp][] = [
  ['no signature', signed(getObject, { authorization: '' }), 'AccessDenied'],
  [
    'signature version 2',
    signed(getObject, { authorization: 'AWS AKID:x' }),
    'InvalidRequest',
    /AWS4-HMAC-SHA256/,
  ],
  [
    'another access key',
    signed(getObject, { authorization: header(getObject, { Credential: `OTHER/${scopeText(aws.scope)}` }) }),
    'InvalidAccessKeyId',
  ],
  [
    'a credential in pieces',
    signed(getObject, { authorization: header(getObject, { Credential: 'x/y' }) }),
    'AuthorizationHeaderMalformed',
    /Credential/,
  ],
  [
    'another region',
    signed(getObject, {
      authorization: header(getObject, {
        Credential: `${aws.accessKeyId}/20130524/eu-west-1/s3/aws4_request`,
      }),
    }),
    'AuthorizationHeaderMalformed',
    /the region 'eu-west-1' is wrong; expecting 'us-east-1'/,
  ],
  [
    'another service',
    signed(getObject, {
      authorization: header(getObject, {
        Credential: `${aws.accessKeyId}/20130524/us-east-1/sqs/aws4_request`,
      }),
    }),
    'AuthorizationHeaderMalformed',
    /service/,
  ],
  [
    'another day',
    signed(getObject, {
      authorization: header(getObject, {
        Credential: `${aws.accessKeyId}/20130525/us-east-1/s3/aws4_request`,
      }),
    }),
    'AuthorizationHeaderMalformed',
    /date/,
  ],
  [
    'a wrong signature',
    signed(getObject, { authorization: header(getObject, { Signature: '0'.repeat(64) }) }),
    'SignatureDoesNotMatch',
  ],
  [
    'a short signature',
    signed(getObject, { authorization: header(getObject, { Signature: 'f0e8' }) }),
    'SignatureDoesNotMatch',
  ],
  ['another method', { ...signed(getObject), method: 'DELETE' }, 'SignatureDoesNotMatch'],
  ['another path', { ...signed(getObject), path: '/test.txt2' }, 'SignatureDoesNotMatch'],
  ['another parameter', { ...signed(getObject), parameters: [['versionId', '1']] }, 'SignatureDoesNotMatch'],
  ['another signed header', signed(getObject, { range: 'bytes=0-8' }), 'SignatureDoesNotMatch'],
  [
    'another payload hash',
    signed(getObject, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
    'SignatureDoesNotMatch',
  ],
  [
    'no payload hash',
    signed(getObject, { 'x-amz-content-sha256': '' }),
    'InvalidRequest',
    /x-amz-content-sha256/,
  ],
  [
    'an unsigned x-amz header',
    signed(getObject, { 'x-amz-acl': 'public-read' }),
    'AccessDenied',
    /not signed/,
  ],
  ['no time', signed(getObject, { 'x-amz-date': '' }), 'AccessDenied', /x-amz-date/],
  ['a session token', signed(getObject, { 'x-amz-security-token': 'x' }), 'InvalidToken'],
  [
    'two signatures',
    { ...signed(getObject), query: aws.presigned.query },
    'InvalidArgument',
    /Only one auth mechanism/,
  ],
]

describe('a signed header', () => {
  test.each([...aws.headerExamples, aws.signedChunks, aws.signedTrailers])(
    'of $name is AWS’s own',
    (example) => {
      const authorization = authorize(signed(example), signer, 'us-east-1', aws.now)
      expect(authorization).toMatchObject({ signature: example.signature, payloadHash: example.payloadHash })
    },
  )

  test.each(refusals)('with %s is refused', (_, request, code, message = /./) => {
    const refused = expect.objectContaining({ code, message: expect.stringMatching(message) as string })
    expect(() => authorize(request, signer, 'us-east-1', aws.now)).toThrow(refused)
  })

  test('with another secret is refused', () => {
    const other = { ...signer, keys: new SigningKeys(`${aws.secretAccessKey}x`) }
    const refused = expect.objectContaining({ code: 'SignatureDoesNotMatch' })
    expect(() => authorize(signed(getObject), other, 'us-east-1', aws.now)).toThrow(refused)
  })

  test('may be a quarter of an hour off, either way', () => {
    for (const off of [-15 * minute, 15 * minute]) {
      expect(() => authorize(signed(getObject), signer, 'us-east-1', aws.now + off)).not.toThrow()
    }
    for (const off of [-15 * minute - 1, 15 * minute + 1]) {
      const refused = expect.objectContaining({ code: 'RequestTimeTooSkewed', status: 403 })
      expect(() => authorize(signed(getObject), signer, 'us-east-1', aws.now + off)).toThrow(refused)
    }
  })
})

describe('a presigned URL', () => {
  const { parameters } = aws.presigned

  function changed(name: string, value: string | null): S3Request {
    const kept = parameters.filter(([other]) => other !== name)
    const all = value === null ? kept : [...kept, [name, value] as const]
    return { ...aws.presigned, parameters: all, query: new Map(all) }
  }

  test('of AWS’s own example holds for a day', () => {
    expect(authorize(aws.presigned, signer, 'us-east-1', aws.now)).toMatchObject({
      payloadHash: 'UNSIGNED-PAYLOAD',
    })
    expect(() => authorize(aws.presigned, signer, 'us-east-1', aws.now + 86_400_000)).not.toThrow()
    expect(() => authorize(aws.presigned, signer, 'us-east-1', aws.now + 86_400_001)).toThrow(
      'Request has expired',
    )
    expect(() => authorize(aws.presigned, signer, 'us-east-1', aws.now - 16 * minute)).toThrow(
      'not yet valid',
    )
  })

  test.each([
    ['X-Amz-Expires', '86401', 'SignatureDoesNotMatch'],
    ['X-Amz-Expires', '604801', 'AuthorizationQueryParametersError'],
    ['X-Amz-Expires', '-1', 'AuthorizationQueryParametersError'],
    ['X-Amz-Expires', null, 'AuthorizationQueryParametersError'],
    ['X-Amz-Date', null, 'AuthorizationQueryParametersError'],
    ['X-Amz-Credential', 'x', 'AuthorizationQueryParametersError'],
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA1', 'AuthorizationQueryParametersError'],
    ['X-Amz-Signature', '0'.repeat(64), 'SignatureDoesNotMatch'],
    ['response-content-type', 'text/html', 'SignatureDoesNotMatch'],
  ])('with %s %s is refused with %s', (name, value, code) => {
    const refused = expect.objectContaining({ code })
    expect(() => authorize(changed(name, value), signer, 'us-east-1', aws.now)).toThrow(refused)
  })
})

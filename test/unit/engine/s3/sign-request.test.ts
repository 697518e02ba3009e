import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wireTarget } from '../../../../main/engine/s3/data-request.ts'
import { RequestSigner } from '../../../../main/engine/s3/sign-request.ts'

/** AWS, "Signature Calculations for the Authorization Header" (S3 API reference), its examples. */
const keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const scope = { region: 'us-east-1', service: 's3' }
const at = Date.UTC(2013, 4, 24)
const host = 'examplebucket.s3.amazonaws.com'
const nothing = createHash('sha256').digest('hex')

const signatureIn = (headers: Readonly<Record<string, string>>) =>
  /Signature=(\w+)$/.exec(headers['authorization'] ?? '')?.[1]

describe('a signature is that of Amazon’s own example', () => {
  test.each([
    [
      'of a range of an object',
      {
        method: 'GET',
        path: '/test.txt',
        query: '',
        headers: { host, range: 'bytes=0-9' },
        payload: nothing,
      },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'of a put',
      {
        method: 'PUT',
        path: '/test%24file.text',
        query: '',
        headers: { host, date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        payload: createHash('sha256').update('Welcome to Amazon S3.').digest('hex'),
      },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    [
      'of a listing',
      { method: 'GET', path: '/', query: 'max-keys=2&prefix=J', headers: { host }, payload: nothing },
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ])('%s', (_, request, signature) => {
    const signed = new RequestSigner().sign(request, keys, scope, at)
    expect(signatureIn(signed)).toBe(signature)
    expect(signed).toMatchObject({ ...request.headers, 'x-amz-date': '20130524T000000Z' })
  })
})

/** The SDK's own way to hash. */
class Sha256 {
  readonly #hash
  constructor(secret?: unknown) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array | string)
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
}

test('it is the one that the SDK makes, whatever the key, the query, the headers and the time', async () => {
  const signer = new RequestSigner()
  const value = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => text.trim() !== '')
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        key: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        query: fc.dictionary(
          fc.constantFrom('prefix', 'list-type', 'uploads', 'max-keys', 'a b'),
          fc.string(),
        ),
        headers: fc.dictionary(
          fc.constantFrom('content-type', 'cache-control', 'x-amz-meta-a', 'x-amz-acl', 'content-md5'),
          value,
        ),
        token: fc.option(fc.constantFrom('session'), { nil: undefined }),
        region: fc.constantFrom('eu-west-1', 'us-east-1'),
        seconds: fc.integer({ min: 1_400_000_000, max: 2_000_000_000 }),
      }),
      async ({ key, query, headers, token, region, seconds }) => {
        const { path, query: encoded } = wireTarget('/b', { method: 'PUT', bucket: 'b', key, query })
        const credentials = { ...keys, ...(token === undefined ? {} : { sessionToken: token }) }
        const sdk = new SignatureV4({
          service: 's3',
          region,
          credentials,
          sha256: Sha256,
          uriEscapePath: false,
          applyChecksum: false,
        })
        const theirs = await sdk.sign(
          {
            method: 'PUT',
            protocol: 'http:',
            hostname: 'h',
            path,
            query,
            headers: { ...headers, host: 'h', 'x-amz-content-sha256': nothing },
          },
          { signingDate: new Date(seconds * 1000) },
        )
        const ours = signer.sign(
          { method: 'PUT', path, query: encoded, headers: { ...headers, host: 'h' }, payload: nothing },
          credentials,
          { region, service: 's3' },
          seconds * 1000,
        )
        expect(ours['authorization']).toBe(theirs.headers['authorization'])
      },
    ),
    { numRuns: 500 },
  )
})

test('the key of another day, region or secret is another key', () => {
  const signer = new RequestSigner()
  const request = { method: 'GET', path: '/', query: '', headers: { host }, payload: nothing }
  const one = signatureIn(signer.sign(request, keys, scope, at))
  const others = [
    signer.sign(request, keys, scope, at + 86_400_000),
    signer.sign(request, keys, { ...scope, region: 'eu-west-1' }, at),
    signer.sign(request, { ...keys, secretAccessKey: 'other' }, scope, at),
  ].map(signatureIn)
  expect(new Set([one, ...others]).size).toBe(4)
  expect(signatureIn(signer.sign(request, keys, scope, at))).toBe(one)
})

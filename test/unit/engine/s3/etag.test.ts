import { describe, expect, test } from 'vitest'
import { bareEtag, isObjectDigest, isWrittenDigest } from '../../../../main/engine/s3/etag.ts'

test.each([
  ['"abc"', 'abc'],
  ['abc', 'abc'],
  ['W/"abc"', 'abc'],
  ['""', ''],
  [undefined, ''],
  ['"', '"'],
])('the ETag of %j is %j', (sent, bare) => {
  expect(bareEtag(sent)).toBe(bare)
})

const md5 = '9dd4e461268c8034f5c8564e155c67a6'

describe('an ETag as a digest', () => {
  test.each([
    ['the MD5 of the bytes', md5, {}, true, true],
    ['an MD5 over parts', `${md5}-3`, {}, true, false],
    ['an MD5 under SSE-S3', md5, { ServerSideEncryption: 'AES256' }, true, true],
    ['one under SSE-KMS', md5, { ServerSideEncryption: 'aws:kms' }, false, false],
    ['one under two layers of SSE-KMS', md5, { ServerSideEncryption: 'aws:kms:dsse' }, false, false],
    ['one under SSE-C', md5, { SSECustomerAlgorithm: 'AES256' }, false, false],
    ['something else', 'abc', {}, false, false],
    ['nothing', '', {}, false, false],
  ] as const)('%s: of an object %#', (_, etag, reply, ofObject, ofWrite) => {
    expect(isObjectDigest(etag, reply)).toBe(ofObject)
    expect(isWrittenDigest(etag, reply)).toBe(ofWrite)
  })
})

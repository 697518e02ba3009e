import { expect, test } from 'vitest'
import { customerKeyHeaders, keyMd5 } from '../../../../main/engine/s3/customer-keys.ts'

const object = { bytes: Buffer.alloc(32, 'a') }
const copySource = { bytes: Buffer.alloc(32, 'b') }
const own = 'x-amz-server-side-encryption-customer-key'
const ofSource = 'x-amz-copy-source-server-side-encryption-customer-key'

test.each([
  ['PutObject', [own]],
  ['GetObject', [own]],
  ['HeadObject', [own]],
  ['UploadPart', [own]],
  ['CompleteMultipartUpload', [own]],
  ['CopyObject', [own, ofSource]],
  ['UploadPartCopy', [own, ofSource]],
  ['ListObjectsV2', []],
  ['DeleteObject', []],
  ['GetObjectTagging', []],
])('%s carries the keys it needs and no other', (command, names) => {
  const headers = customerKeyHeaders(command, { object, copySource })
  expect(Object.keys(headers).filter((name) => name.endsWith('-key'))).toEqual(names)
})

test('a key goes with its algorithm and its MD5', () => {
  expect(customerKeyHeaders('GetObject', { object })).toEqual({
    'x-amz-server-side-encryption-customer-algorithm': 'AES256',
    [own]: Buffer.from(object.bytes).toString('base64'),
    'x-amz-server-side-encryption-customer-key-md5': keyMd5(object),
  })
})

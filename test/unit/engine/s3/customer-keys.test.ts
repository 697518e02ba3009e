import { expect, test } from 'vitest'
import { customerKeyHeaders, keyMd5 } from '../../../../main/engine/s3/customer-keys.ts'

const object = { bytes: Buffer.alloc(32, 'a') }
const copySource = { bytes: Buffer.alloc(32, 'b') }
const own = 'x-amz-server-side-encryption-customer-key'
const ofSource = 'x-amz-copy-source-server-side-encryption-customer-key'

test.each([
  ['PutObjectCommand', [own]],
  ['GetObjectCommand', [own]],
  ['HeadObjectCommand', [own]],
  ['UploadPartCommand', [own]],
  ['CompleteMultipartUploadCommand', [own]],
  ['CopyObjectCommand', [own, ofSource]],
  ['UploadPartCopyCommand', [own, ofSource]],
  ['ListObjectsV2Command', []],
  ['DeleteObjectCommand', []],
  ['GetObjectTaggingCommand', []],
])('%s carries the keys it needs and no other', (command, names) => {
  const headers = customerKeyHeaders(command, { object, copySource })
  expect(Object.keys(headers).filter((name) => name.endsWith('-key'))).toEqual(names)
})

test('a key goes with its algorithm and its MD5', () => {
  expect(customerKeyHeaders('GetObjectCommand', { object })).toEqual({
    'x-amz-server-side-encryption-customer-algorithm': 'AES256',
    [own]: Buffer.from(object.bytes).toString('base64'),
    'x-amz-server-side-encryption-customer-key-MD5': keyMd5(object),
  })
})

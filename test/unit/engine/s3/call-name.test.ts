import { expect, test } from 'vitest'
import { addressOf, permissionFor } from '../../../../main/engine/s3/call-name.ts'

test.each([
  [{ operation: 'ListBuckets' }, 'S3'],
  [{ operation: 'ListObjectsV2', bucket: 'b' }, 's3://b'],
  [{ operation: 'GetObject', bucket: 'b', key: 'a/ b' }, 's3://b/a/ b'],
])('%j is about %s', (call, address) => {
  expect(addressOf(call)).toBe(address)
})

test.each([
  ['ListObjectsV2', 's3:ListBucket on arn:aws:s3:::b'],
  ['HeadBucket', 's3:ListBucket on arn:aws:s3:::b'],
  ['ListBuckets', 's3:ListAllMyBuckets on *'],
  ['GetBucketVersioning', 's3:GetBucketVersioning on arn:aws:s3:::b'],
  ['GetObject', 's3:GetObject on arn:aws:s3:::b/k'],
  [
    'HeadObject',
    's3:GetObject on arn:aws:s3:::b/k (and s3:ListBucket on arn:aws:s3:::b, or a missing key looks refused)',
  ],
  ['PutObject', 's3:PutObject on arn:aws:s3:::b/k'],
  ['CreateMultipartUpload', 's3:PutObject on arn:aws:s3:::b/k'],
  ['UploadPart', 's3:PutObject on arn:aws:s3:::b/k'],
  ['CompleteMultipartUpload', 's3:PutObject on arn:aws:s3:::b/k'],
  ['CopyObject', 's3:PutObject on arn:aws:s3:::b/k and s3:GetObject on arn:aws:s3:::from/x'],
  ['UploadPartCopy', 's3:PutObject on arn:aws:s3:::b/k and s3:GetObject on arn:aws:s3:::from/x'],
  ['DeleteObject', 's3:DeleteObject on arn:aws:s3:::b/k'],
  ['AbortMultipartUpload', 's3:AbortMultipartUpload on arn:aws:s3:::b/k'],
  ['ListParts', 's3:ListMultipartUploadParts on arn:aws:s3:::b/k'],
])('%s needs %s', (operation, permission) => {
  expect(permissionFor({ operation, bucket: 'b', key: 'k', source: { bucket: 'from', key: 'x' } })).toBe(
    permission,
  )
})

test('a batch of deletes needs the permission for all of the bucket', () => {
  expect(permissionFor({ operation: 'DeleteObjects', bucket: 'b' })).toBe(
    's3:DeleteObject on arn:aws:s3:::b/*',
  )
})

test('of an access point, permissions are on its own ARN and on the objects below it', () => {
  const ap = 'arn:aws:s3:eu-west-1:123456789012:accesspoint/ap'
  expect(permissionFor({ operation: 'ListObjectsV2', bucket: ap })).toBe(`s3:ListBucket on ${ap}`)
  expect(
    permissionFor({ operation: 'CopyObject', bucket: ap, key: 'k', source: { bucket: ap, key: 'x' } }),
  ).toBe(`s3:PutObject on ${ap}/object/k and s3:GetObject on ${ap}/object/x`)
})

import { expect, test } from 'vitest'
import { readS3Request } from '../../fakes/fault-proxy-request.ts'

const copy = { 'x-amz-copy-source': '/b/k' }

test.each([
  ['GET', '/', {}, 'ListBuckets', '', ''],
  ['HEAD', '/b', {}, 'HeadBucket', 'b', ''],
  ['GET', '/b?list-type=2&prefix=a%2F', {}, 'ListObjectsV2', 'b', ''],
  ['GET', '/b/?list-type=2', {}, 'ListObjectsV2', 'b', ''],
  ['GET', '/b?versioning', {}, 'Other', 'b', ''],
  ['GET', '/b?uploads', {}, 'ListMultipartUploads', 'b', ''],
  ['POST', '/b?delete', {}, 'DeleteObjects', 'b', ''],
  ['PUT', '/b', {}, 'Other', 'b', ''],
  ['GET', '/b/a%20b/c%252B', {}, 'GetObject', 'b', 'a b/c%2B'],
  ['GET', '/b/p/../../x', {}, 'GetObject', 'b', 'p/../../x'],
  ['GET', '/b/k?x-id=GetObject', {}, 'GetObject', 'b', 'k'],
  ['GET', '/b/k?tagging', {}, 'Other', 'b', 'k'],
  ['GET', '/b/k?uploadId=u', {}, 'ListParts', 'b', 'k'],
  ['HEAD', '/b/k', {}, 'HeadObject', 'b', 'k'],
  ['PUT', '/b/k', {}, 'PutObject', 'b', 'k'],
  ['PUT', '/b/k', copy, 'CopyObject', 'b', 'k'],
  ['POST', '/b/k?uploads', {}, 'CreateMultipartUpload', 'b', 'k'],
  ['PUT', '/b/k?partNumber=1&uploadId=u', {}, 'UploadPart', 'b', 'k'],
  ['PUT', '/b/k?partNumber=1&uploadId=u', copy, 'UploadPartCopy', 'b', 'k'],
  ['POST', '/b/k?uploadId=u', {}, 'CompleteMultipartUpload', 'b', 'k'],
  ['DELETE', '/b/k?uploadId=u', {}, 'AbortMultipartUpload', 'b', 'k'],
  ['DELETE', '/b/k', {}, 'DeleteObject', 'b', 'k'],
])('%s %s is read as the call it is', (method, url, headers, operation, bucket, key) => {
  expect(readS3Request(method, url, headers)).toMatchObject({ operation, bucket, key })
})

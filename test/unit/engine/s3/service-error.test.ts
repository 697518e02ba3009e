import { describe, expect, test } from 'vitest'
import { detailsOf, readServiceError } from '../../../../main/engine/s3/service-error.ts'

const thrown = (more: object) => Object.assign(new Error('Words'), more)

test('an error document is read with its ids', () => {
  const error = readServiceError(
    thrown({
      name: 'NoSuchBucket',
      $fault: 'client',
      $metadata: { httpStatusCode: 404, requestId: 'R', extendedRequestId: 'H' },
    }),
  )
  expect(error).toEqual({
    code: 'NoSuchBucket',
    message: 'Words',
    status: 404,
    requestId: 'R',
    extendedRequestId: 'H',
    region: null,
    date: null,
  })
  expect(detailsOf({ operation: 'GetObject', bucket: 'b', key: 'k' }, error)).toEqual({
    operation: 'GetObject',
    bucket: 'b',
    key: 'k',
    s3Code: 'NoSuchBucket',
    s3Message: 'Words',
    status: 404,
    requestId: 'R',
    extendedRequestId: 'H',
  })
})

test('what the SDK makes up for a reply without a document is no code', () => {
  for (const name of ['NotFound', 'Unknown', 'UnknownError', 'Error']) {
    const error = readServiceError(thrown({ name, $fault: 'client', $metadata: { httpStatusCode: 403 } }))
    expect(error).toMatchObject({ code: null, message: null, status: 403 })
    expect(detailsOf({ operation: 'HeadObject' }, error)).toEqual({ operation: 'HeadObject', status: 403 })
  }
})

test('an error without a reply is none of a server', () => {
  expect(readServiceError(thrown({ code: 'ECONNRESET', $metadata: { attempts: 1 } }))).toBeNull()
  expect(readServiceError('text')).toBeNull()
  expect(readServiceError(null)).toBeNull()
  expect(detailsOf({ operation: 'ListBuckets' }, null)).toEqual({ operation: 'ListBuckets' })
})

describe('where a bucket is', () => {
  const at = (more: object) =>
    readServiceError(thrown({ $metadata: { httpStatusCode: 301 }, ...more }))?.region

  test.each([
    [
      'in a header',
      { $response: { statusCode: 301, headers: { 'x-amz-bucket-region': 'eu-west-1' } } },
      'eu-west-1',
    ],
    ['in the document', { Region: 'eu-north-1' }, 'eu-north-1'],
    ['in a host name', { Endpoint: 'b.s3.ap-southeast-2.amazonaws.com' }, 'ap-southeast-2'],
    ['in an old host name', { Endpoint: 'b.s3-us-gov-west-1.amazonaws.com' }, 'us-gov-west-1'],
    ['nowhere', { Endpoint: 'b.s3.amazonaws.com' }, null],
  ])('may be said %s', (_, more, region) => {
    expect(at(more)).toBe(region)
  })
})

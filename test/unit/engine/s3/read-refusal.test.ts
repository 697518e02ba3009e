import { expect, test } from 'vitest'
import { readRefusal } from '../../../../main/engine/s3/read-refusal.ts'
import { errorDocument } from './scripted-server.ts'

const ids = { 'x-amz-request-id': 'R', 'x-amz-id-2': 'H' }

test('a refusal is read with its words, its ids and its time', () => {
  const headers = { ...ids, date: 'Fri, 02 Jan 2026 03:04:05 GMT' }
  expect(readRefusal(404, headers, Buffer.from(errorDocument('NoSuchKey', 'Not there.')))).toEqual({
    code: 'NoSuchKey',
    message: 'Not there.',
    status: 404,
    requestId: 'R',
    extendedRequestId: 'H',
    region: null,
    date: Date.UTC(2026, 0, 2, 3, 4, 5),
  })
})

test('what the head does not say, the document may', () => {
  expect(readRefusal(403, {}, Buffer.from(errorDocument('AccessDenied')))).toMatchObject({
    requestId: 'REQ1',
    extendedRequestId: 'HOST1',
  })
})

test.each([
  [{ 'x-amz-bucket-region': 'eu-west-1' }, '', 'eu-west-1'],
  [{}, '<Region>eu-west-2</Region>', 'eu-west-2'],
  [{}, '<Endpoint>b.s3-eu-west-3.amazonaws.com</Endpoint>', 'eu-west-3'],
  [{}, '<Endpoint>b.s3.example.test</Endpoint>', null],
])('where the bucket is, is said by %j or %j', (headers, more, region) => {
  const document = errorDocument('PermanentRedirect', 'Elsewhere', more)
  expect(readRefusal(301, headers, Buffer.from(document)).region).toBe(region)
})

test.each(['', '<html>Bad gateway</html>', '<Other><Code>X</Code></Other>'])(
  'a reply of %j has no code and no words',
  (body) => {
    expect(readRefusal(502, ids, Buffer.from(body))).toMatchObject({ code: null, message: null, status: 502 })
  },
)

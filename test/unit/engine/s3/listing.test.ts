import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { ListQuery } from '../../../../main/engine/s3/object-store.ts'
import { askPage } from '../../../../main/engine/s3/listing.ts'
import {
  asAmazon,
  connect,
  errorDocument,
  fail,
  failure,
  serve,
  unstopped,
  type Asked,
} from './scripted-server.ts'

const query: ListQuery = { bucket: 'bucket', prefix: 'p/' }

const entry = (key: string) =>
  `<Contents><Key>${key}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>"e"</ETag><Size>1</Size></Contents>`

const page = (inside = '', fields = '<KeyCount>1</KeyCount><IsTruncated>false</IsTruncated>') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name><Prefix>p/</Prefix>${fields}${inside}</ListBucketResult>`

const whole = page(entry('p/a'))

/** What comes of a listing that is answered so. */
async function ask(answer: (asked: Asked, reply: ServerResponse) => unknown, asked: Partial<ListQuery> = {}) {
  const server = await serve(answer)
  const { connection, clock } = connect({ endpoint: server.endpoint })
  return { server, clock, result: askPage(connection, { ...query, ...asked }, unstopped) }
}

const asks = (url: string | undefined) => Object.fromEntries(new URL(url ?? '', 'http://x').searchParams)

test('a page comes with its entries, and asks for keys to be encoded', async () => {
  const { server, result } = await ask((_, reply) => reply.end(whole))
  expect(await result).toEqual({
    entries: [{ key: 'p/a', size: 1, modified: Date.UTC(2026, 0, 2, 3, 4, 5), etag: 'e' }],
    folders: [],
    next: null,
  })
  expect(asks(server.asked[0]?.url)).toEqual({ 'list-type': '2', prefix: 'p/', 'encoding-type': 'url' })
})

test('what is asked for goes along', async () => {
  const { server, result } = await ask(
    (_, reply) => reply.end(page('', '<KeyCount>0</KeyCount><IsTruncated>false</IsTruncated>')),
    {
      token: 'a+b/ü',
      startAfter: 'p/x y',
      delimiter: '/',
      pageSize: 7,
    },
  )
  await result
  expect(asks(server.asked[0]?.url)).toEqual({
    'list-type': '2',
    prefix: 'p/',
    'encoding-type': 'url',
    'continuation-token': 'a+b/ü',
    'start-after': 'p/x y',
    delimiter: '/',
    'max-keys': '7',
  })
})

test('Amazon’s own is asked whether archived objects are restored', async () => {
  const server = await serve((_, reply) => reply.end(whole))
  await askPage(connect(asAmazon(server)).connection, query, unstopped)
  expect(server.asked[0]?.headers['x-amz-optional-object-attributes']).toBe('RestoreStatus')
})

describe('a 200 that is no listing', () => {
  test.each<[string, string, RegExp]>([
    ['nothing at all', '', /it is empty/],
    [
      'the login page of a captive portal',
      '<!DOCTYPE html><html><body>Welcome to our Wi-Fi</body></html>',
      /it is a web page, as a captive portal/,
    ],
    ['an error document', errorDocument('InternalError'), /it is a <Error> document/],
    ['half a listing', whole.slice(0, -40), /not closed|ends in the middle/],
    [
      'a lying count',
      page(entry('p/a'), '<KeyCount>2</KeyCount><IsTruncated>false</IsTruncated>'),
      /announces "2" keys and has 1/,
    ],
    [
      'more to come, nowhere',
      page(entry('p/a'), '<KeyCount>1</KeyCount><IsTruncated>true</IsTruncated>'),
      /there is more, and not where/,
    ],
  ])('%s proves nothing', async (_, body, why) => {
    const { result } = await ask((_asked, reply) =>
      reply.writeHead(200, { 'x-amz-request-id': 'REQ1', 'x-amz-id-2': 'HOST1' }).end(body),
    )
    const error = await failure(result)
    expect(error).toMatchObject({
      code: 'listing-not-proved',
      subject: 's3://bucket/p/',
      s3: {
        operation: 'ListObjectsV2',
        bucket: 'bucket',
        status: 200,
        requestId: 'REQ1',
        extendedRequestId: 'HOST1',
      },
    })
    expect(error.message).toMatch(why)
    expect(error.message).toMatch(/^The listing of s3:\/\/bucket\/p\/ can't be relied on: /)
  })

  test('says how to get past a login page', async () => {
    const { result } = await ask((_, reply) => reply.end('<html></html>'))
    expect(await failure(result)).toHaveProperty(
      'advice',
      expect.stringMatching(/Log in to this network in a browser/),
    )
  })

  test.each([204, 206])('with status %i proves nothing either', async (status) => {
    const { result } = await ask((_, reply) =>
      reply.writeHead(status).end(status === 204 ? undefined : whole),
    )
    expect(await failure(result)).toMatchObject({ code: 'listing-not-proved', s3: { status } })
  })

  test('that breaks off is a broken connection', async () => {
    const { result } = await ask((_, reply) => {
      reply.writeHead(200, { 'content-length': String(whole.length) })
      reply.write(whole.slice(0, 100), () => reply.destroy())
    })
    expect(await failure(result)).toMatchObject({ code: 'unreachable' })
  })

  test('without end is ended', async () => {
    const { server, result } = await ask((_, reply) => {
      const more = (): void => {
        if (!reply.destroyed) reply.write(Buffer.alloc(1_000_000, 'x'), more)
      }
      more()
    })
    expect(await failure(result)).toMatchObject({
      code: 'server-failed',
      message: expect.stringMatching(/too long/) as unknown,
    })
    await server.allClosed()
  })

  test('that comes to a standstill is ended', async () => {
    const { server, clock, result } = await ask((_, reply) => reply.write(whole.slice(0, 100)))
    const error = failure(result)
    while (server.asked.length === 0) await clock.advance(1)
    await clock.advance(60_000)
    expect(await error).toMatchObject({ code: 'stalled' })
    await server.allClosed()
    expect(clock.pending).toBe(0)
  })
})

test.each([
  [403, errorDocument('AccessDenied', 'Access Denied'), 'access-denied'],
  [404, errorDocument('NoSuchBucket'), 'no-such-bucket'],
  [500, errorDocument('InternalError'), 'server-failed'],
  [503, '', 'slow-down'],
])('a refusal of %i is told as one', async (status, body, code) => {
  const { result } = await ask((_, reply) => {
    fail(reply, status, body)
  })
  expect(await failure(result)).toMatchObject({ code, s3: { status } })
})

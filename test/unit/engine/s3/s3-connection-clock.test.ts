import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, test, vi } from 'vitest'
import type { S3Connection } from '../../../../main/engine/s3/s3-connection.ts'
import {
  connect,
  errorDocument,
  fail,
  failure,
  put,
  secret,
  serve,
  signedFor,
  unstopped,
} from './scripted-server.ts'

const head = (connection: S3Connection, Bucket = 'bucket') =>
  connection.call({ operation: 'HeadObject', bucket: Bucket, key: 'k' }, unstopped, (client, wireCall) =>
    client.send(new HeadObjectCommand({ Bucket, Key: 'k' }), wireCall),
  )

const hour = 3_600_000
const expired = errorDocument('ExpiredToken')

/** Milliseconds since 1970 at which a request says that it was signed. */
function signedAt(date: unknown): number {
  const [, year, month, day, hours, minutes] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/.exec(String(date)) ?? []
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hours), Number(minutes))
}

/** A connection to a server whose clock is ahead, and which answers what is signed in its time as the test says. */
async function ahead(ms: number, answer: Parameters<typeof serve>[0] = (_, reply) => reply.end()) {
  let refused = 0
  const server = await serve((asked, reply) => {
    const date = new Date(Date.now() + ms)
    reply.setHeader('date', date.toUTCString())
    if (Math.abs(signedAt(asked.headers['x-amz-date']) - date.getTime()) < 15 * 60_000)
      return answer(asked, reply)
    refused++
    if (asked.method === 'HEAD') return reply.writeHead(403).end()
    fail(reply, 403, errorDocument('RequestTimeTooSkewed'))
    return reply
  })
  const onClockOffset = vi.fn<(ms: number) => void>()
  // The SDK signs by the system's clock.
  const clock = { now: () => Date.now(), sleep: () => Promise.resolve(), after: () => () => undefined }
  const open = (more: Parameters<typeof connect>[0] = { endpoint: server.endpoint }) =>
    connect({ clock, onClockOffset, ...more }).connection
  return { server, open, onClockOffset, refused: () => refused }
}

describe('F80 a clock that is off', () => {
  test.each([hour, -hour])(
    'by %i ms is learnt from one refusal, told once, and every later call is right',
    async (ms) => {
      const { open, server, refused, onClockOffset } = await ahead(ms)
      const connection = open()
      for (let i = 0; i < 5; i++) await put(connection, 'bucket')
      expect([refused(), server.asked.length, onClockOffset.mock.calls.length]).toEqual([1, 6, 1])
      expect(Math.round((onClockOffset.mock.calls[0]?.[0] ?? 0) / hour)).toBe(ms / hour)
    },
  )

  test('is learnt once by calls that were all under way', async () => {
    const { open, refused, onClockOffset } = await ahead(hour)
    const connection = open()
    await Promise.all(['a', 'b', 'c'].map((bucket) => put(connection, bucket)))
    expect([refused(), onClockOffset.mock.calls.length]).toEqual([3, 1])
  })

  test('is learnt from a HEAD too, whose refusal has no document', async () => {
    const { open, refused } = await ahead(hour, (_, reply) =>
      reply.writeHead(200, { 'last-modified': new Date().toUTCString() }).end(),
    )
    const connection = open()
    await head(connection)
    await put(connection, 'bucket')
    expect(refused()).toBe(1)
  })

  test('is known to the clients of other regions, made later', async () => {
    const { open, server, refused } = await ahead(hour, (asked, reply) => {
      const there = asked.url.startsWith('/far/') ? 'eu-west-1' : 'us-east-1'
      if (signedFor(asked.headers.authorization) === there) reply.end()
      else fail(reply, 301, errorDocument('PermanentRedirect'), { 'x-amz-bucket-region': there })
    })
    const connection = open()
    await put(connection, 'near')
    await put(connection, 'far')
    expect([refused(), server.asked.length]).toEqual([1, 4])
  })

  test('is still known when credentials were renewed', async () => {
    const { open, server, refused } = await ahead(hour, (asked, reply) => {
      if (asked.headers['x-amz-security-token'] === 'old') fail(reply, 400, expired)
      else reply.end()
    })
    const connection = open({
      endpoint: server.endpoint,
      credentials: (options) =>
        Promise.resolve({
          accessKeyId: 'K',
          secretAccessKey: secret,
          sessionToken: options?.forceRefresh === true ? 'new' : 'old',
        }),
    })
    await put(connection, 'bucket')
    expect([refused(), server.asked.length]).toEqual([1, 3])
  })
})

test('a HEAD refused at the right time is refused, and is no reason to doubt the clock', async () => {
  const { open, server, onClockOffset } = await ahead(0, (_, reply) => reply.writeHead(403).end())
  expect(await failure(head(open()))).toMatchObject({ code: 'access-denied' })
  expect([server.asked.length, onClockOffset.mock.calls.length]).toEqual([1, 0])
})

test('a refusal for the time that says no other time is an error', async () => {
  const server = await serve((_, reply) => {
    reply.sendDate = false
    fail(reply, 403, errorDocument('RequestTimeTooSkewed'))
  })
  const error = await failure(put(connect({ endpoint: server.endpoint }).connection, 'bucket'))
  expect(error).toMatchObject({
    code: 'request-refused',
    message: "This machine's clock and the server's are too far apart.",
  })
  expect(server.asked).toHaveLength(1)
})

test('a refusal for the time at the right time is an error at once', async () => {
  const { open, server, onClockOffset } = await ahead(0, (_, reply) => {
    fail(reply, 403, errorDocument('RequestTimeTooSkewed'))
  })
  expect(await failure(put(open(), 'bucket'))).toMatchObject({ code: 'request-refused' })
  expect([server.asked.length, onClockOffset.mock.calls.length]).toEqual([1, 0])
})

describe('a HEAD refused with 400, which has no document', () => {
  const answering = (document: string) =>
    serve((asked, reply) => {
      if (asked.headers['x-amz-security-token'] === 'new') {
        reply.writeHead(200, { 'last-modified': new Date().toUTCString() }).end()
      } else if (asked.method === 'HEAD') reply.writeHead(400).end()
      else fail(reply, 400, document)
    })
  const renewable = (options: { forceRefresh?: boolean } = {}) =>
    Promise.resolve({
      accessKeyId: 'K',
      secretAccessKey: secret,
      sessionToken: options.forceRefresh === true ? 'new' : 'old',
    })

  test('is asked about with a GET of one byte, which tells expired credentials, and they are renewed', async () => {
    const server = await answering(expired)
    await head(connect({ endpoint: server.endpoint, credentials: renewable }).connection)
    expect(server.asked.map(({ method, headers }) => [method, headers.range])).toEqual([
      ['HEAD', undefined],
      ['GET', 'bytes=0-0'],
      ['HEAD', undefined],
    ])
  })

  test('has the GET’s error where nothing can be renewed', async () => {
    const server = await answering(expired)
    expect(await failure(head(connect({ endpoint: server.endpoint }).connection))).toMatchObject({
      code: 'credentials-expired',
      s3: { operation: 'HeadObject', s3Code: 'ExpiredToken' },
    })
  })

  test('stays as it is where the GET says no more', async () => {
    const server = await serve((asked, reply) => reply.writeHead(asked.method === 'HEAD' ? 400 : 404).end())
    expect(await failure(head(connect({ endpoint: server.endpoint }).connection))).toMatchObject({
      code: 'request-refused',
    })
  })
})

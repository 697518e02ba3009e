import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { removeMany, survivesXml } from '../../../../main/engine/s3/remove-many.ts'
import { connect, errorDocument, fail, failure, serve, unstopped, type Asked } from './scripted-server.ts'

const deleted = (key: string) => `<Deleted><Key>${key}</Key></Deleted>`
const refused = (key: string, code = 'AccessDenied') =>
  `<Error><Key>${key}</Key><Code>${code}</Code><Message>Words</Message></Error>`
const result = (inside: string) =>
  `<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inside}</DeleteResult>`

async function removing(keys: readonly string[], answer: (asked: Asked, reply: ServerResponse) => unknown) {
  const server = await serve(answer)
  const { connection } = connect({ endpoint: server.endpoint })
  return { server, results: removeMany(connection, 'bucket', keys, unstopped) }
}

const codes = (results: Awaited<ReturnType<typeof removeMany>>) =>
  results.map(({ key, error }) => [key, error?.code ?? 'gone now'])
const calls = (asked: readonly Asked[]) => asked.map(({ method, url }) => `${method} ${url}`)

test('all keys go in one request, with its MD5, and each has its result', async () => {
  const { server, results } = await removing(['a', 'b&c', 'ü/😀'], (_, reply) =>
    reply.end(result(`${deleted('ü/😀')}${refused('b&amp;c')}${deleted('a')}`)),
  )
  expect(codes(await results)).toEqual([
    ['a', 'gone now'],
    ['b&c', 'access-denied'],
    ['ü/😀', 'gone now'],
  ])
  expect((await results)[1]?.error).toMatchObject({
    subject: 's3://bucket/b&c',
    s3: { operation: 'DeleteObjects', key: 'b&c', s3Code: 'AccessDenied', s3Message: 'Words' },
  })
  const [asked] = server.asked
  expect(calls(server.asked)).toEqual(['POST /bucket/?delete='])
  expect(asked?.headers['content-md5']).toBe(
    createHash('md5')
      .update(asked?.body ?? '')
      .digest('base64'),
  )
  expect(asked?.body.toString()).toContain('<Quiet>false</Quiet>')
  expect(asked?.body.toString()).toContain('<Key>b&amp;c</Key>')
})

test('a key that the reply passes over has failed', async () => {
  const { results } = await removing(['a', 'b'], (_, reply) =>
    reply.end(result(deleted('a') + deleted('other'))),
  )
  expect(codes(await results)).toEqual([
    ['a', 'gone now'],
    ['b', 'server-failed'],
  ])
})

test.each([
  ['nothing', ''],
  ['a web page', '<html><body>Log in</body></html>'],
])('%s in reply says of no key that it is gone', async (_, text) => {
  const { results } = await removing(['a', 'b'], (_asked, reply) => reply.end(text))
  expect(codes(await results)).toEqual([
    ['a', 'server-failed'],
    ['b', 'server-failed'],
  ])
})

test('a key that was not there is gone', async () => {
  const { results } = await removing(['a'], (_, reply) => reply.end(result(refused('a', 'NoSuchKey'))))
  expect(codes(await results)).toEqual([['a', 'gone now']])
})

test('keys that XML can’t carry go one by one, in a batch’s company or not', async () => {
  const { server, results } = await removing(['a', 'x\u0001y', ' b'], (asked, reply) =>
    asked.method === 'POST' ? reply.end(result(deleted('a'))) : reply.writeHead(204).end(),
  )
  expect(codes(await results).map(([, code]) => code)).toEqual(['gone now', 'gone now', 'gone now'])
  expect(calls(server.asked)).toEqual([
    'POST /bucket/?delete=',
    'DELETE /bucket/x%01y?x-id=DeleteObject',
    'DELETE /bucket/%20b?x-id=DeleteObject',
  ])
  const alone = await removing(['\n'], (_, reply) => reply.writeHead(204).end())
  await alone.results
  expect(calls(alone.server.asked)).toEqual(['DELETE /bucket/%0A?x-id=DeleteObject'])
})

test.each([
  [400, 'MalformedXML'],
  [501, 'NotImplemented'],
  [405, 'MethodNotAllowed'],
])('a batch refused with %i %s goes one by one, each with its result', async (status, code) => {
  const { results } = await removing(['a', 'b'], (asked, reply) => {
    if (asked.method === 'POST') fail(reply, status, errorDocument(code))
    else if (asked.url.startsWith('/bucket/b')) fail(reply, 403, errorDocument('AccessDenied'))
    else reply.writeHead(204).end()
  })
  expect(codes(await results)).toEqual([
    ['a', 'gone now'],
    ['b', 'access-denied'],
  ])
})

test.each([
  [403, 'AccessDenied', 'access-denied'],
  [503, 'SlowDown', 'slow-down'],
  [404, 'NoSuchBucket', 'no-such-bucket'],
  [403, 'RequestTimeTooSkewed', 'request-refused'],
])('a batch refused with %i %s has failed as a whole', async (status, s3Code, code) => {
  const { server, results } = await removing(['a', 'b'], (_, reply) => {
    // From which the time at the server would be learnt.
    reply.sendDate = false
    fail(reply, status, errorDocument(s3Code))
  })
  expect(await failure(results)).toMatchObject({ code })
  expect(server.asked).toHaveLength(1)
})

test('no keys are no request', async () => {
  const { server, results } = await removing([], (_, reply) => reply.end())
  expect(await results).toEqual([])
  expect(server.asked).toEqual([])
})

test('more than 1,000 keys are a mistake of the caller', async () => {
  const { results } = await removing(
    Array.from({ length: 1001 }, (_, i) => String(i)),
    (_, reply) => reply.end(),
  )
  await expect(results).rejects.toThrow(RangeError)
})

test('a cancelled call stops among the single ones, with the reason', async () => {
  const reason = new Error('The test says so')
  const stop = new AbortController()
  const server = await serve((_, reply) => {
    stop.abort(reason)
    reply.writeHead(204).end()
  })
  const { connection } = connect({ endpoint: server.endpoint })
  expect(await failure(removeMany(connection, 'bucket', ['\n', '\t'], stop.signal))).toBe(reason)
  expect(server.asked).toHaveLength(1)
})

describe('XML carries', () => {
  test.each(['a', 'a b', 'ü/😀', '&<>"\'', '1e5', '001', '..', 'a//b/', '～'])('%j', (key) => {
    expect(survivesXml(key)).toBe(true)
  })

  test.each([
    '\u0001',
    'a\nb',
    'a\rb',
    'a\tb',
    '\u0085',
    '\u007f',
    '\ufffe',
    '\uffff',
    ' a',
    'a ',
    '\u00a0a',
    '\ud83d',
  ])('not %j', (key) => {
    expect(survivesXml(key)).toBe(false)
  })
})

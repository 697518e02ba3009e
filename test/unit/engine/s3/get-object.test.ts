import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { get } from '../../../../main/engine/s3/get-object.ts'
import type { GetQuery } from '../../../../main/engine/s3/object-store.ts'
import { connect, errorDocument, fail, failure, serve, unstopped, type Asked } from './scripted-server.ts'

const md5 = '9dd4e461268c8034f5c8564e155c67a6'
const content = Buffer.from('0123456789')

async function ask(
  answer: (asked: Asked, reply: ServerResponse) => unknown,
  query: Partial<GetQuery> = {},
  signal = unstopped,
) {
  const server = await serve(answer)
  const { connection, clock } = connect({ endpoint: server.endpoint })
  return { server, clock, connection, body: get(connection, { bucket: 'b', key: 'k', ...query }, signal) }
}

async function read(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const part = (reply: ServerResponse, range: string, body: Buffer, length = body.length) =>
  reply
    .writeHead(206, { 'content-range': range, 'content-length': String(length), etag: `"${md5}"` })
    .end(body)

const chunked = (reply: ServerResponse, range: string, body: Buffer) =>
  reply.writeHead(206, { 'content-range': range, 'transfer-encoding': 'chunked' }).end(body)

test('an object comes with its size and ETag', async () => {
  const { server, body } = await ask(
    (_, reply) => reply.writeHead(200, { etag: `"${md5}"`, 'content-length': '10' }).end(content),
    { ifMatch: md5 },
  )
  const { bytes, ...head } = await body
  expect(head).toMatchObject({ size: 10, etag: md5, etagIsDigest: true })
  expect(await read(bytes)).toBe('0123456789')
  expect(server.asked[0]?.headers).toMatchObject({ 'if-match': `"${md5}"` })
  expect(server.asked[0]?.headers.range).toBeUndefined()
})

test('a range is read into the memory given, and so is another one over the same connection', async () => {
  const { server, connection, body } = await ask(
    (_, reply) => part(reply, 'bytes 2-4/10', content.subarray(2, 5)),
    { from: 2, size: 3, into: Buffer.alloc(3) },
  )
  expect(await read((await body).bytes)).toBe('234')
  const into = Buffer.alloc(3)
  const again = await get(connection, { bucket: 'b', key: 'k', from: 2, size: 3, into }, unstopped)
  for await (const chunk of again.bytes) expect(chunk.buffer).toBe(into.buffer)
  expect(into.toString()).toBe('234')
  expect(server.open.size).toBe(1)
})

test('bytes come as they are stored, whatever their encoding', async () => {
  const { body } = await ask((_, reply) =>
    reply.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '10' }).end(content),
  )
  expect(await read((await body).bytes)).toBe('0123456789')
})

test('a size that is not said is not made up', async () => {
  const { body } = await ask((_, reply) => reply.writeHead(200, { etag: '"x"' }).end(content))
  expect(await body).toMatchObject({ size: null, etagIsDigest: false })
  expect(await read((await body).bytes)).toBe('0123456789')
})

test.each(['aws:kms', 'aws:kms:dsse'])('the ETag of an object under %s is no digest', async (encryption) => {
  const { body } = await ask((_, reply) =>
    reply.writeHead(200, { etag: `"${md5}"`, 'x-amz-server-side-encryption': encryption }).end(),
  )
  expect(await body).toMatchObject({ etagIsDigest: false })
  ;(await body).cancel()
})

describe('a range', () => {
  test.each<[Partial<GetQuery>, string | undefined]>([
    [{}, undefined],
    [{ from: 0 }, undefined],
    [{ from: 4 }, 'bytes=4-'],
    [{ from: 4, size: 3 }, 'bytes=4-6'],
    [{ from: 0, size: 1 }, 'bytes=0-0'],
  ])('%j is asked for as %s', async (query, range) => {
    const { server, body } = await ask((_, reply) => {
      fail(reply, 404, '')
    }, query)
    await failure(body)
    expect(server.asked[0]?.headers.range).toBe(range)
  })

  test.each<[Partial<GetQuery>, string, string]>([
    [{ from: 4 }, 'bytes 4-9/10', '456789'],
    [{ from: 4, size: 3 }, 'bytes 4-6/10', '456'],
    [{ from: 8, size: 30 }, 'bytes 8-9/10', '89'],
  ])('%j comes as %s, of an object of ten', async (query, range, text) => {
    const { body } = await ask((_, reply) => part(reply, range, Buffer.from(text)), query)
    expect(await body).toMatchObject({ size: 10, etag: md5 })
    expect(await read((await body).bytes)).toBe(text)
  })

  test.each<[string, (reply: ServerResponse) => unknown]>([
    ['all of it', (reply) => reply.writeHead(200, { 'content-length': '10' }).end(content)],
    ['another start', (reply) => part(reply, 'bytes 5-9/10', content.subarray(5))],
    ['another end', (reply) => part(reply, 'bytes 4-8/10', content.subarray(4, 9))],
    ['a length that does not fit', (reply) => part(reply, 'bytes 4-9/10', content, 10)],
    [
      'no word about which',
      (reply) => reply.writeHead(206, { 'content-length': '6' }).end(content.subarray(4)),
    ],
    ['another start, of a length not said', (reply) => chunked(reply, 'bytes 5-9/10', content.subarray(5))],
    ['another end, of a length not said', (reply) => chunked(reply, 'bytes 4-8/10', content.subarray(4, 9))],
    ['no total', (reply) => part(reply, 'bytes 4-9/*', content.subarray(4))],
  ])('is refused when there comes %s', async (_, answer) => {
    const { server, body } = await ask((_asked, reply) => answer(reply), { from: 4 })
    expect(await failure(body)).toMatchObject({
      code: 'server-failed',
      s3: { operation: 'GetObject', key: 'k' },
    })
    await server.allClosed()
  })

  test('is refused when none was asked for', async () => {
    const { server, body } = await ask((_, reply) => part(reply, 'bytes 0-4/10', content.subarray(0, 5)))
    expect(await failure(body)).toMatchObject({ code: 'server-failed' })
    await server.allClosed()
  })
})

describe('a body', () => {
  test('that ends early is a broken connection, after the bytes that came', async () => {
    const { clock, body } = await ask((_, reply) => {
      reply.writeHead(200, { 'content-length': '10' })
      reply.write('01234', () => reply.destroy())
    })
    const seen: string[] = []
    const error = await failure(
      (async () => {
        for await (const chunk of (await body).bytes) seen.push(Buffer.from(chunk).toString())
      })(),
    )
    expect(seen.join('')).toBe('01234')
    expect(error).toMatchObject({
      code: 'unreachable',
      s3: { operation: 'GetObject', bucket: 'b', key: 'k' },
    })
    expect(clock.pending).toBe(0)
  })

  test('that comes to a standstill is told as such', async () => {
    const { server, clock, body } = await ask((_, reply) => {
      reply.writeHead(200, { 'content-length': '10' })
      reply.write('01234')
    })
    const error = failure(body.then(({ bytes }) => read(bytes)))
    while (server.asked.length === 0) await clock.advance(1)
    await clock.advance(100)
    await clock.advance(30_000)
    expect(await error).toMatchObject({ code: 'stalled', subject: 's3://b/k' })
    await server.allClosed()
    expect(clock.pending).toBe(0)
  })

  test('is left by a cancelled signal with its reason', async () => {
    const reason = new Error('The test says so')
    const stop = new AbortController()
    const { server, body } = await ask(
      (_, reply) => {
        reply.writeHead(200, { 'content-length': '10' })
        reply.write('01234')
      },
      {},
      stop.signal,
    )
    const { bytes } = await body
    const error = failure(read(bytes))
    stop.abort(reason)
    expect(await error).toBe(reason)
    await server.allClosed()
  })

  test('that nobody wants frees its connection when it is cancelled, a thousand times', async () => {
    const { server, connection, body } = await ask((_, reply) => reply.end(Buffer.alloc(100_000)))
    ;(await body).cancel()
    for (let i = 0; i < 200; i++) (await get(connection, { bucket: 'b', key: 'k' }, unstopped)).cancel()
    await server.allClosed()
    expect(server.asked).toHaveLength(201)
  })
})

test.each([
  [404, 'NoSuchKey', 'no-such-key'],
  [412, 'PreconditionFailed', 'precondition-failed'],
  [403, 'InvalidObjectState', 'archived'],
  [403, 'AccessDenied', 'access-denied'],
])('a refusal of %i %s is told as one', async (status, s3Code, code) => {
  const { body } = await ask((_, reply) => {
    fail(reply, status, errorDocument(s3Code))
  })
  expect(await failure(body)).toMatchObject({ code, s3: { status, s3Code } })
})

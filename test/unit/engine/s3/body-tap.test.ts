import { once } from 'node:events'
import http from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { PlacingHttpAgent, PlacingHttpsAgent } from '../../../../main/engine/s3/body-tap.ts'
import { makeCertificate } from '../../../faults/tls-front.ts'
import { failure } from './scripted-server.ts'
import { client, collect } from './wire-client.ts'

/** A server that answers each request with the bytes that the test writes. */
async function raw(answer: (socket: Socket, asked: number) => unknown) {
  const open = new Set<Socket>()
  let asked = 0
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => open.delete(socket))
    let request = ''
    socket.on('data', (bytes) => {
      request += bytes.toString()
      if (!request.endsWith('\r\n\r\n')) return
      request = ''
      void answer(socket, ++asked)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, open }
}

const placing = (at: string) => client(at, new PlacingHttpAgent({ keepAlive: true }))

const bytesOf = (size: number): Buffer => Buffer.from(Array.from({ length: size }, (_, i) => i % 251))

const head = (size: number, more = ''): string =>
  `HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/9\r\ncontent-LENGTH: ${size}\r\n${more}\r\n`

/** Whether all chunks are of `into`, one after the other. */
async function readIn(into: Uint8Array, chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  let [position, inPlace] = [0, true]
  for await (const chunk of chunks) {
    inPlace &&= chunk.buffer === into.buffer && chunk.byteOffset === into.byteOffset + position
    position += chunk.length
  }
  return inPlace && position === into.length
}

describe('a range', () => {
  test.each([1, 70_000, 3_000_000])('of %i bytes is read into memory of the reader', async (size) => {
    const content = bytesOf(size)
    const server = await raw((socket) => {
      socket.write(head(size))
      socket.write(content)
    })
    const { clock, send } = placing(server.endpoint)
    for (let i = 0; i < 3; i++) {
      const reply = await send()
      expect(reply.status).toBe(206)
      expect(reply.headers).toEqual({ 'content-range': 'bytes 0-1/9', 'content-length': String(size) })
      const into = Buffer.from(new SharedArrayBuffer(size))
      expect(await readIn(into, reply.bytes(into))).toBe(true)
      expect(into.equals(content)).toBe(true)
    }
    expect(server.open.size).toBe(1)
    expect(clock.pending).toBe(0)
  })

  test('is read however its bytes come', async () => {
    const answer = Buffer.concat([Buffer.from(head(20)), bytesOf(20)])
    const server = await raw(async (socket) => {
      for (const byte of answer) {
        socket.write(Buffer.of(byte))
        await setImmediate()
      }
    })
    const { send } = placing(server.endpoint)
    for (let i = 0; i < 2; i++) {
      const into = Buffer.alloc(20)
      await readIn(into, (await send()).bytes(into))
      expect(into.equals(bytesOf(20))).toBe(true)
    }
    expect(server.open.size).toBe(1)
  })

  test('that waits for its reader is whole when that comes', async () => {
    const server = await raw((socket) => socket.write(Buffer.concat([Buffer.from(head(9)), bytesOf(9)])))
    const reply = await placing(server.endpoint).send()
    reply.pause()
    for (let i = 0; i < 20; i++) await setImmediate()
    const into = Buffer.alloc(9)
    expect(await readIn(into, reply.bytes(into))).toBe(true)
    expect(into.equals(bytesOf(9))).toBe(true)
  })

  test('that is longer than the memory for it writes nothing', async () => {
    const server = await raw((socket) => socket.write(Buffer.concat([Buffer.from(head(9)), bytesOf(9)])))
    const into = Buffer.alloc(8)
    const reply = await placing(server.endpoint).send()
    expect(await failure(collect(reply.bytes(into)))).toMatchObject({ kind: 'wrong-length' })
    expect(into.equals(Buffer.alloc(8))).toBe(true)
    await Promise.all([...server.open].map((socket) => once(socket, 'close')))
  })

  test('that stands still ends the reading, and the connection', async () => {
    const server = await raw((socket) => socket.write(Buffer.concat([Buffer.from(head(9)), bytesOf(5)])))
    const { clock, send } = placing(server.endpoint)
    const reply = await send()
    const chunks = reply.bytes(Buffer.alloc(9))
    expect(await chunks.next()).toMatchObject({ value: bytesOf(5) })
    const read = failure(chunks.next())
    await clock.advance(30_000)
    expect(await read).toMatchObject({ kind: 'stalled' })
    await Promise.all([...server.open].map((socket) => once(socket, 'close')))
    expect(clock.pending).toBe(0)
  })

  test('that is stopped ends the reading, and the connection', async () => {
    const server = await raw((socket) => socket.write(Buffer.concat([Buffer.from(head(9)), bytesOf(5)])))
    const stop = new AbortController()
    const reply = await placing(server.endpoint).send({}, stop.signal)
    const read = failure(collect(reply.bytes(Buffer.alloc(9))))
    stop.abort(new Error('Stopped.'))
    expect(await read).toMatchObject({ message: 'Stopped.' })
    await Promise.all([...server.open].map((socket) => once(socket, 'close')))
  })

  test.each(['after it', 'when nobody asks'])('has nothing to do with what comes %s', async (when) => {
    const evil = `${head(9)}no`
    const server = await raw(async (socket, asked) => {
      const own = Buffer.concat([Buffer.from(head(2)), Buffer.from(`${asked}.`)])
      if (when === 'after it') socket.write(Buffer.concat([own, Buffer.from(evil)]))
      else {
        socket.write(own)
        for (let i = 0; i < 20; i++) await setImmediate()
        socket.write(evil)
      }
    })
    const { send } = placing(server.endpoint)
    for (const expected of ['1.', '2.', '3.']) {
      const into = Buffer.alloc(2)
      const broken = await readIn(into, (await send()).bytes(into)).catch(() => true)
      expect([broken, into.toString()]).toEqual([true, expected])
      await Promise.all([...server.open].map((socket) => once(socket, 'close')))
    }
  })

  test('is read into memory after a refusal too, over the same connection', async () => {
    const server = await raw((socket, asked) =>
      socket.write(asked === 1 ? 'HTTP/1.1 503 Slow Down\r\ncontent-length: 2\r\n\r\nno' : `${head(2)}ok`),
    )
    const { send } = placing(server.endpoint)
    expect((await collect((await send()).bytes())).toString()).toBe('no')
    const into = Buffer.alloc(2)
    expect(await readIn(into, (await send()).bytes(into))).toBe(true)
    expect(into.toString()).toBe('ok')
    expect(server.open.size).toBe(1)
  })

  test('is not read faster than its reader asks for it', async () => {
    const size = 64 * 1024 * 1024
    const server = await raw((socket) => {
      socket.write(head(size))
      socket.write(Buffer.alloc(size))
    })
    const reply = await placing(server.endpoint).send()
    const chunks = reply.bytes(Buffer.alloc(size))
    await chunks.next()
    for (let i = 0; i < 2000; i++) await setImmediate()
    expect([...server.open].map((socket) => socket.writableLength > 0)).toEqual([true])
    let length = 0
    for await (const chunk of chunks) length += chunk.length
    expect(length).toBeGreaterThan(0)
  })

  test('with a head that never ends is refused', async () => {
    const server = await raw((socket) => socket.write(`HTTP/1.1 206 P\r\nx-a: ${'a'.repeat(200_000)}`))
    const call = failure(placing(server.endpoint).send())
    expect(await call).toMatchObject({ code: 'HPE_HEADER_OVERFLOW' })
  })
})

describe('a reply is what it is without', () => {
  const plain = (status: string, more: string, body = '') => `HTTP/1.1 ${status}\r\n${more}\r\n${body}`
  test.each<[string, string]>([
    ['a whole object', plain('200 OK', 'content-length: 4\r\n', 'body')],
    ['a refusal', plain('416 No', 'content-length: 4\r\n', 'body')],
    ['a range in chunks', plain('206 P', 'transfer-encoding: chunked\r\n', '4\r\nbody\r\n0\r\n\r\n')],
    ['a range without a length', plain('206 P', '', 'body')],
    ['an empty range', plain('206 P', 'content-length: 0\r\n')],
    ['a range with two lengths', plain('206 P', 'content-length: 4\r\nContent-Length: 5\r\n', 'body')],
    ['a range with both', plain('206 P', 'content-length: 4\r\ntransfer-encoding: chunked\r\n', 'body')],
    ['a range with a length that is none', plain('206 P', 'content-length: 4x\r\n', 'body')],
    ['a range with a folded length', plain('206 P', 'content-length: 4\r\n 5\r\n', 'body')],
    ['a range whose length is a line further', plain('206 P', 'content-length:\r\n 4\r\n', 'body')],
    ['a range of HTTP/1.0', 'HTTP/1.0 206 P\r\ncontent-length: 4\r\n\r\nbody'],
    ['a range whose head is too long', plain('206 P', `content-length: 4\r\nx-a: ${'a'.repeat(70_000)}\r\n`)],
    ['what is no reply', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['a range that breaks off', plain('206 P', 'content-length: 4\r\n', 'bod')],
    ['a head that breaks off', 'HTTP/1.1 206 P\r\ncontent-le'],
    ['nothing', ''],
  ])('%s', async (_, answer) => {
    const server = await raw((socket) => socket.end(Buffer.from(answer, 'latin1')))
    const outcome = async (agent: http.Agent) => {
      try {
        const { status, headers, ...reply } = await client(server.endpoint, agent)
          .send()
          .then((r) => ({ status: r.status, headers: r.headers, bytes: collect(r.bytes(Buffer.alloc(9))) }))
        return { status, headers, body: (await reply.bytes).toString() }
      } catch (error) {
        const { name, code, message } = error as Error & { code?: string }
        return { name, code, message }
      }
    }
    expect(await outcome(new PlacingHttpAgent())).toEqual(await outcome(new http.Agent()))
  })
})

test('a range comes by TLS too', async () => {
  const certificate = makeCertificate('localhost')
  const content = bytesOf(200_000)
  const server = createTlsServer(certificate, (_, reply) => {
    reply.writeHead(206, { 'content-length': String(content.length) }).end(content)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const endpoint = `https://localhost:${(server.address() as AddressInfo).port}`
  const { send } = client(endpoint, new PlacingHttpsAgent({ keepAlive: true, ca: certificate.cert }))
  for (let i = 0; i < 2; i++) {
    const into = Buffer.alloc(content.length)
    const reply = await send({ protocol: 'https:' })
    expect(await readIn(into, reply.bytes(into))).toBe(true)
    expect(into.equals(content)).toBe(true)
  }
  const connections = await new Promise((resolve) => {
    server.getConnections((_, count) => {
      resolve(count)
    })
  })
  expect(connections).toBe(1)
})

import { EventEmitter, getEventListeners, once } from 'node:events'
import http, { type ServerResponse } from 'node:http'
import { Socket, createServer, type AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { exchange, uriEncode, type WireRequest } from '../../../../main/engine/s3/exchange.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { failure, serve, unstopped, type Asked, type ScriptedServer } from './scripted-server.ts'

function client(at: string, agent: http.Agent = new http.Agent({ keepAlive: true })) {
  const clock = new FakeClock()
  const limits = { clock, stallAfter: 30_000, connectWithin: 10_000 }
  const { port, hostname } = new URL(at)
  onTestFinished(() => {
    agent.destroy()
  })
  const send = (request: Partial<WireRequest> = {}, signal = unstopped) =>
    exchange(
      { protocol: 'http:', hostname, port: Number(port), path: '/', method: 'GET', headers: {}, ...request },
      agent,
      limits,
      signal,
    )
  return { clock, send }
}

/** A server whose replies the test writes itself, as they come. */
async function manual(): Promise<ScriptedServer & { next(): Promise<[Asked, ServerResponse]> }> {
  const events = new EventEmitter()
  const server = await serve((asked, reply) => events.emit('asked', asked, reply))
  return { ...server, next: () => once(events, 'asked') as Promise<[Asked, ServerResponse]> }
}

/** A TCP server that takes connections and reads nothing. */
async function deaf(): Promise<{ endpoint: string; open: ReadonlySet<Socket> }> {
  const open = new Set<Socket>()
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => open.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, open }
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('a request', () => {
  test('is sent with its method, path, query, headers and body', async () => {
    const server = await serve((_, reply) => reply.end('done'))
    const { send } = client(server.endpoint)
    const body = Buffer.alloc(3_000_000, 'ab')
    const query = { 'list-type': '2', prefix: "a b+c/ü!'()*", uploads: null, many: ['x', 'y'] }
    const reply = await send({
      method: 'PUT',
      path: '/b/k%20',
      query,
      headers: { 'x-one': '1', 'content-length': String(body.length) },
      body,
    })
    expect((await reply.whole(100)).toString()).toBe('done')
    expect(server.asked[0]).toMatchObject({
      method: 'PUT',
      url: '/b/k%20?list-type=2&prefix=a%20b%2Bc%2F%C3%BC%21%27%28%29%2A&uploads&many=x&many=y',
      headers: { 'x-one': '1' },
    })
    expect(server.asked[0]?.body.equals(body)).toBe(true)
  })

  test('goes over a connection that is there', async () => {
    const server = await serve((asked, reply) => reply.end(asked.url))
    const { send } = client(server.endpoint)
    for (const path of ['/a', '/b', '/c']) {
      expect((await (await send({ path })).whole(100)).toString()).toBe(path)
      expect(server.open.size).toBe(1)
    }
  })

  test('that is answered before it is sent gives the answer, and its connection up', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => {
        socket.pause()
        socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno')
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { send, clock } = client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const body = Buffer.alloc(30_000_000)
    const reply = await send({ method: 'PUT', headers: { 'content-length': String(body.length) }, body })
    expect(reply.status).toBe(403)
    expect((await reply.whole(100)).toString()).toBe('no')
    expect(clock.pending).toBe(0)
  })

  test('takes no body that could not be sent again', async () => {
    const server = await serve((_, reply) => reply.end())
    await expect(client(server.endpoint).send({ body: new EventEmitter() })).rejects.toThrow(TypeError)
  })
})

describe('a standstill', () => {
  test('before the head of the reply ends the call, and the connection', async () => {
    const server = await manual()
    const { clock, send } = client(server.endpoint)
    const call = failure(send())
    await server.next()
    await clock.advance(30_000)
    expect(await call).toMatchObject({ name: 'WireFault', kind: 'stalled' })
    await server.allClosed()
    expect(clock.pending).toBe(0)
  })

  test.each(['whole', 'bytes'] as const)('in a body ends the reading of its %s', async (how) => {
    const server = await manual()
    const { clock, send } = client(server.endpoint)
    const call = send()
    const [, answer] = await server.next()
    answer.writeHead(200, { 'content-length': '10' })
    answer.write('12345')
    const reply = await call
    const read = failure(how === 'whole' ? reply.whole(100) : collect(reply.bytes()))
    await clock.advance(30_000)
    expect(await read).toMatchObject({ kind: 'stalled' })
    await server.allClosed()
    expect(clock.pending).toBe(0)
  })

  test('of an upload that the server does not take ends the call', async () => {
    const server = await deaf()
    const { clock, send } = client(server.endpoint)
    const body = Buffer.alloc(64 * 1024 * 1024)
    const call = failure(send({ method: 'PUT', headers: { 'content-length': String(body.length) }, body }))
    // As long as slices go out the time starts anew: it is let pass until it is over.
    const state = { ended: false }
    void call.then(() => (state.ended = true))
    while (!state.ended) await clock.advance(1000)
    expect(await call).toMatchObject({ kind: 'stalled' })
    expect(clock.pending).toBe(0)
  })

  test('is none while the reader is busy', async () => {
    const server = await serve((_, reply) => reply.end(Buffer.alloc(1_000_000)))
    const { clock, send } = client(server.endpoint)
    const reply = await send()
    reply.pause()
    await clock.advance(100_000)
    let length = 0
    for await (const chunk of reply.bytes()) {
      await clock.advance(100_000)
      length += chunk.length
    }
    expect(length).toBe(1_000_000)
    expect(clock.pending).toBe(0)
  })

  test('is none as long as something comes', async () => {
    const server = await manual()
    const { clock, send } = client(server.endpoint)
    const call = send()
    const [, answer] = await server.next()
    answer.writeHead(200)
    answer.flushHeaders()
    const bytes = (await call).bytes()
    for (let i = 0; i < 5; i++) {
      const next = bytes.next()
      await clock.advance(29_000)
      answer.write('x')
      expect(await next).toMatchObject({ done: false })
    }
    answer.end()
    expect(await bytes.next()).toMatchObject({ done: true })
  })
})

describe('a connection', () => {
  test('that does not come about in time ends the call', async () => {
    const agent = new http.Agent()
    const socket = new Socket()
    agent.createConnection = () => Object.assign(socket, { connecting: true })
    const { clock, send } = client('http://127.0.0.1:1', agent)
    const call = failure(send())
    await clock.advance(9_999)
    expect(socket.destroyed).toBe(false)
    await clock.advance(1)
    expect(await call).toMatchObject({ kind: 'connect-timeout' })
    expect(socket.destroyed).toBe(true)
    expect(clock.pending).toBe(0)
  })

  test('that is refused is told with Node’s code', async () => {
    expect(await failure(client('http://127.0.0.1:1').send())).toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('that the server ends before it answers is told with Node’s code', async () => {
    const server = await serve((_, reply) => reply.destroy())
    const { clock, send } = client(server.endpoint)
    expect(await failure(send())).toMatchObject({ code: 'ECONNRESET' })
    expect(clock.pending).toBe(0)
  })

  test.each(['whole', 'bytes'] as const)('that breaks in a body ends the reading of its %s', async (how) => {
    const server = await serve((_, reply) => {
      reply.writeHead(200, { 'content-length': '10' })
      reply.write('12345', () => reply.destroy())
    })
    const { clock, send } = client(server.endpoint)
    const reply = await send()
    const error = await failure(how === 'whole' ? reply.whole(100) : collect(reply.bytes()))
    expect(error).toMatchObject({ code: 'ECONNRESET' })
    expect(clock.pending).toBe(0)
  })

  test('is waited for as long as it takes, when all are in use', async () => {
    const server = await manual()
    const { clock, send } = client(server.endpoint, new http.Agent({ keepAlive: true, maxSockets: 1 }))
    const first = send().then((reply) => reply.whole(100))
    const [, answer] = await server.next()
    const second = send({ path: '/second' })
    for (let i = 0; i < 10; i++) {
      answer.write('x')
      await clock.advance(10_000)
    }
    answer.end()
    expect(await first).toHaveLength(10)
    const [asked, answerSecond] = await server.next()
    answerSecond.end('2')
    expect(asked.url).toBe('/second')
    expect((await (await second).whole(100)).toString()).toBe('2')
  })
})

describe('a reply', () => {
  test('longer than may be held in memory ends the call', async () => {
    const server = await serve((_, reply) => reply.end(Buffer.alloc(2_000_000)))
    const reply = await client(server.endpoint).send()
    expect(await failure(reply.whole(1_000_000))).toMatchObject({ kind: 'reply-too-long' })
    await server.allClosed()
  })

  test('that is cancelled unread frees its connection', async () => {
    const server = await serve((_, reply) => reply.end(Buffer.alloc(20_000_000)))
    const reply = await client(server.endpoint).send()
    reply.cancel()
    await server.allClosed()
  })

  test('whose reader leaves early frees its connection', async () => {
    const server = await serve((_, reply) => reply.end(Buffer.alloc(20_000_000)))
    const { clock, send } = client(server.endpoint)
    for await (const chunk of (await send()).bytes()) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    await server.allClosed()
    expect(clock.pending).toBe(0)
  })

  test('that was read may be cancelled, and its connection is kept', async () => {
    const server = await serve((_, reply) => reply.end('done'))
    const { send } = client(server.endpoint)
    for (let i = 0; i < 3; i++) {
      const reply = await send()
      expect((await collect(reply.bytes())).toString()).toBe('done')
      reply.cancel()
    }
    expect(server.open.size).toBe(1)
  })
})

describe('a signal', () => {
  const reason = new Error('The test says so')

  test('that has aborted sends nothing', async () => {
    const server = await serve((_, reply) => reply.end())
    expect(await failure(client(server.endpoint).send({}, AbortSignal.abort(reason)))).toBe(reason)
    expect(server.asked).toEqual([])
  })

  test('ends a call that waits, with its reason', async () => {
    const server = await manual()
    const { clock, send } = client(server.endpoint)
    const stop = new AbortController()
    const call = failure(send({}, stop.signal))
    await server.next()
    stop.abort(reason)
    expect(await call).toBe(reason)
    await server.allClosed()
    expect(clock.pending).toBe(0)
  })

  test.each(['whole', 'bytes'] as const)(
    'ends the reading of the %s of a body, with its reason',
    async (how) => {
      const server = await serve((_, reply) => {
        reply.writeHead(200, { 'content-length': '10' })
        reply.write('12345')
      })
      const { clock, send } = client(server.endpoint)
      const stop = new AbortController()
      const reply = await send({}, stop.signal)
      const read = failure(how === 'whole' ? reply.whole(100) : collect(reply.bytes()))
      await clock.advance(1)
      stop.abort(reason)
      expect(await read).toBe(reason)
      await server.allClosed()
      expect(clock.pending).toBe(0)
    },
  )

  test('ends a body that nobody has begun to read', async () => {
    const server = await serve((_, reply) => reply.end(Buffer.alloc(20_000_000)))
    const stop = new AbortController()
    const reply = await client(server.endpoint).send({}, stop.signal)
    stop.abort(reason)
    await server.allClosed()
    expect(await failure(collect(reply.bytes()))).toBe(reason)
  })

  test('of many calls is left by each when it ends', async () => {
    const server = await serve((asked, reply) => (asked.url === '/0' ? reply.destroy() : reply.end('done')))
    const { send } = client(server.endpoint)
    const stop = new AbortController()
    const calls = Array.from({ length: 30 }, (_, i) =>
      send({ path: `/${i}` }, stop.signal).then((reply) => reply.whole(100)),
    )
    await Promise.allSettled(calls)
    await new Promise((resolve) => setImmediate(resolve))
    expect(getEventListeners(stop.signal, 'abort')).toEqual([])
  })
})

test('only what RFC 3986 calls unreserved stays as it is', () => {
  expect(uriEncode("aZ09-._~ /+%!'()*ü")).toBe('aZ09-._~%20%2F%2B%25%21%27%28%29%2A%C3%BC')
})

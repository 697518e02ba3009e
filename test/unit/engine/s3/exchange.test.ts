import { EventEmitter, getEventListeners, once } from 'node:events'
import http from 'node:http'
import { Socket, createServer, type AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { failure, serve, unstopped } from './scripted-server.ts'
import { client, collect, manual, SlowLine } from './wire-client.ts'

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

  test.each([null, Buffer.from('small'), Buffer.alloc(1_000_000)])(
    'has its headers in UTF-8, as they were signed, and so has its reply: body %#',
    async (body) => {
      const server = await serve((asked, reply) => {
        reply.writeHead(200, {
          'x-amz-meta-k': asked.headers['content-disposition'] ?? '',
          'x-latin': '\u00e9',
        })
        reply.end()
      })
      const { send } = client(server.endpoint)
      const text = 'attachment; filename="é→.txt"'
      const length = { 'content-length': String(body?.length ?? 0) }
      const headers = { ...length, 'cache-control': text, 'Content-Disposition': text }
      const reply = await send({ method: 'PUT', headers, body })
      await reply.whole(100)
      const sent = server.asked[0]?.headers
      for (const name of ['cache-control', 'content-disposition'] as const)
        expect(Buffer.from(String(sent?.[name]), 'latin1').toString()).toBe(text)
      expect(sent).toMatchObject(length)
      expect(reply.headers).toMatchObject({ 'x-amz-meta-k': text, 'x-latin': 'é' })
    },
  )

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
    const agent = new http.Agent({ keepAlive: true })
    const { send, clock } = client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, agent)
    const body = Buffer.alloc(30_000_000)
    const reply = await send({ method: 'PUT', headers: { 'content-length': String(body.length) }, body })
    expect(reply.status).toBe(403)
    expect((await reply.whole(100)).toString()).toBe('no')
    expect(clock.pending).toBe(0)
    const connections = () => Object.keys({ ...agent.sockets, ...agent.freeSockets }).length
    while (connections() > 0) await new Promise((resolve) => setImmediate(resolve))
  })

  test('that breaks off once it is answered leaves the answer to be read', async () => {
    const line = new SlowLine()
    const { send } = client('http://127.0.0.1:1', line.agent)
    const body = Buffer.alloc(2_000_000)
    const call = send({ method: 'PUT', headers: { 'content-length': String(body.length) }, body })
    await line.written()
    line.push('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno')
    const reply = await call
    line.goOn(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    await new Promise((resolve) => setImmediate(resolve))
    expect((await reply.whole(100)).toString()).toBe('no')
  })

  test('that goes out slowly, slice by slice, is no standstill', async () => {
    const line = new SlowLine()
    const { clock, send } = client('http://127.0.0.1:1', line.agent)
    const body = Buffer.alloc(2_000_000)
    const call = send({ method: 'PUT', headers: { 'content-length': String(body.length) }, body })
    while (line.bytes < body.length) {
      await line.written()
      await clock.advance(29_000)
      line.goOn()
    }
    line.push('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    expect((await call).status).toBe(200)
    expect(line.largest).toBeLessThan(300_000)
  })

  test('tells of its body as the system takes it, but for the last slice', async () => {
    const line = new SlowLine()
    const { send } = client('http://127.0.0.1:1', line.agent)
    const body = Buffer.alloc(600_000)
    const told: number[] = []
    const call = send(
      { method: 'PUT', headers: { 'content-length': String(body.length) }, body },
      unstopped,
      null,
      (bytes) => told.push(bytes),
    )
    await line.written()
    expect(told).toEqual([])
    line.goOn()
    await line.written()
    expect(told).toEqual([262_144])
    while (line.bytes < body.length) {
      line.goOn()
      await line.written()
    }
    line.push('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    await call
    expect(told).toEqual([262_144, 262_144])
  })

  test('takes no body that could not be sent again', async () => {
    const server = await serve((_, reply) => reply.end())
    await expect(client(server.endpoint).send({ body: new EventEmitter() })).rejects.toThrow(TypeError)
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

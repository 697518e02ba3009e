import { describe, expect, test } from 'vitest'
import { failure, serve } from './scripted-server.ts'
import { client, collect, deaf, manual } from './wire-client.ts'

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

  test.each([1, 100, 20_000_000])(
    'of %i bytes whose reader leaves early frees its connection',
    async (size) => {
      const server = await serve((_, reply) => reply.end(Buffer.alloc(size)))
      const { clock, send } = client(server.endpoint)
      for await (const chunk of (await send()).bytes()) {
        expect(chunk.length).toBeGreaterThan(0)
        break
      }
      await server.allClosed()
      expect(clock.pending).toBe(0)
    },
  )

  test('that is cancelled while it is read ends the reading', async () => {
    const server = await serve((_, reply) => reply.write('part of it'))
    const reply = await client(server.endpoint).send()
    const read = failure(reply.whole(100))
    reply.cancel()
    expect(await read).toMatchObject({ kind: 'wrong-length' })
    await server.allClosed()
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

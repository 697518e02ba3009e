import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import { failure, serve } from './scripted-server.ts'
import { client, collect, SlowLine } from './wire-client.ts'

const put = (length: number) => ({
  method: 'PUT',
  headers: { 'content-length': String(length) },
  body: Buffer.alloc(length),
})

const unstopped = new AbortController().signal

/** Passes time until `work` is done; sockets need real turns of the event loop. @returns milliseconds that passed. */
async function timeOf(clock: { now(): number; advance(ms: number): Promise<void> }, work: Promise<unknown>) {
  const start = clock.now()
  const state = { done: false }
  void work.then(() => (state.done = true))
  for (;;) {
    // Whatever is on its way through the system arrives first.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    if (state.done) return clock.now() - start
    await clock.advance(500)
  }
}

describe('under a bandwidth', () => {
  test('bodies that go up share it, small slices at a time, and slowness is no standstill', async () => {
    const server = await serve((asked, reply) => reply.end(String(asked.body.length)))
    const { clock, send } = client(server.endpoint)
    const bandwidth = new Bandwidth(clock, 1000)
    const calls = [100_000, 60_000].map(async (length) =>
      (await (await send(put(length), unstopped, bandwidth)).whole(100)).toString(),
    )
    const took = await timeOf(clock, Promise.all(calls))
    expect(await Promise.all(calls)).toEqual(['100000', '60000'])
    expect(took).toBeGreaterThanOrEqual(160_000 - 16_384 - 100)
    expect(clock.pending).toBe(0)
  })

  test('a small body counts too', async () => {
    const server = await serve((_, reply) => reply.end())
    const { clock, send } = client(server.endpoint)
    const bandwidth = new Bandwidth(clock, 1000)
    const calls = [1, 2, 3, 4].map(async () => (await send(put(1000), unstopped, bandwidth)).whole(100))
    expect(await timeOf(clock, Promise.all(calls))).toBeGreaterThanOrEqual(2_900)
  })

  test('a body that comes down is handed on as it allows', async () => {
    const server = await serve((_, reply) => reply.end(Buffer.alloc(200_000)))
    const { clock, send } = client(server.endpoint)
    const bandwidth = new Bandwidth(clock, 1000)
    const read = send({}, unstopped, bandwidth).then((reply) => collect(reply.bytes()))
    expect(await timeOf(clock, read)).toBeGreaterThanOrEqual(200_000 - 131_072 - 100)
    expect((await read).length).toBe(200_000)
    expect(clock.pending).toBe(0)
  })

  test('an error document does not wait', async () => {
    const server = await serve((_, reply) => reply.writeHead(500).end('x'.repeat(5000)))
    const { clock, send } = client(server.endpoint)
    const bandwidth = new Bandwidth(clock, 1)
    const reply = await send({}, unstopped, bandwidth)
    expect(await reply.whole(10_000)).toHaveLength(5000)
    expect(clock.pending).toBe(0)
  })

  test('a cancel ends a body that waits, up or down, and leaves no timer', async () => {
    const server = await serve((_, reply) => reply.end(Buffer.alloc(1000)))
    const { clock, send } = client(server.endpoint)
    const bandwidth = new Bandwidth(clock, 1)
    const stop = new AbortController()
    const reply = await send({}, stop.signal, bandwidth)
    void bandwidth.take(1000, unstopped)
    const down = failure(collect(reply.bytes()))
    const up = failure(send(put(1000), stop.signal, bandwidth))
    await clock.advance(1000)
    stop.abort(new Error('enough'))
    expect([await down, await up]).toEqual([stop.signal.reason, stop.signal.reason])
    await server.allClosed()
    expect(clock.pending).toBe(0)
  })

  test('an answer that comes while the body waits is given, and the body let go', async () => {
    const line = new SlowLine()
    const { clock, send } = client('http://127.0.0.1:1', line.agent)
    const bandwidth = new Bandwidth(clock, 1000)
    const call = send(put(100_000), unstopped, bandwidth)
    await line.written()
    line.goOn()
    line.push('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno')
    const reply = await call
    expect((await reply.whole(100)).toString()).toBe('no')
    if (!line.destroyed) await once(line, 'close')
    await new Promise((resolve) => setImmediate(resolve))
    expect(clock.pending).toBe(0)
  })
})

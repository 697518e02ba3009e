import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { startLatencyProxy } from '../../fakes/latency-proxy.ts'
import type { After, LatencyProxy } from '../../fakes/latency-proxy.ts'

const ends: (() => Promise<unknown> | void)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A server behind a proxy whose time stands still until it is let go. */
async function start(onConnection: (socket: Socket) => void) {
  const server = createServer(onConnection)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => new Promise((resolve) => server.close(resolve)))
  const { port } = server.address() as AddressInfo

  const waits: number[] = []
  const held: (() => void)[] = []
  let onWait = Promise.withResolvers<void>()
  const after: After = (ms, run) => {
    waits.push(ms)
    held.push(run)
    onWait.resolve()
    return () => undefined
  }
  const proxy: LatencyProxy = await startLatencyProxy({
    target: `http://127.0.0.1:${port}`,
    latency: 50,
    after,
  })
  ends.push(() => proxy.close())
  const near = connect({ port: Number(new URL(proxy.endpoint).port), host: '127.0.0.1', allowHalfOpen: true })
  return {
    near,
    waits,
    /** Waits until something is held back, and lets the first of it go. */
    async letGo() {
      while (held.length === 0) {
        await onWait.promise
        onWait = Promise.withResolvers()
      }
      held.shift()?.()
    },
  }
}

test('a new connection is heard after the way of a handshake, and bytes after one way', async () => {
  const arrived = Promise.withResolvers<string>()
  const { near, waits, letGo } = await start((socket) => {
    socket.once('data', (bytes) => {
      arrived.resolve(bytes.toString())
      socket.write('pong')
    })
  })
  near.write('ping')
  await letGo()
  expect(waits[0]).toBe(100)
  await letGo()
  expect(await arrived.promise).toBe('ping')
  const [answer] = await Promise.all([once(near, 'data'), letGo()])
  expect(String(answer)).toBe('pong')
  expect(waits).toEqual([100, 50, 50])
  near.destroy()
})

test('all bytes arrive in their order, and the end after them', async () => {
  const sent = Buffer.alloc(3_000_000, 'abcdefgh')
  const server = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => new Promise((resolve) => server.close(resolve)))
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const proxy = await startLatencyProxy({ target, latency: 1 })
  ends.push(() => proxy.close())
  const near = connect({ port: Number(new URL(proxy.endpoint).port), host: '127.0.0.1', allowHalfOpen: true })
  near.end(sent)
  expect((await buffer(near)).equals(sent)).toBe(true)
})

test('a server that is not there resets the connection', async () => {
  const proxy = await startLatencyProxy({ target: 'http://127.0.0.1:1', latency: 1 })
  ends.push(() => proxy.close())
  const near = connect(Number(new URL(proxy.endpoint).port), '127.0.0.1')
  near.on('error', () => undefined)
  near.resume()
  await once(near, 'close')
})

import { EventEmitter, once } from 'node:events'
import http, { type ServerResponse } from 'node:http'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import type { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import { exchange, type WireRequest } from '../../../../main/engine/s3/exchange.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { serve, unstopped, type Asked, type ScriptedServer } from './scripted-server.ts'

/** Sends requests to a server, over connections of its own, in time that stands still. */
export function client(at: string, agent: http.Agent = new http.Agent({ keepAlive: true })) {
  const clock = new FakeClock()
  const limits = { clock, stallAfter: 30_000, connectWithin: 10_000 }
  const { port, hostname } = new URL(at)
  onTestFinished(() => {
    agent.destroy()
  })
  const send = (
    request: Partial<WireRequest> = {},
    signal = unstopped,
    bandwidth: Bandwidth | null = null,
    onSent?: (bytes: number) => void,
  ) =>
    exchange(
      { protocol: 'http:', hostname, port: Number(port), path: '/', method: 'GET', headers: {}, ...request },
      agent,
      limits,
      signal,
      bandwidth,
      onSent,
    )
  return { clock, send }
}

/** A server whose replies the test writes itself, as they come. */
export async function manual(): Promise<ScriptedServer & { next(): Promise<[Asked, ServerResponse]> }> {
  const events = new EventEmitter()
  const server = await serve((asked, reply) => events.emit('asked', asked, reply))
  return { ...server, next: () => once(events, 'asked') as Promise<[Asked, ServerResponse]> }
}

/** A TCP server that takes connections and reads nothing. */
export async function deaf(): Promise<{ endpoint: string; open: ReadonlySet<Socket> }> {
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

/** A connection that takes what is written to it when the test says so. */
export class SlowLine extends Duplex {
  readonly agent = new http.Agent()
  bytes = 0
  /** Bytes of the largest piece. */
  largest = 0
  #taken: ((error?: Error) => void) | null = null
  readonly #events = new EventEmitter()

  constructor() {
    super()
    this.on('error', () => undefined)
    this.agent.createConnection = () => this
  }

  override _read(): void {
    // What comes is pushed by the test.
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], taken: (error?: Error) => void): void {
    for (const { chunk } of chunks) {
      this.bytes += chunk.length
      this.largest = Math.max(this.largest, chunk.length)
    }
    this.#taken = taken
    this.#events.emit('written')
  }

  /** Resolves when something waits to be taken. */
  async written(): Promise<void> {
    if (this.#taken === null) await once(this.#events, 'written')
  }

  goOn(error?: Error): void {
    const taken = this.#taken
    this.#taken = null
    if (error === undefined) taken?.()
    else taken?.(error)
  }
}

export async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}

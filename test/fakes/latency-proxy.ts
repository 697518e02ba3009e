import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

export interface LatencyProxy {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string
  close(): Promise<void>
}

/** Calls `run` when so many milliseconds have passed; returns what calls it off. */
export type After = (ms: number, run: () => void) => () => void

/**
 * A TCP proxy that makes a server seem far away: every byte arrives `latency` ms after it was sent, each way, in its
 * order, however many are on their way: distance without a limit of bandwidth. A new connection is not heard for two such
 * ways, which is what the handshake of TCP takes and loopback does not.
 * @param target `http://HOST:PORT` of the server
 */
export async function startLatencyProxy(options: {
  readonly target: string
  readonly latency: number
  readonly after?: After
}): Promise<LatencyProxy> {
  const { latency, after = onTimer } = options
  const { hostname, port } = new URL(options.target)
  const open = new Set<Socket>()

  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (near) => {
    const far = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true })
    const waiting = new Set<() => void>()
    const later = (ms: number, run: () => void) => {
      const cancel = after(ms, () => {
        waiting.delete(cancel)
        run()
      })
      waiting.add(cancel)
    }
    const end = () => {
      for (const cancel of waiting) cancel()
      for (const socket of [near, far]) {
        socket.destroy()
        open.delete(socket)
      }
    }
    for (const socket of [near, far]) {
      open.add(socket)
      // A connection that is reset at one end is reset at the other.
      socket.on('error', end)
    }
    near.on('close', end)
    later(2 * latency, () => near.resume())
    near.on('data', (bytes) => {
      later(latency, () => far.write(bytes))
    })
    near.on('end', () => {
      later(latency, () => far.end())
    })
    far.on('data', (bytes) => {
      later(latency, () => near.write(bytes))
    })
    far.on('end', () => {
      later(latency, () => near.end())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const onTimer: After = (ms, run) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

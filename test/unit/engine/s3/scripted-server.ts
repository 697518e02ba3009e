import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import type { ConnectionOptions } from '../../../../main/engine/s3/connection-options.ts'
import { S3Connection } from '../../../../main/engine/s3/s3-connection.ts'
import { put as putObject } from '../../../../main/engine/s3/write-objects.ts'
import { md5 } from '../../../fakes/memory-s3-upload.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface ScriptedServer {
  readonly endpoint: string
  /** Requests in the order in which they had come whole. */
  readonly asked: readonly Asked[]
  /** Connections that are open now. */
  readonly open: ReadonlySet<Socket>
  /** Resolves when no connection is open. */
  allClosed(): Promise<void>
  /** Calls back with `host:port` when this server is to be a way there (CONNECT), which it refuses. */
  onConnect(callback: (host: string) => void): void
}

/** An HTTP server on loopback that answers as the test says, and ends with it. */
export async function serve(
  answer: (asked: Asked, reply: ServerResponse) => unknown,
): Promise<ScriptedServer> {
  const asked: Asked[] = []
  const open = new Set<Socket>()
  const server = createServer((request, reply) => {
    const handle = async (): Promise<void> => {
      const one = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: await buffer(request),
      }
      asked.push(one)
      await answer(one, reply)
    }
    handle().catch(() => reply.destroy())
  })
  server.on('connection', (socket) => {
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
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    open,
    onConnect: (callback) => {
      server.on('connect', (request, socket) => {
        callback(request.url ?? '')
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      })
    },
    allClosed: async () => {
      await Promise.all([...open].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
    },
  }
}

export const secret = 'CANARY/secret+key'

/** A connection to a server of the test's, in time that stands still. */
export function connect(options: Partial<ConnectionOptions> & Pick<ConnectionOptions, 'endpoint'>): {
  connection: S3Connection
  clock: FakeClock
} {
  const clock = new FakeClock()
  const connection = new S3Connection({
    clock,
    region: 'us-east-1',
    credentials: () => Promise.resolve({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret }),
    ...options,
  })
  onTestFinished(() => {
    connection.close()
  })
  return { connection, clock }
}

/** A name below amazonaws.com, and the way there by a proxy: what is Amazon's own goes by its host. */
export const asAmazon = (server: ScriptedServer): Pick<ConnectionOptions, 'endpoint' | 'proxyEnv'> => ({
  endpoint: 'http://s3.us-east-1.amazonaws.com',
  proxyEnv: { HTTP_PROXY: server.endpoint },
})

/** The region that a request is signed for. */
export const signedFor = (authorization: string | undefined): string | undefined =>
  /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(authorization ?? '')?.[1]

export function errorDocument(code: string, message = 'Some words', more = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message>${more}<RequestId>REQ1</RequestId><HostId>HOST1</HostId></Error>`
}

export function fail(
  reply: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  reply.writeHead(status, {
    'content-type': 'application/xml',
    'x-amz-request-id': 'REQ1',
    'x-amz-id-2': 'HOST1',
    ...headers,
  })
  reply.end(body)
}

/** Given to calls that nobody stops. */
export const unstopped: AbortSignal = new AbortController().signal

/** The error of a call that must not succeed. */
export async function failure(call: Promise<unknown>): Promise<Error> {
  try {
    await call
  } catch (error) {
    return error as Error
  }
  throw new Error('It succeeded.')
}

/** A PutObject of the data plane, whose body is the name of its bucket. */
export const put = (connection: S3Connection, bucket: string, key = 'k', signal = unstopped) =>
  putObject(connection, { bucket, key, body: Buffer.from(bucket), md5: md5(Buffer.from(bucket)) }, signal)

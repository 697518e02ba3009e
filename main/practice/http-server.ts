import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { Service } from './answer.ts'
import { answer } from './answer.ts'
import { sendReply } from './reply.ts'

/** A server that listens, and the requests it is answering. */
export interface HttpServer {
  readonly port: number
  /** Ends all connections, and waits for the requests on them to clean up after themselves. */
  close(): Promise<void>
}

/**
 * Listens on the loopback interface, nowhere else.
 * @throws Error where the port is taken
 */
export async function listen(service: Service, port: number): Promise<HttpServer> {
  // A large upload over a slow link takes as long as it takes: only the head of a request has a time limit.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 })
  const open = new Set<Promise<void>>()
  const handle = (incoming: IncomingMessage, response: ServerResponse, asked: boolean): void => {
    const done = respond(service, incoming, response, asked).finally(() => open.delete(done))
    open.add(done)
  }
  server.on('request', (incoming, response) => {
    handle(incoming, response, false)
  })
  server.on('checkContinue', (incoming, response) => {
    handle(incoming, response, true)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')

  return {
    port: portOf(server),
    async close() {
      server.close()
      server.closeAllConnections()
      await Promise.all(open)
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The practice server has no port')
  return address.port
}

/**
 * Answers one request.
 * @param asked whether the client waits for a `100 Continue` before it sends the body; one that does not get it may not
 *   use the connection again, which Node tells it
 */
async function respond(
  service: Service,
  incoming: IncomingMessage,
  response: ServerResponse,
  asked: boolean,
): Promise<void> {
  const ids = {
    requestId: randomBytes(8).toString('hex').toUpperCase(),
    hostId: randomBytes(56).toString('base64'),
  }
  response.sendDate = false
  response.setHeader('Date', new Date(service.now()).toUTCString())
  response.setHeader('Server', 'sluice-practice')
  response.setHeader('x-amz-request-id', ids.requestId)
  response.setHeader('x-amz-id-2', ids.hostId)

  async function* body(): AsyncGenerator<Uint8Array> {
    if (asked) response.writeContinue()
    yield* incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  }
  try {
    const reply = await answer(service, incoming, body(), ids)
    await sendReply(response, reply, incoming.method === 'HEAD')
    // The rest of a body that was refused, so that the next request on the connection is found.
    if (!incoming.complete) incoming.resume()
  } catch {
    // The client went away, or the bytes of an object could not be read to their end: all that is left to say is that.
    response.destroy()
  }
}

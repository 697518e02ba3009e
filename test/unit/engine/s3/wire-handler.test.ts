import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { HeadBucketCommand } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { ConnectionOptions } from '../../../../main/engine/s3/connection-options.ts'
import { WireCall } from '../../../../main/engine/s3/wire-call.ts'
import { WireHandler } from '../../../../main/engine/s3/wire-handler.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { connect, failure, serve, unstopped } from './scripted-server.ts'

function handlerTo(endpoint: string) {
  const clock = new FakeClock()
  const handler = new WireHandler({
    clock,
    stallAfter: 1000,
    connectWithin: 1000,
    maxSockets: 2,
    verifyCertificates: true,
  })
  onTestFinished(() => {
    handler.destroy()
  })
  const { hostname, port } = new URL(endpoint)
  const request = {
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: '/',
    method: 'GET',
    headers: { 'x-a': '1' },
  }
  return { clock, handler, request }
}

describe('a good reply', () => {
  test('goes to the SDK, whole', async () => {
    const server = await serve((_, reply) => reply.writeHead(200, { 'x-b': ['2', '3'] }).end('body'))
    const { clock, handler, request } = handlerTo(server.endpoint)
    const { response } = await handler.handle(request, new WireCall(unstopped))
    expect(response).toMatchObject({ statusCode: 200, headers: { 'x-b': '2, 3' }, body: Buffer.from('body') })
    expect(clock.pending).toBe(0)
  })

  test('may be kept from it, its body in memory', async () => {
    const server = await serve((_, reply) => reply.end('body'))
    const { handler, request } = handlerTo(server.endpoint)
    const call = new WireCall(unstopped)
    call.keep = 'body'
    const { response } = await handler.handle(request, call)
    expect(response.body).toHaveLength(0)
    expect(call).toMatchObject({ body: Buffer.from('body'), sent: { 'x-a': '1' }, reply: { status: 200 } })
  })

  test('may be kept from it, its body still to come', async () => {
    const server = await serve((_, reply) => reply.end('body'))
    const { clock, handler, request } = handlerTo(server.endpoint)
    const call = new WireCall(unstopped)
    call.keep = 'reply'
    await handler.handle(request, call)
    expect(clock.pending).toBe(0)
    expect((await call.unread?.whole(10))?.toString()).toBe('body')
  })
})

test.each(['nothing', 'body', 'reply'] as const)(
  'a refusal goes to the SDK, though %s was to be kept',
  async (keep) => {
    const server = await serve((_, reply) => reply.writeHead(403).end('why'))
    const { handler, request } = handlerTo(server.endpoint)
    const call = new WireCall(unstopped)
    call.keep = keep
    expect((await handler.handle(request, call)).response).toMatchObject({
      statusCode: 403,
      body: Buffer.from('why'),
    })
    expect(call.body).toBeNull()
  },
)

test('a call of the SDK’s own goes through, with a signal of its own or none', async () => {
  const server = await serve((_, reply) => reply.end('body'))
  const { handler, request } = handlerTo(server.endpoint)
  expect((await handler.handle(request)).response.body).toEqual(Buffer.from('body'))
  const reason = new Error('The test says so')
  expect(await failure(handler.handle(request, { abortSignal: AbortSignal.abort(reason) }))).toBe(reason)
})

describe('a server with a certificate', () => {
  const files = { key: '', cert: '' }

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-tls-'))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
    ])
    files.key = await readFile(key, 'utf8')
    files.cert = await readFile(cert, 'utf8')
    await rm(folder, { recursive: true })
  })

  async function secured(): Promise<number> {
    const server = https.createServer(files, (_, reply) => reply.end())
    server.on('tlsClientError', () => undefined)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return (server.address() as AddressInfo).port
  }

  const head = (endpoint: string, options: Partial<ConnectionOptions> = {}) => {
    const { connection } = connect({ endpoint, ...options })
    return connection.call({ operation: 'HeadBucket', bucket: 'b' }, unstopped, (client, wireCall) =>
      client.send(new HeadBucketCommand({ Bucket: 'b' }), wireCall),
    )
  }

  test('that we are told to trust is talked to', async () => {
    await head(`https://localhost:${await secured()}`, { ca: files.cert })
  })

  test('that nobody vouches for is not', async () => {
    const endpoint = `https://localhost:${await secured()}`
    expect(await failure(head(endpoint))).toMatchObject({
      code: 'unreachable',
      subject: endpoint,
      message: expect.stringMatching(/can't prove who it is: self-signed certificate/) as unknown,
    })
  })

  test('is talked to whoever it is, if that is wanted', async () => {
    await head(`https://127.0.0.1:${await secured()}`, { verifyCertificates: false })
  })

  test('for another host is not', async () => {
    expect(await failure(head(`https://127.0.0.1:${await secured()}`, { ca: files.cert }))).toMatchObject({
      code: 'unreachable',
      cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    })
  })

  test('is told from one that has none', async () => {
    const server = await serve((_, reply) => reply.end())
    expect(await failure(head(server.endpoint.replace('http:', 'https:')))).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/does not speak TLS/) as unknown,
    })
  })
})

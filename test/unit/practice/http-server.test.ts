import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { Agent, request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PracticeServer } from '../../../main/practice/index.ts'
import { makeDirectory, send, signed, startServer, texts } from './practice-client.ts'

async function contentFiles(directory: string): Promise<string[]> {
  const entries = await readdir(path.join(directory, 'content'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

test('every reply names its request, and an error says what, on what, in which', async () => {
  const server = await startServer()
  const found = await send(server, 'GET', '/bucket')
  const missing = await send(server, 'GET', '/bucket/a%20b')
  for (const { headers } of [found, missing]) {
    expect(headers['x-amz-request-id']).toMatch(/^[\dA-F]{16}$/)
    expect(headers['x-amz-id-2']).toMatch(/^[\w+/=]{70,}$/)
  }
  expect(missing.status).toBe(404)
  expect(missing.headers['content-type']).toBe('application/xml')
  expect(texts(missing.text, 'Message')).toEqual(['The specified key does not exist.'])
  expect(texts(missing.text, 'Key')).toEqual(['a b'])
  expect(texts(missing.text, 'Resource')).toEqual(['/bucket/a%20b'])
  expect(texts(missing.text, 'RequestId')).toEqual([missing.headers['x-amz-request-id']])
  expect(texts(missing.text, 'HostId')).toEqual([missing.headers['x-amz-id-2']])
})

test('a HEAD is answered without a body, found or not', async () => {
  const server = await startServer()
  await send(server, 'PUT', '/bucket/key', { body: 'content' })
  expect(await send(server, 'HEAD', '/bucket/key')).toMatchObject({
    status: 200,
    text: '',
    headers: { 'content-length': '7' },
  })
  expect(await send(server, 'HEAD', '/bucket/other')).toMatchObject({ status: 404, text: '' })
})

test('the clock is the one it is given', async () => {
  const now = Date.UTC(2001, 1, 3, 4, 5, 6, 789)
  const server = await startServer({ now: () => now })
  expect((await send(server, 'GET', '/')).code).toBe('RequestTimeTooSkewed')
  await send(server, 'PUT', '/bucket/key', { time: now })
  const head = await send(server, 'HEAD', '/bucket/key', { time: now })
  expect(head.headers).toMatchObject({
    date: 'Sat, 03 Feb 2001 04:05:06 GMT',
    'last-modified': 'Sat, 03 Feb 2001 04:05:06 GMT',
  })
  const listing = await send(server, 'GET', '/bucket?list-type=2', { time: now })
  expect(texts(listing.text, 'LastModified')).toEqual(['2001-02-03T04:05:06.000Z'])
})

describe('a connection', () => {
  test('goes on after a body that was refused without being read', async () => {
    const server = await startServer()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const body = Buffer.alloc(1_000_000)
    for (let i = 0; i < 3; i++) {
      expect((await send(server, 'PUT', '/absent/key', { body, agent })).code).toBe('NoSuchBucket')
      expect((await send(server, 'PUT', '/bucket/key', { body: 'x', agent })).status).toBe(200)
    }
    agent.destroy()
  })

  test('goes on after a body that was refused half read', async () => {
    const server = await startServer()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const headers = {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '5',
    }
    const body = `nonsense\r\n${'x'.repeat(1_000_000)}`
    expect((await send(server, 'PUT', '/bucket/key', { body, headers, agent })).code).toBe('IncompleteBody')
    expect((await send(server, 'GET', '/bucket/key', { agent })).code).toBe('NoSuchKey')
    agent.destroy()
  })
})

/** Sends a PUT that waits for `100 Continue`; whether it came, and the status. */
async function expectContinue(
  server: PracticeServer,
  target: string,
): Promise<{ continued: boolean; status: number; connection: string }> {
  const body = Buffer.from('body')
  const { hostname, port } = new URL(server.endpoint)
  const headers = { ...signed(server, 'PUT', target, body, {}), expect: '100-continue' }
  const outgoing = httpRequest({ hostname, port, method: 'PUT', path: target, headers })
  let continued = false
  outgoing.on('continue', () => {
    continued = true
    outgoing.end(body)
  })
  outgoing.flushHeaders()
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  incoming.resume()
  await once(incoming, 'end')
  outgoing.destroy()
  return { continued, status: incoming.statusCode ?? 0, connection: incoming.headers.connection ?? '' }
}

test('a body is asked for only when it is wanted', async () => {
  const server = await startServer()
  expect(await expectContinue(server, '/bucket/key')).toEqual({
    continued: true,
    status: 200,
    connection: 'keep-alive',
  })
  expect(await expectContinue(server, '/absent/key')).toEqual({
    continued: false,
    status: 404,
    connection: 'close',
  })
  expect((await send(server, 'GET', '/bucket/key')).text).toBe('body')
})

test('a client that goes away in the middle of an upload leaves nothing', async () => {
  const directory = await makeDirectory()
  const server = await startServer({ directory })
  const body = Buffer.alloc(1_000_000, 'x')
  const { hostname, port } = new URL(server.endpoint)
  const headers = signed(server, 'PUT', '/bucket/key', body, {})
  const outgoing = httpRequest({ hostname, port, method: 'PUT', path: '/bucket/key', headers })
  outgoing.on('error', () => undefined)
  outgoing.write(body.subarray(0, 500_000))
  await expect.poll(() => contentFiles(directory)).toHaveLength(1)
  outgoing.destroy()
  await expect.poll(() => contentFiles(directory)).toHaveLength(0)
  expect((await send(server, 'GET', '/bucket/key')).code).toBe('NoSuchKey')
})

test('closing ends uploads under way, and they clean up after themselves', async () => {
  const directory = await makeDirectory()
  const server = await startServer({ directory })
  const body = Buffer.alloc(1_000_000, 'x')
  const { hostname, port } = new URL(server.endpoint)
  const headers = signed(server, 'PUT', '/bucket/key', body, {})
  const outgoing = httpRequest({ hostname, port, method: 'PUT', path: '/bucket/key', headers })
  const failed = once(outgoing, 'error')
  outgoing.write(body.subarray(0, 500_000))
  await expect.poll(() => contentFiles(directory)).toHaveLength(1)
  await server.close()
  await failed
  expect(await contentFiles(directory)).toEqual([])
})

test('a reader gets the version it began with, whole, though it is replaced meanwhile', async () => {
  const directory = await makeDirectory()
  const server = await startServer({ directory })
  const old = Buffer.alloc(20_000_000, 'old')
  await send(server, 'PUT', '/bucket/key', { body: old })
  const { hostname, port } = new URL(server.endpoint)
  const headers = signed(server, 'GET', '/bucket/key', new Uint8Array(), {})
  const outgoing = httpRequest({ hostname, port, path: '/bucket/key', headers }).end()
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  expect((await send(server, 'PUT', '/bucket/key', { body: 'new' })).status).toBe(200)
  const pieces: Buffer[] = []
  for await (const piece of incoming as AsyncIterable<Buffer>) pieces.push(piece)
  expect(Buffer.concat(pieces).equals(old)).toBe(true)
  expect((await send(server, 'GET', '/bucket/key')).text).toBe('new')
  await expect.poll(() => contentFiles(directory)).toHaveLength(0)
})

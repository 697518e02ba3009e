import { createServer, request } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFaultProxy } from '../../fakes/fault-proxy.ts'
import type { Fault, FaultProxy } from '../../fakes/fault-proxy.ts'

const object = Buffer.from(Array.from({ length: 100_000 }, (_, n) => n % 251))

/** A server with one object under every key, listings of two pages, and a memory of what it was asked. */
class TinyServer {
  readonly asked: { method: string; url: string; headers: IncomingHttpHeaders; body: Buffer }[] = []
  readonly #server: Server

  constructor() {
    this.#server = createServer((incoming, response) => {
      void buffer(incoming).then((body) => {
        this.asked.push({
          method: incoming.method ?? '',
          url: incoming.url ?? '',
          headers: incoming.headers,
          body,
        })
        this.#answer(incoming, response)
      })
    })
  }

  #answer(incoming: IncomingMessage, response: ServerResponse): void {
    const url = incoming.url ?? ''
    if (url.includes('list-type=2')) {
      const second = url.includes('continuation-token=two')
      response.setHeader('content-type', 'application/xml')
      response.end(
        `<ListBucketResult><Name>b</Name><IsTruncated>${String(!second)}</IsTruncated>` +
          `<Contents><Key>${second ? 'k2' : 'k1'}</Key><Size>1</Size></Contents><KeyCount>1</KeyCount>` +
          `${second ? '' : '<NextContinuationToken>two</NextContinuationToken>'}</ListBucketResult>`,
      )
    } else if (incoming.method === 'GET') {
      const from = Number(/bytes=(\d+)-/.exec(incoming.headers.range ?? '')?.[1] ?? Number.NaN)
      const size = object.length
      const part = Number.isNaN(from) ? object : object.subarray(from)
      response.writeHead(Number.isNaN(from) ? 200 : 206, {
        'content-length': part.length,
        etag: '"e"',
        ...(Number.isNaN(from)
          ? {}
          : { 'content-range': `bytes ${String(from)}-${String(size - 1)}/${String(size)}` }),
      })
      response.end(part)
    } else {
      response.writeHead(200, { etag: '"stored"', 'x-amz-request-id': 'r1' }).end()
    }
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

let tiny: TinyServer
let proxy: FaultProxy

beforeEach(async () => {
  tiny = new TinyServer()
  proxy = await startFaultProxy({ target: await tiny.start() })
})

afterEach(async () => {
  await proxy.close()
  await tiny.stop()
})

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** One call through the proxy, with a path that no client library has touched; rejects when the reply is cut. */
function call(
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: Buffer } = {},
) {
  return new Promise<Reply>((resolve, reject) => {
    const { hostname, port } = new URL(proxy.endpoint)
    const outgoing = request({ hostname, port, method, path, headers: options.headers, agent: false })
    outgoing.on('error', reject)
    outgoing.on('response', (reply) => {
      buffer(reply)
        .then((body) => {
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body })
        })
        .catch(reject)
    })
    outgoing.end(options.body)
  })
}

const plan = (...faults: Fault[]) => {
  proxy.setPlan(faults)
}

describe('without a fault', () => {
  test('a request arrives as it was sent: path, Host, headers and body', async () => {
    await call('PUT', '/b/p/../a%20b?x=%2F', {
      headers: { host: 'somewhere.example:123', 'x-amz-date': 'now' },
      body: object,
    })
    expect(tiny.asked).toMatchObject([
      {
        method: 'PUT',
        url: '/b/p/../a%20b?x=%2F',
        headers: { host: 'somewhere.example:123', 'x-amz-date': 'now' },
      },
    ])
    expect(tiny.asked[0]?.body.equals(object)).toBe(true)
  })

  test('a reply comes back as it is', async () => {
    const reply = await call('GET', '/b/k')
    expect(reply).toMatchObject({ status: 200, headers: { etag: '"e"', 'content-length': '100000' } })
    expect(reply.body.equals(object)).toBe(true)
  })

  test('calls are counted by kind, and can be waited for', async () => {
    const second = proxy.reached('GetObject', 2)
    await call('GET', '/b/k')
    await call('HEAD', '/b/k')
    await call('GET', '/b/k')
    await second
    expect(proxy.counts).toMatchObject({ GetObject: 2, HeadObject: 1, PutObject: 0 })
    proxy.resetCounts()
    expect(proxy.counts.GetObject).toBe(0)
  })
})

describe('faults of a listing', () => {
  test.each([
    ['listempty', 200, /^$/],
    ['listhtml', 200, /^<!DOCTYPE html>/],
    ['list500', 500, /<Code>InternalError</],
    ['list403', 403, /<Code>AccessDenied</],
    ['listcut', 200, /<Si$/],
    ['listdup', 200, /k1<.*k1<.*<KeyCount>2</],
    ['listcount', 200, /<KeyCount>2</],
  ] as const)('%s', async (mode, status, body) => {
    plan({ mode })
    const reply = await call('GET', '/b?list-type=2')
    expect(reply.status).toBe(status)
    expect(reply.body.toString()).toMatch(body)
    expect(Number(reply.headers['content-length'])).toBe(reply.body.length)
  })

  test('a page number strikes that page and spares the one before', async () => {
    plan({ mode: 'list500', fromPage: 2 })
    expect((await call('GET', '/b?list-type=2')).status).toBe(200)
    expect((await call('GET', '/b?list-type=2&continuation-token=two')).status).toBe(500)
    expect(proxy.struck).toEqual({ list500: 1 })
  })

  test('a looping listing answers its first token for ever', async () => {
    plan({ mode: 'listloop' })
    const first = await call('GET', '/b?list-type=2')
    const second = await call('GET', '/b?list-type=2&continuation-token=two')
    expect(
      [first, second].map((reply) => /<NextContinuationToken>(.*)<\/Next/.exec(reply.body.toString())?.[1]),
    ).toEqual(['two', 'two'])
  })

  test('listdupacross begins a page with the last key of the page before', async () => {
    plan({ mode: 'listdupacross' })
    await call('GET', '/b?list-type=2')
    const second = await call('GET', '/b?list-type=2&continuation-token=two')
    expect(second.body.toString()).toMatch(/k1<.*k2<.*<KeyCount>2</)
  })
})

describe('faults of an object on its way down', () => {
  test('bitflip changes one bit and no length', async () => {
    plan({ mode: 'bitflip' })
    const { body } = await call('GET', '/b/k')
    const differing = [...body.keys()].filter((at) => body[at] !== object[at])
    expect(body.length).toBe(object.length)
    expect(differing).toEqual([50_000])
  })

  test('short ends cleanly after half, without a length', async () => {
    plan({ mode: 'short' })
    const reply = await call('GET', '/b/k')
    expect(reply.headers['content-length']).toBeUndefined()
    expect(reply.body.equals(object.subarray(0, 50_000))).toBe(true)
  })

  test('wronglen ends cleanly after half, with half the length', async () => {
    plan({ mode: 'wronglen' })
    const reply = await call('GET', '/b/k')
    expect(reply.headers['content-length']).toBe('50000')
    expect(reply.body.length).toBe(50_000)
  })

  test('trunc resets the connection in the middle; with a count of one per key, once', async () => {
    plan({ mode: 'trunc', count: 1, perKey: true })
    await expect(call('GET', '/b/k')).rejects.toThrow(/aborted|ECONNRESET|terminated/)
    expect((await call('GET', '/b/k')).body.equals(object)).toBe(true)
  })

  test.each(['stall', 'stallhead'] as const)('%s ends only when the proxy is closed', async (mode) => {
    plan({ mode })
    const seen = proxy.reached('GetObject', 1)
    const reply = call('GET', '/b/k')
    const rejected = expect(reply).rejects.toThrow()
    await seen
    await proxy.close()
    await rejected
    proxy = await startFaultProxy({ target: 'http://127.0.0.1:1' })
  })

  test('ignorerange answers a ranged request with the whole object', async () => {
    plan({ mode: 'ignorerange', nth: 2 })
    await call('GET', '/b/k', { headers: { authorization: 'signed without a range' } })
    const reply = await call('GET', '/b/k', {
      headers: { range: 'bytes=10-', authorization: 'signed with it' },
    })
    expect(reply.status).toBe(200)
    expect(reply.body.equals(object)).toBe(true)
    expect(tiny.asked[1]?.headers).toMatchObject({ authorization: 'signed without a range' })
  })

  test('wrongrange shifts what Content-Range says', async () => {
    plan({ mode: 'wrongrange' })
    const reply = await call('GET', '/b/k', { headers: { range: 'bytes=10-' } })
    expect(reply).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 11-100000/100000' } })
  })

  test('html200 is a page', async () => {
    plan({ mode: 'html200' })
    expect(await call('GET', '/b/k')).toMatchObject({ status: 200, headers: { 'content-type': /html/ } })
  })
})

describe('faults of a write', () => {
  test('flipup changes one bit of what the server gets', async () => {
    plan({ mode: 'flipup' })
    await call('PUT', '/b/k', { body: object })
    const stored = tiny.asked[0]?.body ?? Buffer.alloc(0)
    expect([...stored.keys()].filter((at) => stored[at] !== object[at])).toEqual([50_000])
  })

  test('complete200err says an error on a 200, and the server is not asked', async () => {
    plan({ mode: 'complete200err' })
    const reply = await call('POST', '/b/k?uploadId=u', { body: Buffer.from('<x/>') })
    expect(reply.status).toBe(200)
    expect(reply.body.toString()).toContain('<Error><Code>InternalError')
    expect(tiny.asked).toEqual([])
  })

  test('dropreply lets the server do it and resets the connection', async () => {
    plan({ mode: 'dropreply' })
    await expect(call('POST', '/b/k?uploadId=u')).rejects.toThrow(/ECONNRESET|socket hang up/)
    expect(tiny.asked).toHaveLength(1)
  })
})

test('late answers with what the server said before the world changed', async () => {
  plan({ mode: 'late' })
  const reply = call('GET', '/b?list-type=2')
  await proxy.reached('ListObjectsV2', 1)
  await expect.poll(() => tiny.asked.length).toBe(1)
  await call('PUT', '/b/k3')
  expect(tiny.asked.map(({ method }) => method)).toEqual(['GET', 'PUT'])
  expect((await reply).body.toString()).toContain('<Key>k1</Key>')
})

test('slow503 strikes two of three calls of any kind', async () => {
  plan({ mode: 'slow503' })
  const statuses = []
  for (let n = 0; n < 4; n++) statuses.push((await call('HEAD', '/b/k')).status)
  expect(statuses).toEqual([503, 503, 200, 503])
})

test('a server that is gone is a 502, not a hang', async () => {
  await tiny.stop()
  expect((await call('GET', '/b/k')).status).toBe(502)
})

test('reset ends the connection, and the server is not asked', async () => {
  plan({ mode: 'reset', on: ['PutObject'] })
  await expect(call('PUT', '/b/k', { body: object })).rejects.toThrow('ECONNRESET')
  expect(tiny.asked).toEqual([])
})

describe('a watcher', () => {
  test('sees a call before the server does, its answer before it goes on, and its end', async () => {
    const seen: unknown[] = []
    proxy.watch((request, keys) => {
      seen.push(request.operation, keys, tiny.asked.length)
      return Promise.resolve({
        drop: false,
        answered: () => Promise.resolve(void seen.push('answered', tiny.asked.length)),
        ended: (end) => seen.push(end),
      })
    })
    plan({ mode: 'dropreply', on: ['DeleteObjects'] })
    const body = Buffer.from(
      '<Delete><Object><Key>a&amp;&#xA;b</Key></Object><Object><Key>c</Key></Object></Delete>',
    )
    await expect(call('POST', '/b?delete', { body })).rejects.toThrow('ECONNRESET')
    expect(tiny.asked[0]?.body.equals(body)).toBe(true)
    expect(seen).toEqual([
      'DeleteObjects',
      ['a&\nb', 'c'],
      0,
      'answered',
      1,
      { status: 200, struck: 'dropreply' },
    ])
  })

  test('keeps a call from the server, and from what would strike it', async () => {
    plan({ mode: 'denied', count: 1 })
    proxy.watch(() =>
      Promise.resolve({ drop: true, answered: () => Promise.resolve(), ended: () => undefined }),
    )
    await expect(call('PUT', '/b/k', { body: object })).rejects.toThrow('ECONNRESET')
    expect(tiny.asked).toEqual([])
    proxy.watch(null)
    expect((await call('PUT', '/b/k', { body: object })).status).toBe(403)
  })
})

import { createHash } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import { DataPlane, type DataPlaneOptions } from '../../../../main/engine/s3/data-plane.ts'
import type { DataRequest } from '../../../../main/engine/s3/data-request.ts'
import type { WireRequest } from '../../../../main/engine/s3/exchange.ts'
import { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import type { Sender } from '../../../../main/engine/s3/sender.ts'
import type { Senders } from '../../../../main/engine/s3/senders.ts'
import { WireCall } from '../../../../main/engine/s3/wire-call.ts'
import type { WholeReply, WireHandler } from '../../../../main/engine/s3/wire-handler.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { errorDocument, unstopped } from './scripted-server.ts'

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' }
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const request: DataRequest = {
  method: 'PUT',
  bucket: 'b',
  key: 'a b',
  query: { partNumber: '1' },
  headers: { 'content-md5': 'x', 'x-amz-acl': undefined },
  body: Buffer.from('hello'),
}

/** A data plane whose requests end in an array. */
function dataPlane(
  endpoint: string | undefined,
  options: Partial<DataPlaneOptions> = {},
  refused: WholeReply | null = null,
  senders: Senders | null = null,
  ask = () => Promise.resolve(credentials),
) {
  const sent: WireRequest[] = []
  const wire = {
    send: (made: WireRequest) => {
      sent.push(made)
      return Promise.resolve(refused)
    },
  } as Partial<WireHandler> as WireHandler
  const bySdk: WireRequest[] = []
  const client = new S3Client({
    region: 'eu-west-1',
    credentials,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    requestHandler: {
      handle: (made: WireRequest) => {
        bySdk.push(made)
        return Promise.resolve({ response: { statusCode: 200, headers: {}, body: Buffer.alloc(0) } })
      },
    },
  })
  const plane = new DataPlane(
    wire,
    { userAgent: 'sluice/1', headers: {}, signPayloads: null, ...options },
    senders,
  )
  let asked = 0
  const attempt = {
    client,
    credentials: () => {
      asked++
      return ask()
    },
    now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
  }
  const send = (one: DataRequest = request, call = new WireCall(unstopped)) => {
    if (one.method === 'PUT') call.keep = 'body'
    return plane.send(one, attempt, call)
  }
  return { sent, bySdk, send, asked: () => asked }
}

describe('a request', () => {
  test('goes where the SDK would send it, with its own headers, signed', async () => {
    const { sent, send } = dataPlane('http://h:9')
    await send()
    expect(sent[0]).toMatchObject({
      protocol: 'http:',
      hostname: 'h',
      port: 9,
      path: '/b/a%20b?partNumber=1',
      method: 'PUT',
      body: request.body,
      headers: {
        host: 'h:9',
        'user-agent': 'sluice/1',
        'content-length': '5',
        'content-md5': 'x',
        'x-amz-date': '20260102T030405Z',
        'x-amz-content-sha256': sha256('hello'),
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=AKID\/20260102\/eu-west-1\/s3\/aws4_request, SignedHeaders=content-length;content-md5;host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
        ) as string,
      },
    })
    expect(sent[0]?.headers).not.toHaveProperty('x-amz-acl')
  })

  test('has the names of its headers in lower case, as they are signed', async () => {
    const { sent, send } = dataPlane('http://h:9')
    await send({ ...request, headers: { 'X-Amz-Customer-MD5': 'x' } })
    expect(sent[0]?.headers).toMatchObject({ 'x-amz-customer-md5': 'x' })
    expect(sent[0]?.headers['authorization']).toContain(';x-amz-customer-md5;')
  })

  test('about a bucket that is known by now asks the SDK no more', async () => {
    const { sent, send } = dataPlane('http://h:9')
    await send()
    await send({ ...request, bucket: 'other' })
    await send()
    expect(sent.map(({ path }) => path.split('/')[1])).toEqual(['b', 'other', 'b'])
  })

  test('has what goes with every call', async () => {
    const { sent, send } = dataPlane('http://h:9', { headers: { 'x-amz-request-payer': 'requester' } })
    await send({ method: 'HEAD', bucket: 'b', key: 'k' })
    expect(sent[0]?.headers['x-amz-request-payer']).toBe('requester')
    expect(sent[0]?.headers['authorization']).toContain('x-amz-request-payer')
    expect(sent[0]?.headers).not.toHaveProperty('content-length')
  })
})

describe('the hash of a body is in the signature', () => {
  test.each<[string, boolean | null, Record<string, string>, boolean]>([
    ['http://h', null, { 'content-md5': 'x' }, true],
    ['https://h', null, { 'content-md5': 'x' }, false],
    ['https://h', null, {}, true],
    ['https://h', true, { 'content-md5': 'x' }, true],
    ['http://h', false, { 'content-md5': 'x' }, false],
  ])('at %s, asked for %s, with %j: %s', async (endpoint, signPayloads, headers, expected) => {
    const { sent, send } = dataPlane(endpoint, { signPayloads })
    await send({ ...request, headers })
    expect(sent[0]?.headers['x-amz-content-sha256']).toBe(expected ? sha256('hello') : 'UNSIGNED-PAYLOAD')
  })

  test.each([
    ['http://h', 'abc', 1],
    ['https://h', 'UNSIGNED-PAYLOAD', 0],
  ])('at %s as whoever has the body gives it, if it is wanted: %s', async (endpoint, expected, times) => {
    const { sent, send } = dataPlane(endpoint, {})
    let asked = 0
    await send({
      ...request,
      headers: { 'content-md5': 'x' },
      sha256: () => {
        asked++
        return Promise.resolve('abc')
      },
    })
    expect(sent[0]?.headers['x-amz-content-sha256']).toBe(expected)
    expect(asked).toBe(times)
  })

  test('also where there is none', async () => {
    const { sent, send } = dataPlane('https://h')
    await send({ method: 'GET', bucket: 'b', key: 'k' })
    expect(sent[0]?.headers['x-amz-content-sha256']).toBe(sha256(''))
  })
})

test('a reply that is no success is told with its code', async () => {
  const body = Buffer.from(errorDocument('SlowDown'))
  const { send } = dataPlane('http://h', {}, { status: 503, headers: {}, body })
  await expect(send()).rejects.toMatchObject({ reply: { code: 'SlowDown', status: 503 } })
})

test('a bucket without an address is asked about again the next time', async () => {
  const { sent, send } = dataPlane(undefined)
  const nowhere = { ...request, bucket: 'arn:aws:sqs:eu-west-1:123456789012:queue' }
  await expect(send(nowhere)).rejects.toMatchObject({ name: 'EndpointError' })
  await expect(send(nowhere)).rejects.toMatchObject({ name: 'EndpointError' })
  expect(sent).toEqual([])
})

test('a call that is stopped does not wait for credentials that do not come', async () => {
  const { send, sent } = dataPlane('http://h', {}, null, null, () => new Promise(() => undefined))
  const stop = new AbortController()
  const sending = send(request, new WireCall(stop.signal))
  stop.abort(new Error('stopped'))
  await expect(sending).rejects.toThrow('stopped')
  expect(sent).toEqual([])
})

test('what takes another signature is signed and sent by the SDK, as it is', async () => {
  await import('@smithy/signature-v4a')
  const { sent, bySdk, send, asked } = dataPlane(undefined)
  await send({ ...request, bucket: 'arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap' })
  expect([sent, asked()]).toEqual([[], 0])
  expect(bySdk).toMatchObject([
    {
      method: 'PUT',
      hostname: 'mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com',
      path: '/a%20b',
      query: { partNumber: '1' },
      body: request.body,
      headers: {
        'content-md5': 'x',
        'x-amz-region-set': '*',
        authorization: expect.stringMatching(/^AWS4-ECDSA-P256-SHA256 .*content-md5/) as string,
      },
    },
  ])
})

/** A sender that keeps what it is asked for, and one reply for all. */
function fakeSender(reply: WholeReply) {
  const taken: Parameters<Sender['send']>[] = []
  const sender: Partial<Sender> = {
    send: (...asked) => {
      taken.push(asked)
      return Promise.resolve(reply)
    },
  }
  return { taken, senders: { next: () => sender } as Partial<Senders> as Senders }
}

const good: WholeReply = { status: 200, headers: { etag: '"e"' }, body: Buffer.from('') }

describe('a small request, where there are senders', () => {
  test('goes by one of them, unsigned, with what it is signed by', async () => {
    const { taken, senders } = fakeSender(good)
    const { sent, send } = dataPlane('http://h:9', {}, null, senders)
    const call = new WireCall(unstopped)
    await send(request, call)
    expect(sent).toEqual([])
    const [asked, signing] = taken[0] ?? []
    expect(asked).toMatchObject({ method: 'PUT', path: '/b/a%20b', query: 'partNumber=1', signsBody: true })
    expect(asked?.headers).toMatchObject({ 'content-md5': 'x', host: 'h:9' })
    expect(asked?.headers).not.toHaveProperty('authorization')
    expect(signing).toMatchObject({
      target: { protocol: 'http:', hostname: 'h', port: 9 },
      scope: { region: 'eu-west-1', service: 's3' },
      credentials,
      now: Date.UTC(2026, 0, 2, 3, 4, 5),
    })
    expect(call).toMatchObject({
      reply: { status: 200, headers: { etag: '"e"' } },
      sent: { 'content-md5': 'x' },
    })
  })

  test('is refused as any other', async () => {
    const body = Buffer.from(errorDocument('SlowDown'))
    const { senders } = fakeSender({ status: 503, headers: {}, body })
    const { send } = dataPlane('http://h:9', {}, null, senders)
    await expect(send()).rejects.toMatchObject({ reply: { code: 'SlowDown', status: 503 } })
  })

  test('leaves the body unsigned by TLS, where its MD5 goes along', async () => {
    const { taken, senders } = fakeSender(good)
    await dataPlane('https://h:9', {}, null, senders).send()
    expect(taken[0]?.[0].signsBody).toBe(false)
  })

  test.each<[string, DataRequest, (call: WireCall) => void]>([
    ['a body of more than 64 KiB', { ...request, body: Buffer.alloc(64 * 1024 + 1) }, () => undefined],
    ['another method', { ...request, method: 'POST' }, () => undefined],
    ['a bandwidth to keep to', request, (call) => (call.bandwidth = new Bandwidth(new FakeClock(), 1000))],
  ])('goes the usual way with %s', async (_, one, change) => {
    const { taken, senders } = fakeSender(good)
    const { sent, send } = dataPlane('http://h:9', {}, null, senders)
    const call = new WireCall(unstopped)
    change(call)
    await send(one, call)
    expect([taken.length, sent.length]).toEqual([0, 1])
  })
})

import { inspect } from 'node:util'
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { isAwsHost } from '../../../../main/engine/s3/aws-hosts.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import {
  asAmazon,
  connect,
  errorDocument,
  fail,
  failure,
  put,
  secret,
  serve,
  signedFor,
  unstopped,
} from './scripted-server.ts'

describe('the endpoint', () => {
  test.each([
    [undefined, 'https://s3.eu-west-1.amazonaws.com', true],
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000', false],
    [
      'https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com',
      'https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com',
      true,
    ],
  ])('%s is %s, Amazon’s: %s', (endpoint, label, aws) => {
    const { connection } = connect({ ...(endpoint === undefined ? {} : { endpoint }), region: 'eu-west-1' })
    expect(connection.endpoint).toMatchObject({ label, aws })
  })

  test.each([
    ['s3.amazonaws.com', true],
    ['s3.cn-north-1.amazonaws.com.cn', true],
    ['s3.dualstack.us-east-1.api.aws', true],
    ['notamazonaws.com', false],
    ['amazonaws.com.evil.test', false],
    ['localhost', false],
  ])('%s is Amazon’s: %s', (host, aws) => {
    expect(isAwsHost(host)).toBe(aws)
  })

  test('is Amazon’s own of the region if none is given, whatever the SDK finds configured', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9')
    vi.stubEnv('AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:9')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const server = await serve((_, reply) => reply.end())
    const hosts: string[] = []
    const { connection } = connect({ region: 'eu-west-1', proxyEnv: { HTTPS_PROXY: server.endpoint } })
    server.onConnect((host) => hosts.push(host))
    await failure(put(connection, 'bucket'))
    expect(hosts).toEqual(['bucket.s3.eu-west-1.amazonaws.com:443'])
  })
})

test('calls on two buckets at once go each to its own', async () => {
  const server = await serve((_, reply) => reply.writeHead(200, { etag: '"e"' }).end())
  const { connection } = connect({ endpoint: server.endpoint })
  await put(connection, 'warm')
  await Promise.all(
    Array.from({ length: 60 }, (_, i) => put(connection, i % 2 === 0 ? 'even' : 'odd', `k${i}`)),
  )
  expect(server.asked).toHaveLength(61)
  for (const { url, body } of server.asked) expect(url.split('/')[1]).toBe(body.toString())
})

test('an anonymous call is not signed', async () => {
  const server = await serve((_, reply) => reply.end())
  const { connection } = connect({ endpoint: server.endpoint, credentials: 'anonymous' })
  await put(connection, 'bucket')
  expect(server.asked[0]?.headers.authorization).toBeUndefined()
})

test('each call is one request, and a failed one is not made again', async () => {
  const server = await serve((_, reply) => fail(reply, 503, errorDocument('SlowDown')))
  const { connection } = connect({ endpoint: server.endpoint })
  expect(await failure(put(connection, 'bucket'))).toMatchObject({
    code: 'slow-down',
    s3: {
      operation: 'PutObject',
      bucket: 'bucket',
      key: 'k',
      s3Code: 'SlowDown',
      s3Message: 'Some words',
      status: 503,
      requestId: 'REQ1',
      extendedRequestId: 'HOST1',
    },
  })
  expect(server.asked).toHaveLength(1)
})

test('a page of a proxy in place of an error document goes by its status', async () => {
  const server = await serve((_, reply) =>
    reply.writeHead(502, { 'content-type': 'text/html' }).end('<html><p>Bad gateway<br></html>'),
  )
  const { connection } = connect({ endpoint: server.endpoint })
  expect(await failure(put(connection, 'bucket'))).toMatchObject({
    code: 'server-failed',
    s3: { status: 502 },
  })
})

describe('a bucket in another region', () => {
  const redirect = errorDocument('PermanentRedirect', 'Elsewhere', '<Bucket>bucket</Bucket>')

  test('is followed there, and from then on asked for there', async () => {
    const server = await serve((asked, reply) => {
      if (asked.url.startsWith('/here/') || signedFor(asked.headers.authorization) === 'eu-west-1')
        reply.end()
      else fail(reply, 301, redirect, { 'x-amz-bucket-region': 'eu-west-1' })
    })
    const { connection } = connect({ endpoint: server.endpoint })
    await put(connection, 'there')
    await put(connection, 'there')
    await put(connection, 'here')
    expect(
      server.asked.map(({ url, headers }) => `${url.slice(1, 6)} ${signedFor(headers.authorization) ?? ''}`),
    ).toEqual(['there us-east-1', 'there eu-west-1', 'there eu-west-1', 'here/ us-east-1'])
  })

  test('may be told by the document of a refused signature', async () => {
    const server = await serve((asked, reply) => {
      if (signedFor(asked.headers.authorization) === 'sa-east-1') reply.end()
      else
        fail(reply, 400, errorDocument('AuthorizationHeaderMalformed', 'Wrong', '<Region>sa-east-1</Region>'))
    })
    await put(connect({ endpoint: server.endpoint }).connection, 'bucket')
    expect(server.asked).toHaveLength(2)
  })

  test('is asked for by a HEAD at Amazon’s, if the reply does not say which', async () => {
    const server = await serve((asked, reply) => {
      if (signedFor(asked.headers.authorization) === 'eu-west-3') reply.end()
      else if (asked.method === 'HEAD') reply.writeHead(403, { 'x-amz-bucket-region': 'eu-west-3' }).end()
      else fail(reply, 301, redirect)
    })
    await put(connect(asAmazon(server)).connection, 'bucket')
    expect(server.asked.map(({ method }) => method)).toEqual(['PUT', 'HEAD', 'PUT'])
  })

  test('may be told by the head of a refused HEAD, which has no document', async () => {
    const server = await serve((asked, reply) => {
      if (signedFor(asked.headers.authorization) === 'sa-east-1') reply.end()
      else reply.writeHead(400, { 'x-amz-bucket-region': 'sa-east-1' }).end()
    })
    const { connection } = connect({ endpoint: server.endpoint })
    await connection.call({ operation: 'HeadObject', bucket: 'b', key: 'k' }, unstopped, (client, wireCall) =>
      client.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }), wireCall),
    )
    expect(server.asked).toHaveLength(2)
  })

  test('is followed from a temporary redirect, which may name no more than the right host', async () => {
    const server = await serve((asked, reply) => {
      if (signedFor(asked.headers.authorization) === 'eu-west-2') reply.end()
      else
        fail(
          reply,
          307,
          errorDocument(
            'TemporaryRedirect',
            'Elsewhere',
            '<Endpoint>b.s3.eu-west-2.amazonaws.com</Endpoint>',
          ),
        )
    })
    await put(connect({ endpoint: server.endpoint }).connection, 'b')
    expect(server.asked).toHaveLength(2)
  })

  test('is an error if it is sent elsewhere again', async () => {
    const server = await serve((_, reply) => {
      fail(reply, 301, redirect, { 'x-amz-bucket-region': 'eu-west-1' })
    })
    expect(await failure(put(connect({ endpoint: server.endpoint }).connection, 'bucket'))).toMatchObject({
      code: 'wrong-region',
      message: 'The bucket bucket is in eu-west-1.',
    })
    expect(server.asked).toHaveLength(2)
  })

  test('is an error at once if it is where it was looked for', async () => {
    const server = await serve((_, reply) => {
      fail(reply, 301, redirect, { 'x-amz-bucket-region': 'us-east-1' })
    })
    const { connection } = connect({ endpoint: server.endpoint })
    expect(await failure(put(connection, 'bucket'))).toMatchObject({ code: 'wrong-region' })
    expect(server.asked).toHaveLength(1)
  })

  test('is an error if nothing says which', async () => {
    const server = await serve((_, reply) => {
      fail(reply, 301, redirect)
    })
    expect(await failure(put(connect({ endpoint: server.endpoint }).connection, 'bucket'))).toMatchObject({
      code: 'wrong-region',
    })
    expect(server.asked).toHaveLength(1)
  })
})

describe('a cancelled call', () => {
  test('gives the signal’s reason, not an error of ours', async () => {
    const reason = new Error('The test says so')
    const stop = new AbortController()
    const server = await serve(() => {
      stop.abort(reason)
    })
    const { connection, clock } = connect({ endpoint: server.endpoint })
    expect(await failure(put(connection, 'bucket', 'k', stop.signal))).toBe(reason)
    expect(await failure(put(connection, 'bucket', 'k', stop.signal))).toBe(reason)
    expect(server.asked).toHaveLength(1)
    await server.allClosed()
    expect(clock.pending).toBe(0)
  })
})

test('a failed call leaves at most an idle connection, and closing leaves none', async () => {
  const answers = [403, 404, 500, 503, 400, 301]
  const server = await serve((_, reply) => {
    fail(reply, answers.shift() ?? 500, errorDocument('Whatever', 'x'.repeat(100_000)))
  })
  const { connection, clock } = connect({ endpoint: server.endpoint })
  for (let i = 0; i < 6; i++) await failure(put(connection, 'bucket'))
  expect(server.asked).toHaveLength(6)
  expect(server.open.size).toBe(1)
  connection.close()
  await server.allClosed()
  expect(clock.pending).toBe(0)
})

test.each([
  [
    'a refused signature',
    403,
    errorDocument('SignatureDoesNotMatch', 'No match', `<StringToSign>x</StringToSign>`),
  ],
  ['an expired token', 400, errorDocument('ExpiredToken')],
  ['a failing server', 500, errorDocument('InternalError')],
  ['a page', 500, '<html>'],
  ['nothing', 403, ''],
  ['a broken reply', 0, ''],
])('no secret is in the error of %s, nor in what caused it', async (_, status, body) => {
  const server = await serve((_asked, reply) => {
    if (status === 0) reply.destroy()
    else fail(reply, status, body)
  })
  const sessionToken = 'CANARY-token'
  const credentials = () => Promise.resolve({ accessKeyId: 'AKID', secretAccessKey: secret, sessionToken })
  const { connection } = connect({ endpoint: server.endpoint, credentials })
  const error = await failure(put(connection, 'bucket'))
  expect(error).toBeInstanceOf(SluiceError)
  const everything = inspect(error, {
    depth: null,
    showHidden: true,
    maxStringLength: null,
    maxArrayLength: null,
  })
  expect(everything).not.toContain('CANARY')
})

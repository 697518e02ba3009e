import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ChecksumAlgorithm } from '../../../../main/practice/checksums/checksum.ts'
import {
  checksumAlgorithms,
  checksumHeader,
  startChecksum,
} from '../../../../main/practice/checksums/checksum.ts'
import { send, startServer, targetOf, texts } from '../practice-client.ts'

const body = Buffer.from('some content')

function checksum(algorithm: ChecksumAlgorithm, bytes: Uint8Array = body): string {
  const running = startChecksum(algorithm)
  running.update(bytes)
  return running.digest().toString('base64')
}

function md5(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest()
}

test('the ETag is the MD5, and by default a CRC64NVME is kept', async () => {
  const server = await startServer()
  const put = await send(server, 'PUT', '/bucket/key', { body })
  expect(put.headers).toMatchObject({
    etag: `"${md5(body).toString('hex')}"`,
    'x-amz-checksum-crc64nvme': checksum('CRC64NVME'),
    'x-amz-checksum-type': 'FULL_OBJECT',
  })
  expect(put.headers['x-amz-version-id']).toBeUndefined()
})

/** Sizes around those at which bodies are kept and written differently. */
test.each([0, 1, 16 * 1024, 16 * 1024 + 1, 300_000])('%i bytes come back as they were', async (size) => {
  const server = await startServer()
  const bytes = Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 31) >>> 2))
  await send(server, 'PUT', '/bucket/key', { body: bytes })
  const got = await send(server, 'GET', '/bucket/key')
  expect(got.bytes.equals(bytes)).toBe(true)
  expect(got.headers).toMatchObject({
    'content-length': String(size),
    etag: `"${md5(bytes).toString('hex')}"`,
  })
})

describe.each(checksumAlgorithms)('a declared %s', (algorithm) => {
  const header = checksumHeader(algorithm)
  const chunked = {
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': String(body.length),
    'content-encoding': 'aws-chunked',
    'x-amz-trailer': header,
  }
  const encoded = (value: string): string =>
    `${body.length.toString(16)}\r\n${body.toString()}\r\n0\r\n${header}:${value}\r\n\r\n`

  test('is checked, kept, and given back to those who ask', async () => {
    const server = await startServer()
    const put = await send(server, 'PUT', '/bucket/key', { body, headers: { [header]: checksum(algorithm) } })
    expect(put).toMatchObject({ status: 200, headers: { [header]: checksum(algorithm) } })
    const asked = await send(server, 'HEAD', '/bucket/key', { headers: { 'x-amz-checksum-mode': 'ENABLED' } })
    expect(asked.headers).toMatchObject({
      [header]: checksum(algorithm),
      'x-amz-checksum-type': 'FULL_OBJECT',
    })
    expect((await send(server, 'HEAD', '/bucket/key')).headers[header]).toBeUndefined()
    expect(texts((await send(server, 'GET', '/bucket')).text, 'ChecksumAlgorithm')).toEqual([algorithm])
  })

  test('that is wrong keeps the object from being written', async () => {
    const server = await startServer()
    const headers = { [header]: checksum(algorithm, Buffer.from('other')) }
    expect(await send(server, 'PUT', '/bucket/key', { body, headers })).toMatchObject({
      status: 400,
      code: 'BadDigest',
    })
    expect(await send(server, 'PUT', '/bucket/key', { body, headers: { [header]: 'AAAA' } })).toMatchObject({
      code: 'InvalidRequest',
    })
    expect((await send(server, 'GET', '/bucket/key')).code).toBe('NoSuchKey')
  })

  test('may come after the body', async () => {
    const server = await startServer()
    const put = await send(server, 'PUT', '/bucket/key', {
      body: encoded(checksum(algorithm)),
      headers: chunked,
    })
    expect(put).toMatchObject({ status: 200, headers: { [header]: checksum(algorithm) } })
    const got = await send(server, 'GET', '/bucket/key')
    expect(got.text).toBe(body.toString())
    expect(got.headers['content-encoding']).toBeUndefined()
    const wrong = encoded(checksum(algorithm, Buffer.from('other')))
    expect((await send(server, 'PUT', '/bucket/key', { body: wrong, headers: chunked })).code).toBe(
      'BadDigest',
    )
  })
})

describe('digests', () => {
  test.each([
    [
      'Content-MD5 of other bytes',
      { 'content-md5': md5(Buffer.from('other')).toString('base64') },
      400,
      'BadDigest',
    ],
    ['Content-MD5 that is none', { 'content-md5': 'nonsense' }, 400, 'InvalidDigest'],
    ['Content-MD5 in hex', { 'content-md5': md5(body).toString('hex') }, 400, 'InvalidDigest'],
    ['another signed hash', { 'x-amz-content-sha256': '0'.repeat(64) }, 400, 'XAmzContentSHA256Mismatch'],
    [
      'two checksums',
      { 'x-amz-checksum-crc32': checksum('CRC32'), 'x-amz-checksum-sha1': checksum('SHA1') },
      400,
      'InvalidRequest',
    ],
    ['an algorithm without its checksum', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 400, 'InvalidRequest'],
    [
      'an algorithm with another’s checksum',
      { 'x-amz-sdk-checksum-algorithm': 'CRC32', 'x-amz-checksum-sha1': checksum('SHA1') },
      400,
      'InvalidRequest',
    ],
    ['an algorithm nobody knows', { 'x-amz-sdk-checksum-algorithm': 'CRC31' }, 400, 'InvalidRequest'],
  ])('%s: refused, and nothing written', async (_, headers: Record<string, string>, status, code) => {
    const server = await startServer()
    expect(await send(server, 'PUT', '/bucket/key', { body, headers })).toMatchObject({ status, code })
    expect((await send(server, 'GET', '/bucket/key')).code).toBe('NoSuchKey')
  })

  test('a Content-MD5 that is right is taken, an unsigned body too', async () => {
    const server = await startServer()
    const headers = {
      'content-md5': md5(body).toString('base64'),
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    }
    expect((await send(server, 'PUT', '/bucket/key', { body, headers })).status).toBe(200)
  })
})

test('a body has to say its length', async () => {
  const server = await startServer()
  const headers = { 'transfer-encoding': 'chunked', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
  expect(await send(server, 'PUT', '/bucket/key', { body, headers })).toMatchObject({
    status: 501,
    code: 'NotImplemented',
  })
  const unannounced = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' }
  expect(await send(server, 'PUT', '/bucket/key', { body, headers: unannounced })).toMatchObject({
    status: 411,
    code: 'MissingContentLength',
  })
  const huge = {
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': String(5 * 1024 ** 3 + 1),
  }
  expect((await send(server, 'PUT', '/bucket/key', { body, headers: huge })).code).toBe('EntityTooLarge')
})

test('properties come back with the object', async () => {
  const server = await startServer()
  const headers = {
    'cache-control': 'no-cache',
    'content-disposition': 'attachment; filename="x"',
    'content-encoding': 'gzip',
    'content-language': 'de',
    'content-type': 'text/plain; charset=utf-8',
    expires: 'Wed, 21 Oct 2015 07:28:00 GMT',
    'x-amz-meta-one': '1',
    'x-amz-meta-mixed-case': 'Kept',
    'x-amz-storage-class': 'STANDARD_IA',
  }
  await send(server, 'PUT', '/bucket/key', { body, headers: { ...headers, 'x-amz-tagging': 'a=1&b=2' } })
  const expected = { ...headers, 'x-amz-tagging-count': '2', 'accept-ranges': 'bytes' }
  expect((await send(server, 'GET', '/bucket/key')).headers).toMatchObject(expected)
  expect((await send(server, 'HEAD', '/bucket/key')).headers).toMatchObject(expected)
  await send(server, 'PUT', '/bucket/key', { body })
  const replaced = (await send(server, 'HEAD', '/bucket/key')).headers
  expect(replaced).toMatchObject({ 'content-type': 'binary/octet-stream' })
  expect(
    Object.keys(replaced).filter((name) => /^x-amz-(meta|storage|tagging)|^cache|^expires/.test(name)),
  ).toEqual([])
})

const weirdKeys = [
  '..',
  '../x',
  '../../etc/passwd',
  'a/../b',
  '.',
  './a',
  'a//b',
  '//',
  '/lead',
  'trail/',
  ' ',
  'trailing ',
  ' leading',
  '\n',
  '\r',
  '\t',
  '\u0001',
  '\u007f',
  '\ufeffbom',
  '\ufffe',
  'a+b',
  'a b',
  '100%',
  '%2B',
  '%zz',
  '&amp;',
  '<>"\'',
  '?#;=@,',
  '～',
  '😀',
  'é',
  'e\u0301',
  '-x',
  '~',
  '*',
  'con',
  'x'.repeat(1024),
  '😀'.repeat(256),
]

test('any key is kept as it is, apart from all others', async () => {
  const server = await startServer()
  for (const key of weirdKeys)
    expect((await send(server, 'PUT', targetOf('bucket', key), { body: key })).status).toBe(200)
  for (const key of weirdKeys) expect((await send(server, 'GET', targetOf('bucket', key))).text).toBe(key)
  const listing = await send(server, 'GET', '/bucket?list-type=2&encoding-type=url')
  const listed = texts(listing.text, 'Key').map((key) => decodeURIComponent(key.replaceAll('+', ' ')))
  expect(listed).toEqual([...weirdKeys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
  for (const key of weirdKeys)
    expect((await send(server, 'DELETE', targetOf('bucket', key))).status).toBe(204)
  expect(texts((await send(server, 'GET', '/bucket?list-type=2')).text, 'KeyCount')).toEqual(['0'])
})

test.each([
  [`/bucket/${'x'.repeat(1025)}`, 'KeyTooLongError'],
  [`/bucket/${'%C3%A9'.repeat(513)}`, 'KeyTooLongError'],
  ['/bucket/a%00b', 'InvalidURI'],
  ['/bucket/a%FFb', 'InvalidURI'],
  ['/absent/key', 'NoSuchBucket'],
])('a PUT to %s is refused', async (target, code) => {
  const server = await startServer()
  // A path that can't be decoded can't be signed either: it is refused before that.
  const put = target.includes('%00') || target.includes('%FF') ? rawPut : send
  expect((await put(server, 'PUT', target)).code).toBe(code)
})

async function rawPut(
  server: { endpoint: string },
  method: string,
  target: string,
): Promise<{ code: string | undefined }> {
  const reply = await fetch(server.endpoint + target, { method })
  return { code: /<Code>(\w+)</.exec(await reply.text())?.[1] }
}

describe('a conditional write', () => {
  test('creates only, or replaces only what was seen', async () => {
    const server = await startServer()
    const put = (
      headers: Record<string, string>,
      content: string,
    ): Promise<{ status: number; code: string | undefined }> =>
      send(server, 'PUT', '/bucket/key', { body: content, headers })
    expect(await put({ 'if-match': `"${md5(body).toString('hex')}"` }, 'x')).toMatchObject({
      status: 404,
      code: 'NoSuchKey',
    })
    expect(await put({ 'if-none-match': '*' }, body.toString())).toMatchObject({ status: 200 })
    expect(await put({ 'if-none-match': '*' }, 'x')).toMatchObject({
      status: 412,
      code: 'PreconditionFailed',
    })
    expect(await put({ 'if-match': '"00000000000000000000000000000000"' }, 'x')).toMatchObject({
      status: 412,
    })
    expect((await send(server, 'GET', '/bucket/key')).text).toBe(body.toString())
    expect(await put({ 'if-match': `"${md5(body).toString('hex')}"` }, 'two')).toMatchObject({ status: 200 })
    expect(await put({ 'if-match': md5(Buffer.from('two')).toString('hex') }, 'three')).toMatchObject({
      status: 200,
    })
    expect((await send(server, 'GET', '/bucket/key')).text).toBe('three')
  })

  test('of many at once succeeds once', async () => {
    const server = await startServer()
    const puts = Array.from({ length: 10 }, (_, i) =>
      send(server, 'PUT', '/bucket/key', {
        body: Buffer.alloc(50_000, String(i)),
        headers: { 'if-none-match': '*' },
      }),
    )
    const statuses = (await Promise.all(puts)).map(({ status }) => status).sort()
    expect(statuses).toEqual([200, ...Array<number>(9).fill(412)])
  })
})

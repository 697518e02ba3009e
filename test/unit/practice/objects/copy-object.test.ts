import { describe, expect, test } from 'vitest'
import { send, startServer, targetOf, texts } from '../practice-client.ts'
import { encodeUri } from '../../../../main/practice/uri.ts'

const large = Buffer.alloc(100_000, 'large')

function from(
  source: string,
  headers: Readonly<Record<string, string>> = {},
): { headers: Record<string, string> } {
  return { headers: { 'x-amz-copy-source': source, ...headers } }
}

test.each(['plain', 'a b', 'a+b', '%2B', '100%', 'é～😀', 'a//b', '../x', '?versionId=x', 'line\nend'])(
  'a copy finds the key %j, decoded once',
  async (key) => {
    const server = await startServer({ buckets: ['bucket', 'other'] })
    const put = await send(server, 'PUT', targetOf('bucket', key), { body: large })
    const copied = await send(server, 'PUT', targetOf('other', key), from(`bucket/${encodeUri(key)}`))
    expect(copied).toMatchObject({ status: 200 })
    expect(texts(copied.text, 'ETag')).toEqual([put.headers.etag?.replaceAll('"', '&quot;')])
    expect((await send(server, 'GET', targetOf('other', key))).bytes.equals(large)).toBe(true)
  },
)

test('properties are copied or replaced, as the directives say', async () => {
  const server = await startServer()
  const original = {
    'content-type': 'text/plain',
    'x-amz-meta-a': '1',
    'x-amz-tagging': 't=1',
    'x-amz-storage-class': 'STANDARD_IA',
  }
  await send(server, 'PUT', '/bucket/key', { body: 'content', headers: original })

  await send(
    server,
    'PUT',
    '/bucket/copied',
    from('bucket/key', { 'content-type': 'image/png', 'x-amz-meta-b': '2', 'x-amz-tagging': 'u=1&v=2' }),
  )
  const copied = (await send(server, 'HEAD', '/bucket/copied')).headers
  expect(copied).toMatchObject({
    'content-type': 'text/plain',
    'x-amz-meta-a': '1',
    'x-amz-tagging-count': '1',
  })
  expect(copied['x-amz-meta-b']).toBeUndefined()
  expect(copied['x-amz-storage-class']).toBeUndefined()

  const replace = { 'x-amz-metadata-directive': 'REPLACE', 'x-amz-tagging-directive': 'REPLACE' }
  await send(
    server,
    'PUT',
    '/bucket/replaced',
    from('bucket/key', { ...replace, 'x-amz-meta-b': '2', 'x-amz-tagging': 'u=1&v=2' }),
  )
  const replaced = (await send(server, 'HEAD', '/bucket/replaced')).headers
  expect(replaced).toMatchObject({
    'content-type': 'binary/octet-stream',
    'x-amz-meta-b': '2',
    'x-amz-tagging-count': '2',
  })
  expect(replaced['x-amz-meta-a']).toBeUndefined()
  expect(
    (await send(server, 'PUT', '/bucket/x', from('bucket/key', { 'x-amz-metadata-directive': 'MERGE' })))
      .code,
  ).toBe('InvalidArgument')
})

describe('a copy onto itself', () => {
  test.each([
    [{}, 400],
    [{ 'x-amz-acl': 'private' }, 400],
    [{ 'x-amz-metadata-directive': 'COPY' }, 400],
    [{ 'x-amz-metadata-directive': 'REPLACE' }, 200],
    [{ 'x-amz-storage-class': 'STANDARD' }, 200],
    [{ 'x-amz-server-side-encryption': 'AES256' }, 200],
    [{ 'x-amz-website-redirect-location': '/x' }, 200],
    [{ 'x-amz-checksum-algorithm': 'SHA256' }, 200],
  ])('with %j is answered %i', async (headers: Record<string, string>, status) => {
    const server = await startServer()
    await send(server, 'PUT', '/bucket/key', { body: large })
    expect(await send(server, 'PUT', '/bucket/key', from('/bucket/key', headers))).toMatchObject({ status })
    expect((await send(server, 'GET', '/bucket/key')).bytes.equals(large)).toBe(true)
  })
})

test('the source’s conditions, and those of the destination, are checked', async () => {
  const server = await startServer()
  const { headers } = await send(server, 'PUT', '/bucket/key', { body: 'content' })
  const etag = headers.etag ?? ''
  const copy = (more: Record<string, string>): Promise<object> =>
    send(server, 'PUT', '/bucket/copy', from('bucket/key', more))
  const modified = (await send(server, 'HEAD', '/bucket/key')).headers['last-modified'] ?? ''
  const past = new Date(0).toUTCString()
  expect(await copy({ 'x-amz-copy-source-if-match': '"x"' })).toMatchObject({ status: 412 })
  expect(await copy({ 'x-amz-copy-source-if-none-match': etag })).toMatchObject({ status: 412 })
  expect(await copy({ 'x-amz-copy-source-if-unmodified-since': past })).toMatchObject({ status: 412 })
  expect(await copy({ 'x-amz-copy-source-if-modified-since': modified })).toMatchObject({ status: 412 })
  expect(await copy({ 'if-match': etag })).toMatchObject({ status: 404, code: 'NoSuchKey' })
  expect(
    await copy({
      'x-amz-copy-source-if-match': etag,
      'x-amz-copy-source-if-unmodified-since': past,
      'if-none-match': '*',
    }),
  ).toMatchObject({ status: 200 })
  expect(await copy({ 'if-none-match': '*' })).toMatchObject({ status: 412 })
  expect(await copy({ 'if-match': '"x"' })).toMatchObject({ status: 412 })
  expect(await copy({ 'if-match': etag })).toMatchObject({ status: 200 })
})

test('a copy keeps the algorithm of its source, or the one it is asked for', async () => {
  const server = await startServer()
  await send(server, 'PUT', '/bucket/key', {
    body: '123456789',
    headers: { 'x-amz-checksum-crc32': 'y/Q5Jg==' },
  })
  expect(texts((await send(server, 'PUT', '/bucket/a', from('bucket/key'))).text, 'ChecksumCRC32')).toEqual([
    'y/Q5Jg==',
  ])
  const other = await send(
    server,
    'PUT',
    '/bucket/b',
    from('bucket/key', { 'x-amz-checksum-algorithm': 'CRC32C' }),
  )
  expect(texts(other.text, 'ChecksumCRC32C')).toEqual(['4waSgw=='])
  expect(
    (await send(server, 'PUT', '/bucket/c', from('bucket/key', { 'x-amz-checksum-algorithm': 'MD4' }))).code,
  ).toBe('InvalidRequest')
})

test.each([
  ['absent/key', 404, 'NoSuchBucket'],
  ['bucket/absent', 404, 'NoSuchKey'],
  ['bucket', 400, 'InvalidArgument'],
  ['bucket/key?versionId=nonsense', 400, 'InvalidArgument'],
])('a copy of %s is refused', async (source, status, code) => {
  const server = await startServer()
  await send(server, 'PUT', '/bucket/key', { body: 'content' })
  expect(await send(server, 'PUT', '/bucket/copy', from(source))).toMatchObject({ status, code })
})

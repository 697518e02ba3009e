import { describe, expect, test } from 'vitest'
import { send, startServer } from '../practice-client.ts'

const digits = '0123456789'

test('a range is answered as 206 with its place', async () => {
  const server = await startServer()
  await send(server, 'PUT', '/bucket/key', { body: digits })
  const range = (value: string): Promise<object> =>
    send(server, 'GET', '/bucket/key', { headers: { range: value } })
  expect(await range('bytes=2-4')).toMatchObject({
    status: 206,
    text: '234',
    headers: { 'content-range': 'bytes 2-4/10', 'content-length': '3' },
  })
  expect(await range('bytes=-3')).toMatchObject({
    status: 206,
    text: '789',
    headers: { 'content-range': 'bytes 7-9/10' },
  })
  expect(await range('bytes=0-100')).toMatchObject({
    status: 206,
    text: digits,
    headers: { 'content-range': 'bytes 0-9/10' },
  })
  expect(await range('bytes=4-2')).toMatchObject({ status: 200, text: digits })
  expect(await range('bytes=10-')).toMatchObject({
    status: 416,
    code: 'InvalidRange',
    headers: { 'content-range': 'bytes */10' },
  })
  const head = await send(server, 'HEAD', '/bucket/key', { headers: { range: 'bytes=2-4' } })
  expect(head).toMatchObject({
    status: 206,
    text: '',
    headers: { 'content-range': 'bytes 2-4/10', 'content-length': '3' },
  })
})

test('a range of a large object comes from its file', async () => {
  const server = await startServer()
  const body = Buffer.from(Array.from({ length: 30_000 }, (_, i) => String(i)).join(','))
  await send(server, 'PUT', '/bucket/key', { body })
  for (const [first, last] of [
    [0, 0],
    [99_999, 100_010],
    [body.length - 1, body.length - 1],
  ] as const) {
    const headers = { range: `bytes=${String(first)}-${String(last)}` }
    const got = await send(server, 'GET', '/bucket/key', { headers })
    expect(got.bytes.equals(body.subarray(first, last + 1))).toBe(true)
  }
})

test('a checksum is given only of what it covers', async () => {
  const server = await startServer()
  await send(server, 'PUT', '/bucket/key', { body: digits })
  const get = async (range?: string): Promise<unknown> => {
    const headers = { 'x-amz-checksum-mode': 'ENABLED', ...(range === undefined ? {} : { range }) }
    return (await send(server, 'GET', '/bucket/key', { headers })).headers['x-amz-checksum-crc64nvme']
  }
  expect(await get()).toBeTypeOf('string')
  expect(await get('bytes=0-')).toBeTypeOf('string')
  expect(await get('bytes=0-8')).toBeUndefined()
})

test('the first part of an object put whole is all of it', async () => {
  const server = await startServer()
  await send(server, 'PUT', '/bucket/key', { body: digits })
  const first = await send(server, 'GET', '/bucket/key?partNumber=1')
  expect(first).toMatchObject({ status: 206, text: digits, headers: { 'content-range': 'bytes 0-9/10' } })
  expect(first.headers['x-amz-mp-parts-count']).toBeUndefined()
  expect(await send(server, 'GET', '/bucket/key?partNumber=2')).toMatchObject({
    status: 416,
    code: 'InvalidPartNumber',
  })
  expect(await send(server, 'GET', '/bucket/key?partNumber=0')).toMatchObject({
    status: 400,
    code: 'InvalidArgument',
  })
  const both = await send(server, 'GET', '/bucket/key?partNumber=1', { headers: { range: 'bytes=0-1' } })
  expect(both).toMatchObject({ status: 400, code: 'InvalidRequest' })
})

test('conditions are answered 304 and 412', async () => {
  const server = await startServer()
  const { headers } = await send(server, 'PUT', '/bucket/key', { body: digits })
  const etag = headers.etag ?? ''
  const get = (condition: Record<string, string>): Promise<object> =>
    send(server, 'GET', '/bucket/key', { headers: condition })
  expect(await get({ 'if-match': etag })).toMatchObject({ status: 200, text: digits })
  expect(await get({ 'if-match': '"x"' })).toMatchObject({ status: 412, code: 'PreconditionFailed' })
  const unchanged = await get({ 'if-none-match': etag })
  expect(unchanged).toMatchObject({ status: 304, text: '', headers: { etag } })
  expect(unchanged).toHaveProperty(['headers', 'last-modified'])
  const modified = (await send(server, 'HEAD', '/bucket/key')).headers['last-modified'] ?? ''
  expect(await get({ 'if-modified-since': modified })).toMatchObject({ status: 304 })
  expect(await send(server, 'GET', '/bucket/absent', { headers: { 'if-match': etag } })).toMatchObject({
    status: 404,
  })
})

describe('headers asked for by parameters', () => {
  test('replace those of the object', async () => {
    const server = await startServer()
    await send(server, 'PUT', '/bucket/key', { body: digits, headers: { 'content-type': 'text/plain' } })
    const query =
      'response-content-type=image%2Fpng&response-cache-control=max-age%3D74&response-content-disposition=attachment' +
      '&response-content-encoding=identity&response-content-language=de&response-expires=never'
    expect((await send(server, 'GET', `/bucket/key?${query}`)).headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'max-age=74',
      'content-disposition': 'attachment',
      'content-encoding': 'identity',
      'content-language': 'de',
      expires: 'never',
    })
  })

  test.each(['%E2%80%94', 'a%0D%0AX-Injected:%201'])('with the value %s are refused', async (value) => {
    const server = await startServer()
    await send(server, 'PUT', '/bucket/key', { body: digits })
    expect(await send(server, 'GET', `/bucket/key?response-content-type=${value}`)).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
    })
  })
})

test.each(['GLACIER', 'DEEP_ARCHIVE'])(
  'an object in %s is described, but not read or copied',
  async (storageClass) => {
    const server = await startServer()
    await send(server, 'PUT', '/bucket/key', {
      body: digits,
      headers: { 'x-amz-storage-class': storageClass },
    })
    expect((await send(server, 'HEAD', '/bucket/key')).headers).toMatchObject({
      'x-amz-storage-class': storageClass,
    })
    expect(await send(server, 'GET', '/bucket/key')).toMatchObject({
      status: 403,
      code: 'InvalidObjectState',
    })
    const copy = await send(server, 'PUT', '/bucket/copy', { headers: { 'x-amz-copy-source': 'bucket/key' } })
    expect(copy).toMatchObject({ status: 403, code: 'InvalidObjectState' })
  },
)

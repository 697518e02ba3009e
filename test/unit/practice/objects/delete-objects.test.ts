import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PracticeServer } from '../../../../main/practice/index.ts'
import type { Answer } from '../practice-client.ts'
import { send, startServer, texts } from '../practice-client.ts'

function deleteObjects(
  server: PracticeServer,
  body: string,
  headers?: Record<string, string>,
): Promise<Answer> {
  const md5 = createHash('md5').update(body).digest('base64')
  return send(server, 'POST', '/bucket?delete', { body, headers: headers ?? { 'content-md5': md5 } })
}

function named(keys: readonly string[], more = ''): string {
  const objects = keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('')
  return `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${objects}${more}</Delete>`
}

test('each key is deleted and named, whether it was there or not', async () => {
  const server = await startServer()
  for (const key of ['a', 'b', 'c']) await send(server, 'PUT', `/bucket/${key}`, { body: key })
  const deleted = await deleteObjects(server, named(['a', 'c', 'absent']))
  expect(deleted.status).toBe(200)
  expect(texts(deleted.text, 'Key')).toEqual(['a', 'c', 'absent'])
  expect(deleted.text).not.toContain('<Error>')
  expect(texts((await send(server, 'GET', '/bucket')).text, 'Key')).toEqual(['b'])
})

test('a quiet one names only what failed', async () => {
  const server = await startServer()
  await send(server, 'PUT', '/bucket/a', { body: 'a' })
  await send(server, 'PUT', '/bucket/b', { body: 'b' })
  const objects = '<Object><Key>a</Key></Object><Object><Key>b</Key><ETag>"x"</ETag></Object>'
  const deleted = await deleteObjects(server, `<Delete><Quiet>true</Quiet>${objects}</Delete>`)
  expect(deleted.text).not.toContain('<Deleted>')
  expect(texts(deleted.text, 'Key')).toEqual(['b'])
  expect(texts(deleted.text, 'Code')).toEqual(['PreconditionFailed'])
  expect(texts((await send(server, 'GET', '/bucket')).text, 'Key')).toEqual(['b'])
})

test('keys come as XML has them', async () => {
  const server = await startServer()
  for (const target of ['/bucket/%26%3C', '/bucket/a%0Db', '/bucket/%20', '/bucket/%F0%9F%98%80'])
    await send(server, 'PUT', target)
  await deleteObjects(server, named(['&amp;&lt;', 'a&#xD;b', ' ', '😀']))
  expect(texts((await send(server, 'GET', '/bucket')).text, 'Key')).toEqual([])
})

describe('a request is refused as a whole', () => {
  test.each([
    ['for a control character in a key', named(['a', '&#1;']), 'MalformedXML'],
    ['for an empty key', named(['']), 'MalformedXML'],
    ['without keys', named([]), 'MalformedXML'],
    ['with 1,001 keys', named(Array<string>(1001).fill('a')), 'MalformedXML'],
    [
      'for what is for directory buckets',
      '<Delete><Object><Key>a</Key><Size>1</Size></Object></Delete>',
      'NotImplemented',
    ],
    ['for another document', '<Tagging/>', 'MalformedXML'],
  ])('%s', async (_, body, code) => {
    const server = await startServer()
    await send(server, 'PUT', '/bucket/a', { body: 'a' })
    expect((await deleteObjects(server, body)).code).toBe(code)
    expect((await send(server, 'GET', '/bucket/a')).text).toBe('a')
  })

  test('without a digest, or with a wrong one', async () => {
    const server = await startServer()
    await send(server, 'PUT', '/bucket/a', { body: 'a' })
    expect((await deleteObjects(server, named(['a']), {})).code).toBe('InvalidRequest')
    expect((await deleteObjects(server, named(['a']), { 'x-amz-checksum-crc32': 'AAAAAA==' })).code).toBe(
      'BadDigest',
    )
    expect((await send(server, 'GET', '/bucket/a')).text).toBe('a')
  })
})

test('1,000 keys go at once', async () => {
  const server = await startServer()
  const keys = Array.from({ length: 1000 }, (_, i) => `key-${String(i)}`)
  for (const key of keys.slice(0, 20)) await send(server, 'PUT', `/bucket/${key}`)
  expect(texts((await deleteObjects(server, named(keys))).text, 'Key')).toEqual(keys)
  expect(texts((await send(server, 'GET', '/bucket')).text, 'Key')).toEqual([])
})

test('a DELETE is conditional, and an absent key no error without a condition', async () => {
  const server = await startServer()
  const { headers } = await send(server, 'PUT', '/bucket/a', { body: 'a' })
  const remove = (condition: Record<string, string>): Promise<Answer> =>
    send(server, 'DELETE', '/bucket/a', { headers: condition })
  expect(await remove({ 'if-match': '"x"' })).toMatchObject({ status: 412, code: 'PreconditionFailed' })
  expect(await remove({ 'x-amz-if-match-size': '1' })).toMatchObject({ status: 501 })
  expect((await send(server, 'GET', '/bucket/a')).status).toBe(200)
  expect(await remove({ 'if-match': headers.etag ?? '' })).toMatchObject({ status: 204, text: '' })
  expect(await remove({ 'if-match': '*' })).toMatchObject({ status: 404, code: 'NoSuchKey' })
  expect(await remove({})).toMatchObject({ status: 204 })
  expect(await send(server, 'DELETE', '/absent/a')).toMatchObject({ status: 404, code: 'NoSuchBucket' })
})

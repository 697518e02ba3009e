import { expect, test } from 'vitest'
import { tagDocument } from '../../../../main/practice/objects/tags.ts'
import { send, startServer, texts } from '../practice-client.ts'

test('tags are set, replaced and removed, and nothing else of the object', async () => {
  const server = await startServer()
  await send(server, 'PUT', '/bucket/key', {
    body: 'content',
    headers: { 'x-amz-tagging': 'a=1', 'x-amz-meta-m': '1' },
  })
  const before = (await send(server, 'HEAD', '/bucket/key')).headers
  expect(texts((await send(server, 'GET', '/bucket/key?tagging')).text, 'Key')).toEqual(['a'])

  const body = tagDocument([
    ['b', '2'],
    ['c', '3'],
  ])
  expect((await send(server, 'PUT', '/bucket/key?tagging', { body })).status).toBe(200)
  const tagged = await send(server, 'GET', '/bucket/key?tagging')
  expect([texts(tagged.text, 'Key'), texts(tagged.text, 'Value')]).toEqual([
    ['b', 'c'],
    ['2', '3'],
  ])
  expect((await send(server, 'HEAD', '/bucket/key')).headers).toMatchObject({
    'x-amz-tagging-count': '2',
    'x-amz-meta-m': '1',
    etag: before.etag,
    'last-modified': before['last-modified'],
  })

  expect((await send(server, 'DELETE', '/bucket/key?tagging')).status).toBe(204)
  expect(texts((await send(server, 'GET', '/bucket/key?tagging')).text, 'Key')).toEqual([])
  expect((await send(server, 'GET', '/bucket/key')).text).toBe('content')
})

test('an absent object has none', async () => {
  const server = await startServer()
  for (const method of ['GET', 'DELETE'])
    expect((await send(server, method, '/bucket/key?tagging')).code).toBe('NoSuchKey')
  expect((await send(server, 'PUT', '/bucket/key?tagging', { body: tagDocument([]) })).code).toBe('NoSuchKey')
  await send(server, 'PUT', '/bucket/key')
  expect((await send(server, 'PUT', '/bucket/key?tagging', { body: '<x/>' })).code).toBe('MalformedXML')
})

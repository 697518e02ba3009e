import { describe, expect, test } from 'vitest'
import type { PracticeServer } from '../../../../main/practice/index.ts'
import { send, startServer, targetOf, texts } from '../practice-client.ts'

const keys = ['B', '_', 'a', 'a-b', 'a.txt', 'a/b', 'a/c/d', 'a0', 'ab', '～', '😀']

async function fill(names: readonly string[]): Promise<PracticeServer> {
  const server = await startServer()
  for (const key of names) await send(server, 'PUT', targetOf('bucket', key), { body: key })
  return server
}

async function list(server: PracticeServer, query: string): Promise<string> {
  return (await send(server, 'GET', `/bucket?${query}`)).text
}

test('a listing has all that proves it whole, an empty one too', async () => {
  const server = await startServer()
  const empty = await list(server, 'list-type=2')
  expect(empty).toContain('<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">')
  expect(['Name', 'Prefix', 'KeyCount', 'MaxKeys', 'IsTruncated'].map((name) => texts(empty, name))).toEqual([
    ['bucket'],
    [''],
    ['0'],
    ['1000'],
    ['false'],
  ])
  expect(empty).not.toMatch(/<Delimiter>|<EncodingType>|<StartAfter>|Token>/)
})

test('objects are listed in the order of UTF-8 bytes, with time, ETag, size and class', async () => {
  const server = await fill(keys)
  const listing = await list(server, 'list-type=2')
  expect(texts(listing, 'Key')).toEqual(keys)
  expect(texts(listing, 'Size')).toEqual(keys.map((key) => String(Buffer.byteLength(key))))
  expect(texts(listing, 'StorageClass')).toEqual(keys.map(() => 'STANDARD'))
  expect(texts(listing, 'ETag').every((etag) => /^&quot;[\da-f]{32}&quot;$/.test(etag))).toBe(true)
  expect(
    texts(listing, 'LastModified').every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/.test(time)),
  ).toBe(true)
  expect(listing).not.toContain('<Owner>')
  expect(texts(await list(server, 'list-type=2&fetch-owner=true'), 'ID')).toHaveLength(keys.length)
})

describe('pages', () => {
  test.each([1, 2, 3, 10, 11, 12])('of %i, one after another, give everything once', async (size) => {
    const server = await fill(keys)
    for (const more of ['', '&delimiter=%2F', '&encoding-type=url', '&start-after=a-b', '&prefix=a%2F']) {
      const whole = await list(server, `list-type=2${more}`)
      const seen = { Key: [] as string[], Prefix: [] as string[], count: 0 }
      let token = ''
      for (let page = 0; page < 20; page++) {
        const text = await list(server, `list-type=2&max-keys=${String(size)}${more}${token}`)
        seen.Key.push(...texts(text, 'Key'))
        seen.Prefix.push(...texts(text, 'Prefix').slice(1))
        seen.count += Number(texts(text, 'KeyCount')[0])
        if (texts(text, 'IsTruncated')[0] === 'false') break
        token = `&continuation-token=${encodeURIComponent(texts(text, 'NextContinuationToken')[0] ?? '')}`
      }
      expect(seen.Key).toEqual(texts(whole, 'Key'))
      expect(seen.Prefix).toEqual(texts(whole, 'Prefix').slice(1))
      expect(seen.count).toBe(Number(texts(whole, 'KeyCount')[0]))
    }
  })

  test('go on where the last ended, though keys came and went between', async () => {
    const server = await fill(['a', 'b', 'c', 'd'])
    const first = await list(server, 'list-type=2&max-keys=2')
    await send(server, 'DELETE', '/bucket/b')
    await send(server, 'PUT', '/bucket/aa')
    await send(server, 'PUT', '/bucket/bb')
    const token = encodeURIComponent(texts(first, 'NextContinuationToken')[0] ?? '')
    const second = await list(server, `list-type=2&continuation-token=${token}&start-after=x`)
    expect(texts(second, 'Key')).toEqual(['bb', 'c', 'd'])
    expect(texts(second, 'StartAfter')).toEqual(['x'])
    expect(texts(second, 'ContinuationToken')).toHaveLength(1)
  })

  test('of nothing are not truncated', async () => {
    const server = await fill(['a'])
    const none = await list(server, 'list-type=2&max-keys=0')
    expect([texts(none, 'Key'), texts(none, 'IsTruncated'), texts(none, 'MaxKeys')]).toEqual([
      [],
      ['false'],
      ['0'],
    ])
  })
})

test('common prefixes stand apart from keys, and count with them', async () => {
  const server = await fill(keys)
  const listing = await list(server, 'list-type=2&delimiter=%2F&prefix=a')
  expect(texts(listing, 'Key')).toEqual(['a', 'a-b', 'a.txt', 'a0', 'ab'])
  expect(texts(listing, 'Prefix')).toEqual(['a', 'a/'])
  expect(texts(listing, 'KeyCount')).toEqual(['6'])
  expect(texts(listing, 'Delimiter')).toEqual(['/'])
  expect(texts(await list(server, 'list-type=2&delimiter='), 'Delimiter')).toEqual([])
})

test('names are encoded where it was asked for, all of them', async () => {
  const server = await fill(['dir +%/a b', 'dir +%/😀'])
  const encoded = await list(server, 'list-type=2&encoding-type=url&prefix=dir%20%2B&start-after=a%20b')
  expect(texts(encoded, 'Key')).toEqual(['dir+%2B%25/a+b', 'dir+%2B%25/%F0%9F%98%80'])
  expect(texts(encoded, 'Prefix')).toEqual(['dir+%2B'])
  expect(texts(encoded, 'StartAfter')).toEqual(['a+b'])
  expect(texts(encoded, 'EncodingType')).toEqual(['url'])
  const rolled = await list(server, 'list-type=2&encoding-type=url&delimiter=%25%2F')
  expect([texts(rolled, 'Delimiter'), texts(rolled, 'Prefix')]).toEqual([['%25/'], ['', 'dir+%2B%25/']])
})

test('without encoding, what XML can’t hold is written as references', async () => {
  const server = await fill(['a\u0001', '\n', '&<>"'])
  const listing = await list(server, 'list-type=2')
  expect(texts(listing, 'Key')).toEqual(['&#xa;', '&amp;&lt;&gt;&quot;', 'a&#x1;'])
})

describe('the first version of the listing', () => {
  test('names its marker, and the next one where there is a delimiter', async () => {
    const server = await fill(keys)
    const first = await list(server, 'max-keys=6&delimiter=%2F')
    expect(texts(first, 'Key')).toEqual(['B', '_', 'a', 'a-b', 'a.txt'])
    expect([texts(first, 'Marker'), texts(first, 'NextMarker'), texts(first, 'Prefix')]).toEqual([
      [''],
      ['a/'],
      ['', 'a/'],
    ])
    expect(first).not.toContain('KeyCount')
    expect(texts(first, 'ID')).toHaveLength(5)
    expect(texts(await list(server, 'marker=a%2F&delimiter=%2F'), 'Key')).toEqual(['a0', 'ab', '～', '😀'])
    expect(texts(await list(server, 'marker=a%2F'), 'Key')).toEqual(['a/b', 'a/c/d', 'a0', 'ab', '～', '😀'])
    expect(texts(await list(server, 'max-keys=2'), 'NextMarker')).toEqual([])
    expect(texts(await list(server, 'list-type=1&max-keys=2'), 'Marker')).toEqual([''])
  })
})

test.each([
  ['list-type=2&max-keys=-1', 'InvalidArgument'],
  ['list-type=2&max-keys=x', 'InvalidArgument'],
  ['list-type=2&encoding-type=x', 'InvalidArgument'],
  ['list-type=2&continuation-token=', 'InvalidArgument'],
  ['list-type=2&continuation-token=%21', 'InvalidArgument'],
])('a listing with %s is refused', async (query, code) => {
  const server = await startServer()
  expect(await send(server, 'GET', `/bucket?${query}`)).toMatchObject({ status: 400, code })
})

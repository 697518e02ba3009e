import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { startSyntheticLister } from '../../fakes/synthetic-lister.ts'
import { SyntheticListing, keyAt } from '../../fakes/synthetic-lister-pages.ts'

const all = (xml: string, field: string) =>
  [...xml.matchAll(new RegExp(`<${field}>([^<]*)</${field}>`, 'g'))].map((m) => m[1])
const one = (xml: string, field: string) => all(xml, field)[0]

/** Every page of a listing, following its tokens. */
function pages(listing: SyntheticListing, bucket: string, query: Record<string, string> = {}): string[] {
  const found = [listing.page(bucket, new URLSearchParams(query))]
  for (;;) {
    const token = one(found.at(-1) ?? '', 'NextContinuationToken')
    if (token === undefined) return found
    found.push(listing.page(bucket, new URLSearchParams({ ...query, 'continuation-token': token })))
  }
}

test('every key is listed once, in byte order, a thousand to a page', () => {
  const found = pages(new SyntheticListing(2500, 0), 'b')
  const keys = found.flatMap((page) => all(page, 'Key'))
  expect(found.map((page) => one(page, 'KeyCount'))).toEqual(['1000', '1000', '500'])
  expect(found.map((page) => one(page, 'IsTruncated'))).toEqual(['true', 'true', 'false'])
  expect(keys).toEqual(Array.from({ length: 2500 }, (_, n) => keyAt(n)))
  expect(keys).toEqual(keys.toSorted())
})

test('a page carries all that proves a listing', () => {
  const page = new SyntheticListing(3, 0).page(
    'b',
    new URLSearchParams({ prefix: 'data/', 'encoding-type': 'url' }),
  )
  expect(
    ['Name', 'Prefix', 'KeyCount', 'IsTruncated', 'EncodingType'].map((field) => one(page, field)),
  ).toEqual(['b', 'data/', '3', 'false', 'url'])
  for (const field of ['LastModified', 'ETag', 'Size', 'StorageClass'])
    expect(all(page, field)).toHaveLength(3)
})

test('a prefix, a start and a page size narrow a page', () => {
  const listing = new SyntheticListing(30_000, 0)
  const keys = (query: Record<string, string>) =>
    pages(listing, 'b', query).flatMap((page) => all(page, 'Key'))
  expect(keys({ prefix: 'data/00001/' })).toHaveLength(10_000)
  expect(keys({ prefix: 'data/00001/' })[0]).toBe(keyAt(10_000))
  expect(keys({ prefix: 'nothing/' })).toEqual([])
  expect(keys({ 'start-after': keyAt(29_997) })).toEqual([keyAt(29_998), keyAt(29_999)])
  expect(all(listing.page('b', new URLSearchParams({ 'max-keys': '7' })), 'Key')).toHaveLength(7)
})

test('a delimiter rolls folders up, and they count as keys', () => {
  const page = new SyntheticListing(30_000, 0).page(
    'b',
    new URLSearchParams({ prefix: 'data/', delimiter: '/' }),
  )
  expect(all(page.slice(page.indexOf('<CommonPrefixes>')), 'Prefix')).toEqual([
    'data/00000/',
    'data/00001/',
    'data/00002/',
  ])
  expect([one(page, 'KeyCount'), one(page, 'IsTruncated')]).toEqual(['3', 'false'])
})

test.each([0, 1, 3, 7, 1000])('exactly %i keys of the bucket "other" differ in size', (differ) => {
  const listing = new SyntheticListing(1000, differ)
  const sizes = all(listing.page('b', new URLSearchParams()), 'Size')
  const others = all(listing.page('other', new URLSearchParams()), 'Size')
  expect(sizes.filter((size, n) => size !== others[n])).toHaveLength(differ)
})

test('over HTTP: pages, buckets, and objects whose bytes match their ETag', async () => {
  const lister = await startSyntheticLister({ keys: 20, differ: 20 })
  try {
    expect((await fetch(`${lister.endpoint}/b`, { method: 'HEAD' })).status).toBe(200)
    expect(all(await (await fetch(`${lister.endpoint}/`)).text(), 'Name')).toEqual(['one', 'other'])
    const page = await (await fetch(`${lister.endpoint}/other?list-type=2`)).text()
    expect(all(page, 'Key')).toHaveLength(20)
    expect(lister.pages).toBe(1)
    expect((await fetch(`${lister.endpoint}/b`, { method: 'HEAD' })).headers.get('x-pages')).toBe('1')
    const object = await fetch(`${lister.endpoint}/other/${keyAt(3)}`)
    const content = await object.text()
    expect(object.headers.get('etag')).toBe(`"${hash('md5', content)}"`)
    expect(all(page, 'Size')[3]).toBe(String(content.length))
    expect(all(page, 'ETag')[3]).toBe(`&quot;${hash('md5', content)}&quot;`)
    expect((await fetch(`${lister.endpoint}/b/none`)).status).toBe(404)
  } finally {
    await lister.close()
  }
})

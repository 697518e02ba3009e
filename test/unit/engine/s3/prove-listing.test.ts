import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ListQuery } from '../../../../main/engine/s3/object-store.ts'
import { ListingFlaw } from '../../../../main/engine/s3/parse-listing.ts'
import { proveListing } from '../../../../main/engine/s3/prove-listing.ts'

const asked: ListQuery = { bucket: 'bucket', prefix: 'p/' }

type Fields = Readonly<Record<string, string | null>>

const element = ([name, text]: [string, string | null]): string =>
  text === null ? '' : `<${name}>${text}</${name}>`
const elements = (fields: Fields): string => Object.entries(fields).map(element).join('')

/** A good entry, but for what is given; null leaves a field out. */
const entry = (key: string | null, fields: Fields = {}): string =>
  `<Contents>${elements({
    Key: key,
    LastModified: '2026-01-02T03:04:05.678Z',
    ETag: '&quot;9dd4e461268c8034f5c8564e155c67a6&quot;',
    Size: '12',
    ...fields,
  })}</Contents>`

/** A good page of these entries, but for what is given. */
function page(entries: readonly string[], fields: Fields = {}): Buffer {
  return Buffer.from(
    `<ListBucketResult>${elements({
      Name: 'bucket',
      Prefix: 'p/',
      KeyCount: String(entries.length),
      MaxKeys: '1000',
      IsTruncated: 'false',
      ...fields,
    })}${entries.join('')}</ListBucketResult>`,
  )
}

const prove = (body: Buffer, query: Partial<ListQuery> = {}) =>
  proveListing(200, body, { ...asked, ...query })
const keys = (body: Buffer, query: Partial<ListQuery> = {}) =>
  prove(body, query).entries.map(({ key }) => key)

describe('a page that proves to be one', () => {
  test('gives its entries', () => {
    const etag = '9dd4e461268c8034f5c8564e155c67a6'
    const modified = Date.UTC(2026, 0, 2, 3, 4, 5, 678)
    const restore = (fields: Fields) => ({ StorageClass: 'GLACIER', RestoreStatus: elements(fields) })
    expect(
      prove(
        page([
          entry('p/a', { StorageClass: 'STANDARD' }),
          entry('p/b', { Size: '9007199254740991', StorageClass: 'GLACIER', ETag: 'bare-3' }),
          entry('p/c', restore({ IsRestoreInProgress: 'false', RestoreExpiryDate: '2026-02-01T00:00:00Z' })),
          entry('p/d', restore({ IsRestoreInProgress: 'true' })),
        ]),
      ),
    ).toEqual({
      entries: [
        { key: 'p/a', size: 12, modified, etag },
        { key: 'p/b', size: Number.MAX_SAFE_INTEGER, modified, etag: 'bare-3', storageClass: 'GLACIER' },
        { key: 'p/c', size: 12, modified, etag, storageClass: 'GLACIER', restored: true },
        { key: 'p/d', size: 12, modified, etag, storageClass: 'GLACIER', restored: false },
      ],
      folders: [],
      next: null,
    })
  })

  test.each<[string, Buffer, Partial<ListQuery>]>([
    ['without entries', page([]), {}],
    ['without the counts that not every server sends', page([], { KeyCount: null, MaxKeys: null }), {}],
    ['of a whole bucket', page([], { Prefix: '' }), { prefix: '' }],
    [
      'of an access point, under whatever name it has',
      page([], { Name: 'alias' }),
      { bucket: 'arn:aws:s3:eu-west-1:1:accesspoint/ap' },
    ],
    ['with its prefix encoded', page([], { Prefix: 'p+q%2B/', EncodingType: 'url' }), { prefix: 'p q+/' }],
    [
      'with its prefix as it is, where keys are encoded',
      page([], { Prefix: 'p q+/', EncodingType: 'url' }),
      { prefix: 'p q+/' },
    ],
    [
      'with a prefix as it is that could not be decoded',
      page([], { Prefix: '100%/', EncodingType: 'url' }),
      { prefix: '100%/' },
    ],
  ])('may be one %s', (_, body, query) => {
    expect(prove(body, query)).toEqual({ entries: [], folders: [], next: null })
  })

  test('says where the next one is', () => {
    expect(prove(page([entry('p/a')], { IsTruncated: 'true', NextContinuationToken: 't&amp;k' })).next).toBe(
      't&k',
    )
  })

  test('gives folders when it was asked for them', () => {
    const body = page([entry('p/b'), '<CommonPrefixes><Prefix>p/a/</Prefix></CommonPrefixes>'])
    expect(prove(body, { delimiter: '/' })).toMatchObject({ entries: [{ key: 'p/b' }], folders: ['p/a/'] })
  })

  test('goes in UTF-8 byte order, where JavaScript’s own has it the other way round', () => {
    expect(keys(page([entry('p/～'), entry('p/😀')]))).toEqual(['p/～', 'p/😀'])
  })

  test.each([
    ['p/a%20b', 'p/a b'],
    ['p/a+b', 'p/a b'],
    ['p/a%2Bb', 'p/a+b'],
    ['p/a%252Bb', 'p/a%2Bb'],
    ['p/a%25zz', 'p/a%zz'],
    ['p%2F%C3%A9%F0%9F%98%80', 'p/é😀'],
    ['p/x%01y%0A%0D', 'p/x\u0001y\n\r'],
    ["p/~!*()'", "p/~!*()'"],
  ])('has the key of %j as %j, if it says that keys are encoded', (written, key) => {
    expect(keys(page([entry(written)], { EncodingType: 'url' }))).toEqual([key])
    expect(keys(page([entry(written)], { Prefix: '' }), { prefix: '' })).toEqual([written])
  })
})

describe('a page that proves nothing', () => {
  const a = entry('p/a')
  const b = entry('p/b')
  const folder = (prefix: string) => `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`

  test.each<[string, Buffer, RegExp, Partial<ListQuery>?]>([
    ['an empty one', Buffer.alloc(0), /is empty/],
    ['a web page', Buffer.from('<html></html>'), /web page/],
    ['of another bucket', page([a], { Name: 'other' }), /of the bucket "other", not of "bucket"/],
    ['of no bucket', page([a], { Name: null }), /of the bucket missing/],
    [
      'of an access point, without a name',
      page([], { Name: null }),
      /of the bucket missing/,
      { bucket: 'arn:aws:s3:::ap' },
    ],
    ['of another prefix', page([a], { Prefix: '' }), /of the prefix "", not of "p\/"/],
    ['of no prefix', page([], { Prefix: null }), /of the prefix missing/, { prefix: '' }],
    ['that does not say whether it is the last', page([a], { IsTruncated: null }), /IsTruncated is missing/],
    ['that says so in other words', page([a], { IsTruncated: 'True' }), /IsTruncated is "True"/],
    ['with more to come, nowhere', page([a], { IsTruncated: 'true' }), /says there is more, and not where/],
    [
      'with more to come, at an empty token',
      page([a], { IsTruncated: 'true', NextContinuationToken: '' }),
      /not where/,
    ],
    ['the last one, with a next one', page([a], { NextContinuationToken: 't' }), /the last page, and where/],
    ['with fewer keys than announced', page([a], { KeyCount: '2' }), /announces "2" keys and has 1/],
    ['with more keys than announced', page([a, b], { KeyCount: '1' }), /announces "1" keys and has 2/],
    ['with more than there may be', page([a, b], { MaxKeys: '1' }), /has 2 keys where at most 1/],
    ['with more than were asked for', page([a, b]), /has 2 keys where at most 1/, { pageSize: 1 }],
    ['with a limit that is none', page([a], { MaxKeys: 'many' }), /MaxKeys is "many"/],
    ['with folders nobody asked for', page([folder('p/x/')]), /common prefixes nobody asked for/],
    ['with a folder beside the prefix', page([folder('q/')]), /"q\/" is not below/, { delimiter: '/' }],
    ['with a folder without a name', page([folder('')]), /"" is not below/, { delimiter: '/' }],
    [
      'with folders that come again',
      page([folder('p/x/'), folder('p/x/')]),
      /do not ascend/,
      { delimiter: '/' },
    ],
    ['with a key beside the prefix', page([entry('q/a')]), /"q\/a" is not below/],
    ['with a key twice', page([a, a]), /do not ascend: "p\/a" comes after "p\/a"/],
    ['with keys that go back', page([b, a]), /do not ascend/],
    ['with keys in the order of UTF-16', page([entry('p/😀'), entry('p/～')]), /do not ascend/],
    ['with a key that should have been left out', page([a]), /is not after "p\/a"/, { startAfter: 'p/a' }],
    ['with an entry without a key', page([entry(null)]), /without a key/],
    ['with an empty key', page([entry('')]), /without a key/],
    [
      'with a key in bytes that are no UTF-8',
      page([entry('p/%ff')], { EncodingType: 'url' }),
      /not url-encoded UTF-8/,
    ],
    ['with a lone percent sign', page([entry('p/100%')], { EncodingType: 'url' }), /not url-encoded UTF-8/],
    ['with keys in an encoding nobody asked for', page([a], { EncodingType: 'base64' }), /nobody asked for/],
    ['with an entry without a size', page([entry('p/a', { Size: null })]), /Size of "p\/a" is missing/],
    ['with a negative size', page([entry('p/a', { Size: '-1' })]), /Size of "p\/a" is "-1"/],
    ['with half a byte', page([entry('p/a', { Size: '1.5' })]), /Size/],
    ['with a size that numbers can’t hold', page([entry('p/a', { Size: '9007199254740993' })]), /Size/],
    [
      'with an entry without a time',
      page([entry('p/a', { LastModified: null })]),
      /LastModified of "p\/a" is missing/,
    ],
    [
      'with a time in words',
      page([entry('p/a', { LastModified: 'Fri, 02 Jan 2026 03:04:05 GMT' })]),
      /LastModified/,
    ],
    [
      'with a month that is none',
      page([entry('p/a', { LastModified: '2026-13-02T03:04:05Z' })]),
      /LastModified/,
    ],
    [
      'with a time before there was S3',
      page([entry('p/a', { LastModified: '1970-01-01T00:00:00Z' })]),
      /LastModified/,
    ],
    ['with an entry without an ETag', page([entry('p/a', { ETag: null })]), /no ETag/],
    ['with an empty ETag', page([entry('p/a', { ETag: '&quot;&quot;' })]), /no ETag/],
  ])('is one %s', (_, body, why, query = {}) => {
    expect(() => prove(body, query)).toThrow(ListingFlaw)
    expect(() => prove(body, query)).toThrow(why)
  })

  test.each([204, 206, 201])('is one that came with status %i', (status) => {
    expect(() => proveListing(status, page([a]), asked)).toThrow(`its status is ${status}, not 200`)
  })

  test('is one that lost or repeated a run of tags and texts, unless every entry is still there', () => {
    const names = fc.uniqueArray(fc.integer({ min: 1000, max: 9999 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(names, fc.nat(), fc.nat({ max: 30 }), fc.boolean(), (numbers, at, length, repeat) => {
        const listed = numbers.sort((x, y) => x - y).map((n) => `p/${n}`)
        // What a page says of itself stands on both sides of its count: no single cut takes all of it unseen.
        const text = page(listed.map((key) => entry(key))).toString()
        const tokens = text.match(/<[^>]*>|[^<]+/g) ?? []
        const start = at % tokens.length
        const run = tokens.slice(start, start + length)
        const changed = tokens.toSpliced(start, repeat ? 0 : length, ...(repeat ? run : []))
        // A text repeated within itself is another text, and nothing else shows it.
        fc.pre(!repeat || run.some((token) => token.startsWith('<')))
        let read: string[]
        try {
          read = keys(Buffer.from(changed.join('')))
        } catch (error) {
          expect(error).toBeInstanceOf(ListingFlaw)
          return
        }
        expect(read).toEqual(listed)
      }),
      { numRuns: 3000 },
    )
  })
})

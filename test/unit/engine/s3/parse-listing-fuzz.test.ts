import { Readable } from 'node:stream'
import { ListObjectsV2Command, S3Client, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ListingFlaw, parseListing, type ListingDocument } from '../../../../main/engine/s3/parse-listing.ts'

/* The parser against the SDK's, which is another one: what ours takes for a listing, both must read alike. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 500)

/** What the SDK makes of a reply. */
async function bySdk(body: string): Promise<ListObjectsV2CommandOutput> {
  const client = new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    endpoint: 'http://h',
    requestHandler: {
      handle: () =>
        Promise.resolve({
          response: {
            statusCode: 200,
            headers: { 'content-type': 'application/xml' },
            body: Readable.from([Buffer.from(body)]),
          },
        }),
    },
  })
  return client.send(new ListObjectsV2Command({ Bucket: 'b' }))
}

const escape = (text: string, style: number): string =>
  text.replace(/[&<>"'\r\n\t]/g, (c) => {
    const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }
    const name = names[c]
    if (name !== undefined && style !== 1) return `&${name};`
    return style === 2 ? `&#x${c.charCodeAt(0).toString(16)};` : `&#${c.charCodeAt(0)};`
  })

/** Keys as they come: also such as XML has no words of its own for. The SDK trims blanks around a text; servers encode them. */
const key = fc
  .string({
    unit: fc.constantFrom('a', 'b', '/', ' ', '&', '<', '>', '"', "'", 'é', '😀', '%20', '+', '=', '\n'),
    minLength: 1,
    maxLength: 12,
  })
  .map((text) => `k${text}k`)

const object = fc.record({
  key,
  size: fc.maxSafeNat(),
  etag: fc.string({
    unit: fc.constantFrom(...Array.from({ length: 16 }, (_, digit) => digit.toString(16))),
    minLength: 32,
    maxLength: 32,
  }),
  time: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
  storageClass: fc.option(fc.constantFrom('STANDARD', 'GLACIER', 'DEEP_ARCHIVE'), { nil: undefined }),
  order: fc.nat(5),
  style: fc.nat(2),
})

const listing = fc.record({
  prefix: fc.constantFrom('', 'k', 'k/&<'),
  token: fc.option(key, { nil: undefined }),
  objects: fc.array(object, { maxLength: 6 }),
  folders: fc.array(key, { maxLength: 3 }),
  blanks: fc.constantFrom('', '\n', '\n  '),
  unknown: fc.constantFrom('', '<Unknown><Deep a="1">x</Deep></Unknown>', '<Empty/>'),
  declaration: fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>\n'),
})

type Listing = typeof listing extends fc.Arbitrary<infer T> ? T : never

function documentOf({ prefix, token, objects, folders, blanks, unknown, declaration }: Listing): string {
  const contents = objects.map(({ key: name, size, etag, time, storageClass, order, style }) => {
    const fields = [
      `<Key>${escape(name, style)}</Key>`,
      `<LastModified>${time.toISOString()}</LastModified>`,
      `<ETag>${style === 0 ? `"${etag}"` : `&quot;${etag}&quot;`}</ETag>`,
      `<Size>${size}</Size>`,
      ...(storageClass === undefined ? [] : [`<StorageClass>${storageClass}</StorageClass>`]),
      unknown,
    ]
    const turned = [...fields.slice(order), ...fields.slice(0, order)]
    return `<Contents>${turned.map((field) => `${blanks}${field}`).join('')}${blanks}</Contents>`
  })
  const prefixes = folders.map(
    (name) => `<CommonPrefixes><Prefix>${escape(name, 0)}</Prefix></CommonPrefixes>`,
  )
  const parts = [
    '<Name>b</Name>',
    `<Prefix>${escape(prefix, 0)}</Prefix>`,
    `<KeyCount>${objects.length + folders.length}</KeyCount>`,
    '<MaxKeys>1000</MaxKeys>',
    `<IsTruncated>${token !== undefined}</IsTruncated>`,
    ...(token === undefined ? [] : [`<NextContinuationToken>${escape(token, 0)}</NextContinuationToken>`]),
    unknown,
    ...contents,
    ...prefixes,
  ]
  const xmlns = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
  return `${declaration}<ListBucketResult ${xmlns}>${blanks}${parts.join(blanks)}${blanks}</ListBucketResult>`
}

/** Without the blanks between elements: where they are not all alike in one element, the SDK's parser loses its fields. */
const withoutBlanks = (text: string): string =>
  text.replace(/>\s+(?=<[^/])/g, '>').replace(/(<\/[^<>]*>|\/>)\s+(?=<)/g, '$1')

/** What both have to say alike. */
const ours = ({ fields, contents, commonPrefixes }: ListingDocument) => ({
  name: fields.Name,
  prefix: fields.Prefix,
  keyCount: Number(fields.KeyCount),
  truncated: fields.IsTruncated === 'true',
  token: fields.NextContinuationToken,
  contents: contents.map(({ Key, Size, LastModified, ETag, StorageClass }) => ({
    key: Key,
    size: Number(Size),
    time: Date.parse(LastModified ?? ''),
    etag: ETag,
    storageClass: StorageClass,
  })),
  folders: [...commonPrefixes],
})

const theirs = (reply: ListObjectsV2CommandOutput) => ({
  name: reply.Name,
  prefix: reply.Prefix,
  keyCount: reply.KeyCount,
  truncated: reply.IsTruncated,
  token: reply.NextContinuationToken,
  contents: (reply.Contents ?? []).map(({ Key, Size, LastModified, ETag, StorageClass }) => ({
    key: Key,
    size: Size,
    time: LastModified?.getTime(),
    etag: ETag,
    storageClass: StorageClass,
  })),
  folders: (reply.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
})

describe(`the parser and the SDK’s, in ${numRuns} listings each`, () => {
  test('read alike what a server may send', async () => {
    await fc.assert(
      fc.asyncProperty(listing, async (given) => {
        const text = documentOf(given)
        expect(ours(parseListing(Buffer.from(text)))).toEqual(theirs(await bySdk(text)))
      }),
      { numRuns },
    )
  }, 300_000)

  test('of what came damaged, ours takes nothing that the SDK reads otherwise', async () => {
    // Half of the places lose nothing and get a letter: harm that leaves a document, for most harm leaves none.
    const damage = fc.array(
      fc.record({
        at: fc.noBias(fc.nat(999_999)),
        drop: fc.oneof(fc.constant(0), fc.nat(12)),
        add: fc.oneof(
          fc.constantFrom('x', '1', ' ', '/', '%2F', '&amp;', '<Key>k</Key>', '<a/>'),
          fc.constantFrom('', '<', '>', '&', '</Contents>', '<Contents>', '<!--', ']]>', '<Key>'),
        ),
      }),
      { minLength: 1, maxLength: 3 },
    )
    let [taken, refused] = [0, 0]
    await fc.assert(
      fc.asyncProperty(listing, damage, async (given, places) => {
        let text = documentOf(given)
        for (const { at, drop, add } of places) {
          const place = Math.floor((at / 1_000_000) * text.length)
          text = text.slice(0, place) + add + text.slice(place + drop)
        }
        let document: ListingDocument
        try {
          document = parseListing(Buffer.from(text))
        } catch (error) {
          expect(error).toBeInstanceOf(ListingFlaw)
          refused++
          return
        }
        taken++
        const read = await bySdk(withoutBlanks(text)).then(theirs, () => null)
        // The SDK may fail on a number or a date that is none: what a field says is for the proof to judge.
        if (read === null) return
        const keys = ours(document).contents.map(({ key: name }) => name)
        expect(keys, text).toEqual(read.contents.map(({ key: name }) => name))
      }),
      { numRuns },
    )
    expect(taken, `of ${numRuns}, taken`).toBeGreaterThan(0)
    expect(refused, `of ${numRuns}, refused`).toBeGreaterThan(numRuns / 2)
  }, 300_000)
})

import { S3Client, ListObjectsV2Command } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ListingFlaw, parseListing } from '../../../../main/engine/s3/parse-listing.ts'

const parse = (text: string) => parseListing(Buffer.from(text))
const listing = (inside: string) => `<ListBucketResult>${inside}</ListBucketResult>`

describe('a document that is read', () => {
  test('has its fields, entries and common prefixes', () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>bucket</Name><Prefix/><KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys>
  <EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
  <NextContinuationToken>a b </NextContinuationToken>
  <Contents>
    <Key>a&amp;b</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;e&quot;</ETag>
    <Size>12</Size><Owner><ID>x</ID><DisplayName>y</DisplayName></Owner><StorageClass>GLACIER</StorageClass>
    <RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2026-02-01T00:00:00Z</RestoreExpiryDate></RestoreStatus>
  </Contents>
  <CommonPrefixes><Prefix>c/</Prefix></CommonPrefixes>
</ListBucketResult>
`
    expect(parse(text)).toEqual({
      fields: {
        Name: 'bucket',
        Prefix: '',
        KeyCount: '2',
        MaxKeys: '1000',
        EncodingType: 'url',
        IsTruncated: 'true',
        NextContinuationToken: 'a b ',
      },
      contents: [
        {
          Key: 'a&b',
          Size: '12',
          LastModified: '2026-01-02T03:04:05.000Z',
          ETag: '"e"',
          StorageClass: 'GLACIER',
          RestoreStatus: { IsRestoreInProgress: 'false', RestoreExpiryDate: '2026-02-01T00:00:00Z' },
        },
      ],
      commonPrefixes: ['c/'],
    })
  })

  test.each([
    ['without anything in it', '<ListBucketResult/>'],
    ['with a byte order mark', `\uFEFF<?xml version="1.0"?>${listing('')}`],
    ['declared standalone', `<?xml version='1.0' encoding='utf-8' standalone="yes" ?>\n${listing('')}`],
    ['with blanks where they may be', `\n<ListBucketResult  a = "b"\n>\n </ListBucketResult >\n`],
    [
      'with elements it does not know',
      listing('<New a="b/c"/><Other><Name>not the bucket</Name>text</Other>'),
    ],
  ])('may be %s', (_, text) => {
    expect(parse(text)).toEqual({ fields: {}, contents: [], commonPrefixes: [] })
  })

  test.each([
    ['&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
    ['&amp;lt;', '&lt;'],
    ['&#10;&#x0d;&#x1F600;', '\n\r😀'],
    ['x&#x01;y', 'x\u0001y'],
    [' lead and trail ', ' lead and trail '],
    ['ü/😀', 'ü/😀'],
    ['a>b', 'a>b'],
  ])('has the text of %j as %j', (written, read) => {
    expect(parse(listing(`<Prefix>${written}</Prefix>`)).fields.Prefix).toBe(read)
  })
})

describe('a document that is refused', () => {
  const full = listing('<Name>b</Name><Contents><Key>k</Key></Contents>')

  test.each([
    ['empty', '', /^it is empty$/],
    ['a web page', '<!DOCTYPE html><html><body>Log in</body></html>', /web page.*captive portal/],
    ['a web page without a type', '\n<HTML lang="en">', /web page/],
    ['an error', '<Error><Code>InternalError</Code></Error>', /<Error> document/],
    ['not XML', 'hello', /text where only elements/],
    ['only blanks', '  \n', /ends in the middle/],
    ['only declared', '<?xml version="1.0"?>', /ends in the middle/],
    ['in another encoding', `<?xml version="1.0" encoding="latin1"?>${full}`, /no listing has/],
    ['under a namespace prefix', '<s3:ListBucketResult></s3:ListBucketResult>', /<s3:ListBucketResult>/],
    ['with a DTD', `<!DOCTYPE a [<!ENTITY b "c">]>${full}`, /no listing has/],
    ['with an entity of its own', listing('<Name>&b;</Name>'), /entity/],
    ['with an entity named as a property of every object', listing('<Name>&valueOf;</Name>'), /entity/],
    ['with a bare &', listing('<Name>a & b</Name>'), /entity/],
    ['with a bare & where it is not read', listing('<Other>a & b</Other>'), /entity/],
    ['with half a surrogate pair', listing('<Name>&#xd83d;</Name>'), /entity/],
    ['with a character beyond Unicode', listing('<Name>&#x110000;</Name>'), /entity/],
    ['with a comment', listing('<!-- c -->'), /no listing has/],
    ['with CDATA', listing('<Name><![CDATA[b]]></Name>'), /<Name> is not closed/],
    ['with a processing instruction', listing('<?php ?>'), /no listing has/],
    ['with two names', listing('<Name>a</Name><Name>b</Name>'), /two <Name>/],
    ['with two keys in an entry', listing('<Contents><Key>a</Key><Key>b</Key></Contents>'), /two <Key>/],
    ['with text between elements', listing('x<Name>a</Name>'), /text where only elements/],
    ['with an element in a field', listing('<Name><b>a</b></Name>'), /<Name> is not closed/],
    [
      'closed in the wrong order',
      '<ListBucketResult><Other><A></Other></A></ListBucketResult>',
      /not closed/,
    ],
    ['closed as something longer', '<ListBucketResult><Name>a</Names></ListBucketResult>', /not closed/],
    ['followed by another', full + full, /follows its end/],
    ['nested without end', listing('<a>'.repeat(30)), /nested too deep/],
    ['with attributes that are none', listing('<a b=c/>'), /no listing has/],
    ['with the end of a tag in an attribute', listing('<a b="c>d"/>'), /no listing has/],
  ])('is %s', (_, text, why) => {
    expect(() => parse(text)).toThrow(ListingFlaw)
    expect(() => parse(text)).toThrow(why)
  })

  test('is not UTF-8', () => {
    expect(() => parseListing(Buffer.from([0x3c, 0xff, 0xfe]))).toThrow(/not UTF-8/)
  })

  test('is any that was cut, wherever it was', () => {
    for (let length = 0; length < full.length; length++) {
      expect(() => parse(full.slice(0, length)), full.slice(0, length)).toThrow(ListingFlaw)
    }
    expect(parse(full).contents).toHaveLength(1)
  })

  test('takes no longer for being hostile', () => {
    // Each would take minutes if time went by the square of the size.
    const size = 4_000_000
    for (const text of [
      listing('<'.repeat(size)),
      listing(`<Name>${'&'.repeat(size)}`),
      listing(`<a ${'b '.repeat(size)}`),
      listing(`<Name>${'&#x41;'.repeat(size / 6)}`),
      `<?xml version="1.0"${' '.repeat(size)}`,
      ' '.repeat(size),
    ]) {
      expect(() => parse(text)).toThrow(ListingFlaw)
    }
  })
})

const escape = (text: string): string => text.replace(/[&<>"\r]/g, (c) => `&#${c.charCodeAt(0)};`)

/** Characters that an XML parser leaves as they are, among them those that have to be escaped. */
const texts = fc.string({
  unit: fc.constantFrom(
    'a',
    'B',
    '1',
    '%',
    '+',
    '/',
    '.',
    '&',
    '<',
    '>',
    '"',
    "'",
    'ü',
    '～',
    '😀',
    ';',
    '=',
  ),
  minLength: 1,
})

const entries = fc.array(
  fc.record({
    Key: texts,
    Size: fc.nat(),
    ETag: fc.constantFrom('"9dd4e461268c8034f5c8564e155c67a6"', '"x-2"'),
    LastModified: fc.constant('2026-01-02T03:04:05.000Z'),
    StorageClass: fc.constantFrom('STANDARD', 'GLACIER'),
  }),
  { maxLength: 8 },
)

function document(contents: readonly Record<string, string | number>[], name: string): string {
  const fields = (of: Record<string, string | number>) =>
    Object.entries(of)
      .map(([field, value]) => `<${field}>${escape(String(value))}</${field}>`)
      .join('')
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${fields({ Name: name, IsTruncated: 'false' })}${contents.map((entry) => `<Contents>${fields(entry)}</Contents>`).join('')}</ListBucketResult>`
}

describe('beside the SDK’s own parser', () => {
  async function sdkKeys(text: string): Promise<(string | undefined)[]> {
    const client = new S3Client({
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: {
        metadata: { handlerProtocol: 'http/1.1' },
        handle: () =>
          Promise.resolve({ response: { statusCode: 200, headers: {}, body: Buffer.from(text) } }),
      },
    })
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'b' }))
    return Contents.map(({ Key }) => Key)
  }

  test('the same entries come from the same document', async () => {
    await fc.assert(
      fc.asyncProperty(entries, texts, async (contents, name) => {
        const text = document(contents, name)
        const ours = parse(text)
        expect(ours.fields.Name).toBe(name)
        expect(ours.contents.map(({ Key }) => Key)).toEqual(contents.map(({ Key }) => Key))
        expect(await sdkKeys(text)).toEqual(contents.map(({ Key }) => Key))
      }),
      { numRuns: 60 },
    )
  })
})

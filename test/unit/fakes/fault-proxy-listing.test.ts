import { describe, expect, test } from 'vitest'
import * as listing from '../../fakes/fault-proxy-listing.ts'

const entry = (key: string) =>
  `<Contents><Key>${key}</Key><LastModified>2020-01-01T00:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>1</Size></Contents>`

const page = (keys: readonly string[], more = '<IsTruncated>false</IsTruncated>') =>
  `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>b</Name><Prefix>p/</Prefix>${more}` +
  `${keys.map(entry).join('')}<KeyCount>${String(keys.length)}</KeyCount></ListBucketResult>`

const truncated = '<IsTruncated>true</IsTruncated><NextContinuationToken>t1</NextContinuationToken>'
const abcd = page(['p/a', 'p/b', 'p/c', 'p/d'], truncated)

describe('an edited listing differs from the true one in what it is named after', () => {
  test.each([
    ['duplicateFirst', listing.duplicateFirst(abcd), page(['p/a', 'p/a', 'p/b', 'p/c', 'p/d'], truncated)],
    ['swapFirstTwo', listing.swapFirstTwo(abcd), page(['p/b', 'p/a', 'p/c', 'p/d'], truncated)],
    [
      'precededBy',
      listing.precededBy(abcd, entry('p/z')),
      page(['p/z', 'p/a', 'p/b', 'p/c', 'p/d'], truncated),
    ],
    [
      'withForeignKey',
      listing.withForeignKey(abcd),
      page(['p/a', 'p/b', 'p/c', 'p/d', 'zzzz-elsewhere/x'], truncated),
    ],
    [
      'cutWithoutToken',
      listing.cutWithoutToken(abcd),
      page(['p/a', 'p/b'], '<IsTruncated>true</IsTruncated>'),
    ],
    ['withOtherName', listing.withOtherName(abcd), abcd.replace('<Name>b<', '<Name>some-other-bucket<')],
    ['withWrongCount', listing.withWrongCount(abcd), abcd.replace('<KeyCount>4<', '<KeyCount>5<')],
    ['withToken', listing.withToken(abcd, 't9'), abcd.replace('>t1<', '>t9<')],
    ['withToken at the end', listing.withToken(page(['p/a']), 't1'), page(['p/a'], truncated)],
    [
      'a field changed',
      listing.withFirstEntryField(abcd, 'Size', '-1'),
      abcd.replace('<Size>1<', '<Size>-1<'),
    ],
    ['a field missing', listing.withFirstEntryField(abcd, 'Size', null), abcd.replace('<Size>1</Size>', '')],
  ])('%s', (_, edited, expected) => {
    expect(edited).toBe(expected)
  })
})

test('a cut listing ends inside an element', () => {
  expect(listing.cutMidElement(abcd)).toMatch(/<ETag>&quot;e&quot;<\/ETag><Si$/)
})

test('an entity bomb declares its entities and uses the outermost in a key', () => {
  const bomb = listing.withEntityBomb(abcd)
  expect(bomb).toMatch(
    /^<\?xml[^>]*\?><!DOCTYPE ListBucketResult \[<!ENTITY e0 "lol"><!ENTITY e1 "(&e0;){10}">/,
  )
  expect(bomb).toContain('<Key>&e9;</Key>')
})

test('a huge listing is a true one of the size asked for', () => {
  const xml = [...listing.hugeListing('b', 'p/', 1_000_000)].join('')
  expect(xml.length).toBeGreaterThan(1_000_000)
  const count = xml.match(/<Contents>/g)?.length
  expect(xml).toContain(`<KeyCount>${String(count)}</KeyCount>`)
  expect(xml).toMatch(/<Key>p\/000000000000<\/Key>[\s\S]*<\/ListBucketResult>$/)
})

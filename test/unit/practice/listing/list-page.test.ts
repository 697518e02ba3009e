import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeContinuationToken,
  encodeContinuationToken,
} from '../../../../main/practice/listing/continuation-token.ts'
import type { Page, PageQuery } from '../../../../main/practice/listing/list-page.ts'
import { afterMarker, afterPrefix, listPage } from '../../../../main/practice/listing/list-page.ts'
import type { Position } from '../../../../main/practice/store/position.ts'
import { afterKey, beforeKey } from '../../../../main/practice/store/position.ts'

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** A listing of these keys, as the index would give it. */
function scanOf(keys: readonly string[]): (after: Position) => Iterable<{ key: string }> {
  const sorted = [...new Set(keys)].sort(compare).map((key) => ({ key }))
  return (after) =>
    sorted.filter(({ key }) => compare(key, after.key) > 0 || (key === after.key && after.order < 0))
}

const start: PageQuery = { prefix: '', delimiter: '', after: beforeKey(''), limit: 1000 }

/** Names of a page in one list: entries, and common prefixes with a `*`. */
function names(page: Page<{ key: string }>): string[] {
  const all = [...page.entries.map(({ key }) => key), ...page.commonPrefixes.map((prefix) => `${prefix}*`)]
  return all.sort(compare)
}

const tree = ['a', 'a-b', 'a.txt', 'a/', 'a/b', 'a/c/d', 'a/c/e', 'a0', 'b//x', 'b/y', '～', '😀']

const cases: [why: string, query: Partial<PageQuery>, expected: string[]][] = [
  [
    'all, in the order of UTF-8 bytes',
    {},
    ['a', 'a-b', 'a.txt', 'a/', 'a/b', 'a/c/d', 'a/c/e', 'a0', 'b//x', 'b/y', '～', '😀'],
  ],
  ['a prefix', { prefix: 'a/c' }, ['a/c/d', 'a/c/e']],
  ['a prefix that is a key', { prefix: 'a/' }, ['a/', 'a/b', 'a/c/d', 'a/c/e']],
  ['a prefix of nothing', { prefix: 'x' }, []],
  ['a delimiter', { delimiter: '/' }, ['a', 'a-b', 'a.txt', 'a/*', 'a0', 'b/*', '～', '😀']],
  ['a prefix and a delimiter', { prefix: 'a/', delimiter: '/' }, ['a/', 'a/b', 'a/c/*']],
  ['an empty name between delimiters', { prefix: 'b/', delimiter: '/' }, ['b//*', 'b/y']],
  [
    'a delimiter of several characters',
    { delimiter: '/c/' },
    ['a', 'a-b', 'a.txt', 'a/', 'a/b', 'a/c/*', 'a0', 'b//x', 'b/y', '～', '😀'],
  ],
  ['keys after one', { after: afterKey('b/y') }, ['～', '😀']],
  ['keys after one that is not there', { after: afterKey('b') }, ['b//x', 'b/y', '～', '😀']],
  [
    'keys after one below a common prefix',
    { delimiter: '/', after: afterKey('a/b') },
    ['a/*', 'a0', 'b/*', '～', '😀'],
  ],
  ['keys after one before the prefix', { prefix: 'a/c', after: afterKey('a') }, ['a/c/d', 'a/c/e']],
  ['keys after one behind the prefix', { prefix: 'a/c', after: afterKey('b') }, []],
  ['nothing', { limit: 0 }, []],
]

test.each(cases)('a listing gives %s', (_, query, expected) => {
  const page = listPage({ ...start, ...query }, scanOf(tree))
  expect(names(page)).toEqual(expected)
  expect(page.truncated).toBe(false)
})

test('a prefix is compared with a marker in UTF-8 order too', () => {
  const page = listPage({ ...start, prefix: '😀', after: afterKey('～') }, scanOf(['～x', '😀a']))
  expect(names(page)).toEqual(['😀a'])
})

test('a page is truncated only if something follows it', () => {
  expect(listPage({ ...start, limit: tree.length }, scanOf(tree)).truncated).toBe(false)
  expect(listPage({ ...start, limit: tree.length - 1 }, scanOf(tree)).truncated).toBe(true)
  expect(listPage({ ...start, prefix: 'a/c/', limit: 2 }, scanOf(tree)).truncated).toBe(false)
  expect(listPage({ ...start, delimiter: '/', prefix: 'b', limit: 1 }, scanOf(tree)).truncated).toBe(false)
})

test('a marker below a common prefix skips all of it', () => {
  const after = (marker: string): string[] =>
    names(listPage({ ...start, delimiter: '/', after: afterMarker(marker, '', '/') }, scanOf(tree)))
  expect(after('a/')).toEqual(['a0', 'b/*', '～', '😀'])
  expect(after('a/b')).toEqual(['a0', 'b/*', '～', '😀'])
  expect(after('a.txt')).toEqual(['a/*', 'a0', 'b/*', '～', '😀'])
})

describe('the place after a prefix', () => {
  test.each([
    ['a', 'b'],
    ['a/', 'a0'],
    ['~', '\u007f'],
    ['\u007f', '\u0080'],
    ['\ud7ff', '\ue000'],
    ['\uffff', '\u{10000}'],
    ['x\u{10ffff}', 'y'],
  ])('%j is before %j', (prefix, next) => {
    expect(afterPrefix(prefix)).toEqual(beforeKey(next))
  })

  test('the greatest there is has none', () => {
    expect(afterPrefix('\u{10ffff}\u{10ffff}')).toBeNull()
  })
})

const character = fc.constantFrom('a', 'b', '/', '-', '\u0001', 'é', '～', '😀', '\ud7ff', '\u{10ffff}')
const name = fc.string({ unit: character, maxLength: 5 })
const key = fc.string({ unit: character, minLength: 1, maxLength: 5 })

/** What the S3 documentation says a listing is, without any of the paging. */
function wholeListing(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const rolled = keys
    .filter((one) => one.startsWith(prefix))
    .map((one) => {
      const end = delimiter === '' ? -1 : one.indexOf(delimiter, prefix.length)
      return end < 0 ? one : `${one.slice(0, end + delimiter.length)}*`
    })
  return [...new Set(rolled)].sort(compare)
}

test('pages of any size, one after another by their tokens, make up the whole listing', () => {
  const delimiters = fc.constantFrom('', '/', '-', '//')
  fc.assert(
    fc.property(
      fc.array(key, { maxLength: 25 }),
      name,
      delimiters,
      fc.integer({ min: 1, max: 4 }),
      (keys, prefix, delimiter, limit) => {
        const seen: string[] = []
        let after = beforeKey('')
        for (let pages = 0; pages < 100; pages++) {
          const page = listPage({ prefix, delimiter, after, limit }, scanOf(keys))
          expect(names(page).length).toBeLessThanOrEqual(limit)
          seen.push(...names(page))
          if (!page.truncated || page.last === null) break
          after = decodeContinuationToken(encodeContinuationToken(page.last))
        }
        expect(seen).toEqual(wholeListing([...new Set(keys)], prefix, delimiter))
      },
    ),
    { numRuns: 500 },
  )
})

test.each(['', 'x', '!', 'YQ', 'aw', 'a2E=', ' a2E'])('the continuation token %j is refused', (token) => {
  const refused = expect.objectContaining({
    code: 'InvalidArgument',
    message: 'The continuation token provided is incorrect',
  })
  expect(() => decodeContinuationToken(token)).toThrow(refused)
})

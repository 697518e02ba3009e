import { expect, it } from 'vitest'
import { compileIgnorePattern } from '../../../../main/engine/listing/ignore-rules.ts'
import { ignoreLineOf, withLine } from '../../../../renderer/preview/ignore-line.ts'
import { escapePattern } from '../../../../shared/sync-rules.ts'

it.each([
  ['*.tmp', '*.tmp'],
  ['blog/*', '/blog/'],
  ['blog/a.txt', '/blog/a.txt'],
  ['a[[]1]/*', String.raw`/a\[1]/`],
  ['a[*]b[?]', String.raw`/a\*b\?`],
  ['end ', String.raw`/end\ `],
  ['*', null],
  ['*/cache/*', null],
  ['a*b', null],
  ['a?', null],
  ['[ab]', null],
  ['/abs', null],
  ['*a/b', null],
  ['two\nlines', null],
  ['', null],
])('%s is %s', (pattern, line) => {
  expect(ignoreLineOf({ kind: 'exclude', pattern })).toBe(line)
})

it('takes in again with a mark in front', () => {
  expect(ignoreLineOf({ kind: 'include', pattern: '*.tmp' })).toBe('!*.tmp')
})

it.each(['#a', '!a', 'a\\b', '[x]*?', 'q ', '日本', String.raw`\#`])(
  '%j is caught by the line of it',
  (name) => {
    const line = ignoreLineOf({ kind: 'exclude', pattern: escapePattern(name) })
    expect(compileIgnorePattern(line ?? '').catches(name)).toBe(true)
  },
)

it('adds a line to a text with or without an end of line', () => {
  expect(withLine('', 'a')).toBe('a\n')
  expect(withLine('x', 'a')).toBe('x\na\n')
  expect(withLine('x\n', 'a')).toBe('x\na\n')
})

import { describe, expect, it } from 'vitest'
import { compileIgnorePattern, parseIgnoreFile } from '../../../../main/engine/listing/ignore-rules.ts'

describe('an ignore file', () => {
  it.each<[string, string, [string, string, number][]]>([
    ['comments and empty lines say nothing', '# a\n\n   \n*.tmp\n', [['exclude', '*.tmp', 4]]],
    [
      '! takes in again',
      '*\n!*.html',
      [
        ['exclude', '*', 1],
        ['include', '*.html', 2],
      ],
    ],
    [
      'lines may end as on Windows, and begin with a mark',
      '\uFEFFa\r\nb\r\n',
      [
        ['exclude', 'a', 1],
        ['exclude', 'b', 2],
      ],
    ],
    ['space at the end is none', 'a \t', [['exclude', 'a', 1]]],
    ['but after a backslash', 'a\\ ', [['exclude', 'a\\ ', 1]]],
    [
      'a backslash makes # and ! themselves',
      '\\#a\n\\!b',
      [
        ['exclude', '\\#a', 1],
        ['exclude', '\\!b', 2],
      ],
    ],
    ['the root itself is not left out', '/\n!\n!/', []],
    ['nothing', '', []],
  ])('%s', (_, text, rules) => {
    expect(parseIgnoreFile(text).map(({ kind, pattern, line }) => [kind, pattern, line])).toEqual(rules)
  })
})

/** As `git check-ignore` answers for a file of these names. */
describe('a pattern of an ignore file', () => {
  it.each<[string, string[], string[]]>([
    ['*.tmp', ['a.tmp', 'x/a.tmp', 'a.tmp/b'], ['atmp', 'a.tmpx']],
    ['/draft', ['draft', 'draft/x'], ['x/draft', 'drafts']],
    ['blog/*.md', ['blog/a.md'], ['x/blog/a.md', 'blog/x/a.md']],
    ['cache/', ['cache/x', 'x/cache/y', 'cache/'], ['cache']],
    ['**/logs', ['logs', 'a/logs', 'a/b/logs/x'], ['alogs']],
    ['logs/**', ['logs/x', 'logs/x/y'], ['a/logs/x', 'logs']],
    ['a/**/z', ['a/z', 'a/b/z', 'a/b/c/z'], ['az', 'a/bz']],
    ['foo?bar', ['foo1bar', 'fooxbar/y'], ['foo/bar']],
    ['[ab]x', ['ax', 'bx', 'q/ax'], ['cx']],
    ['[!ab]x', ['cx'], ['ax']],
    ['[^ab]x', ['cx'], ['ax']],
    ['\\#a', ['#a'], ['a']],
    ['a\\*b', ['a*b'], ['axb']],
    ['sp\\ ', ['sp '], ['sp']],
    ['**', ['a', 'a/b'], []],
    ['a**b', ['axxb'], ['a/b']],
    ['/*/x', ['q/x'], ['x', 'q/r/x']],
    ['build', ['build/a/b', 'src/build'], ['build.txt']],
    ['Build', ['Build'], ['build']],
  ])('%s', (pattern, caught, left) => {
    const { catches } = compileIgnorePattern(pattern)
    expect(caught.filter((key) => !catches(key))).toEqual([])
    expect(left.filter(catches)).toEqual([])
  })

  it('takes names that differ by case as one where the platform does', () => {
    expect(compileIgnorePattern('Build/*.TMP', true).catches('build/a.tmp')).toBe(true)
  })

  it.each([
    ['a/b', 'a/', true],
    ['a/b', 'b/', false],
    ['/a/b/c', 'a/b/', true],
    ['/a/b/c', 'a/c/', false],
    ['*.tmp', 'q/', true],
    ['a/**/z', 'a/b/c/', true],
    ['a/**/z', 'b/', false],
  ])('%s may catch something below %s: %s', (pattern, folder, may) => {
    expect(compileIgnorePattern(pattern).mayCatchBelow(folder)).toBe(may)
  })

  it('takes no longer for a pattern that is made to be slow', () => {
    const { catches } = compileIgnorePattern(`${'**/a/'.repeat(200)}b`)
    expect(catches('a/'.repeat(2000) + 'c')).toBe(false)
  })
})

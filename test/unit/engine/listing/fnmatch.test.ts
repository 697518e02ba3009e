import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileGlob } from '../../../../main/engine/listing/fnmatch.ts'

/** Made by fnmatch-cases.py with Python 3.11: [pattern, name, whether Python's fnmatchcase says yes]. */
const cases = JSON.parse(readFileSync(new URL('fnmatch-cases.json', import.meta.url), 'utf8')) as [
  string,
  string,
  boolean,
][]

describe('compileGlob', () => {
  it("agrees with Python's fnmatch on every recorded case", () => {
    expect(cases.length).toBeGreaterThan(800)
    const wrong = cases.filter(([pattern, name, matches]) => compileGlob(pattern).matches(name) !== matches)
    expect(wrong).toEqual([])
  })

  it('takes one code point for a question mark, however many UTF-16 units it has', () => {
    expect(compileGlob('?').matches('😀')).toBe(true)
    expect(compileGlob('??').matches('😀')).toBe(false)
    expect(compileGlob('*?😀').matches('😀😀')).toBe(true)
  })

  it('does not backtrack: many stars against a long name that almost matches come to an end', () => {
    expect(compileGlob(`${'*a'.repeat(40)}*b*`).matches('a'.repeat(1000))).toBe(false)
    expect(compileGlob(`${'*[a]'.repeat(40)}*[b]*`).matches('a'.repeat(1000))).toBe(false)
  })

  it.each([
    ['d/*', 'd/', true],
    ['*', '', true],
    ['**', '', true],
    ['d/*.log', 'd/', false],
    ['d/?*', 'd/', true],
    ['plain', 'plain', false],
    ['a[*]b*', 'a', true],
    ['', '', false],
  ])(
    'knows of %j that every match begins with %j, and whether it ends in a star: %j',
    (pattern, start, star) => {
      const glob = compileGlob(pattern)
      expect([glob.literalStart, glob.endsInStar]).toEqual([start, star])
    },
  )
})

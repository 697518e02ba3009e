import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileGlob } from '../../../../main/engine/listing/fnmatch.ts'
import { escapePattern } from '../../../../shared/sync-rules.ts'

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

describe('escapePattern', () => {
  it('makes of any text the pattern that matches it and no other', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '*', '?', '[', ']', '!', '-', '/', '😀'),
      maxLength: 6,
    })
    fc.assert(
      fc.property(text, text, (name, other) => {
        const glob = compileGlob(escapePattern(name))
        expect(glob.matches(name)).toBe(true)
        expect(glob.matches(other)).toBe(name === other)
      }),
      { numRuns: 2000 },
    )
  })

  it('below a star at its end matches what begins with the text', () => {
    const glob = compileGlob(`${escapePattern('100%[*]?/')}*`)
    expect(['100%[*]?/x', '100%[*]?/', '100%*?/x', '100%[a]b/x'].map((name) => glob.matches(name))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys } from '../../../../main/engine/listing/key-order.ts'

const key = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', '/', '\uffff', '\ue000', '\u{10000}', '😀', '～'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
})
const related = fc.tuple(key, key, key).map(([start, a, b]): [string, string] => [start + a, start + b])

describe('compareKeys', () => {
  it('agrees with the order of UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.oneof(related, fc.tuple(key, key)), ([a, b]) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
      { numRuns: 20_000 },
    )
  })

  it('is a total order even for strings that are not Unicode', () => {
    const units = fc
      .array(fc.constantFrom(0x61, 0xd83d, 0xde00, 0xdfff, 0xe000, 0xffff))
      .map((codes) => String.fromCharCode(...codes))
    fc.assert(
      fc.property(units, units, units, (a, b, c) => {
        expect(Math.sign(compareKeys(a, b))).toBe(-Math.sign(compareKeys(b, a)) + 0)
        expect(compareKeys(a, b) === 0).toBe(a === b)
        if (compareKeys(a, b) < 0 && compareKeys(b, c) < 0) expect(compareKeys(a, c)).toBeLessThan(0)
      }),
      { numRuns: 20_000 },
    )
  })

  it.each([
    ['～ before 😀, where UTF-16 has it after', '\uff5e', '\u{1f600}'],
    ['the last of the basic plane before the first beyond it', '\uffff', '\u{10000}'],
    ['U+D7FF before the surrogates', '\ud7ff', '\u{10000}'],
    ['a prefix before what it begins', 'a', 'a/'],
    ['a hyphen before a slash', 'a-b', 'a/b'],
    ['a slash before a digit', 'a/b', 'a0'],
    ['capitals before small letters', 'B', 'a'],
    ['nothing before anything', '', '\u0000'],
  ])('puts %s', (_, first, second) => {
    expect(compareKeys(first, second)).toBeLessThan(0)
    expect(compareKeys(second, first)).toBeGreaterThan(0)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileFilters } from '../../../../main/engine/listing/filters.ts'
import { includedStarts } from '../../../../main/engine/listing/included-starts.ts'
import { compareKeys } from '../../../../main/engine/listing/key-order.ts'
import type { Filter } from '../../../../shared/sync-rules.ts'

/** `-x` excludes, `+x` includes. */
const filtersOf = (...written: string[]): Filter[] =>
  written.map((text) => ({ kind: text.startsWith('+') ? 'include' : 'exclude', pattern: text.slice(1) }))

describe('what included keys start with', () => {
  test.each<[string[], string[] | null]>([
    [[], null],
    [['+logs/*'], null],
    [['-*', '+logs/2026/*'], ['logs/2026/']],
    [['-**', '+logs/2026/*'], ['logs/2026/']],
    [
      ['-*', '+b/x', '+a?c', '+a[b]d'],
      ['a', 'b/x'],
    ],
    [
      ['-*', '+ab/*', '+a*', '+b'],
      ['a', 'b'],
    ],
    [
      ['-*', '+\uff5e/*', '+😀/*'],
      ['\uff5e/', '😀/'],
    ],
    [['+c/*', '-*', '+a/*'], ['a/']],
    [['-*', '+a/*', '-*', '+b/*'], ['b/']],
    [['-*', '+a/*', '-a/b/*'], ['a/']],
    [['-*', '+a/*', '+*.log'], null],
    [['-*', '+'], null],
    [['-*'], null],
    [['+a/*', '-*'], null],
    [['-a*', '+a/*'], null],
    [['-*/*', '+a/*'], null],
    [['-?*', '+a/*'], null],
    [['-*', '+/a/*'], null],
    [['-*', '+a/*', '-/home/*'], null],
    [['-*', `+${'é'.repeat(128)}*`], ['é'.repeat(128)]],
    [['-*', `+${'é'.repeat(129)}*`], null],
    [
      ['-*', ...Array.from({ length: 16 }, (_, i) => `+${String(i + 10)}/*`)],
      Array.from({ length: 16 }, (_, i) => `${String(i + 10)}/`),
    ],
    [['-*', ...Array.from({ length: 17 }, (_, i) => `+${String(i + 10)}/*`)], null],
  ])('of %j is %j', (written, starts) => {
    expect(includedStarts(filtersOf(...written), 'posix')).toEqual(starts)
  })

  test('is not said on Windows, where case does not count', () => {
    expect(includedStarts(filtersOf('-*', '+a/*'), 'win32')).toBeNull()
  })

  test('is true of every key that is included', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '😀', '\uff5e'), maxLength: 4 })
    const pattern = fc
      .tuple(text, fc.constantFrom('', '*', '?', '[ab]', '*a', '[!a]*', '['))
      .map((parts) => parts.join(''))
    const filters = fc.array(fc.record({ kind: fc.constantFrom('include', 'exclude'), pattern }), {
      maxLength: 5,
    })
    fc.assert(
      fc.property(filters, filters, fc.array(text, { maxLength: 10 }), (before, after, keys) => {
        const all: Filter[] = [...before, { kind: 'exclude', pattern: '*' }, ...after]
        const starts = includedStarts(all, 'posix')
        if (starts === null) return
        expect(starts).toEqual([...starts].sort(compareKeys))
        for (const start of starts) expect(starts.filter((other) => start.startsWith(other))).toEqual([start])
        const { includes } = compileFilters(all, { kind: 's3' })
        for (const key of keys.filter(includes))
          expect(starts.filter((start) => key.startsWith(start))).toHaveLength(1)
      }),
      { numRuns: 2000 },
    )
  })
})

import { expect, it } from 'vitest'
import { compileFilters } from '../../../../main/engine/listing/filters.ts'
import { countCaught, noneCaught } from '../../../../main/engine/planning/count-caught.ts'

it('counts what each rule matches, what it decides, and what would be left out', () => {
  const rules = [
    { kind: 'exclude', pattern: '*.log' },
    { kind: 'include', pattern: 'keep/*' },
    { kind: 'exclude', pattern: '/r/only-here' },
  ] as const
  const filters = {
    source: compileFilters(rules, { kind: 'local', root: '/r' }),
    destination: compileFilters(rules, { kind: 's3' }),
  }
  const counts = noneCaught(3)
  const row = (key: string, side: 'source' | 'destination' = 'source') => ({ seq: 1, key, side })
  countCaught(counts, [row('a.log'), row('keep/b.log'), row('keep/c'), row('d')], filters)
  countCaught(counts, [row('only-here'), row('only-here', 'destination')], filters)
  expect(counts).toEqual({
    rules: [
      { matches: 2, decides: 1 },
      { matches: 2, decides: 2 },
      { matches: 1, decides: 1 },
    ],
    rows: 2,
  })
})

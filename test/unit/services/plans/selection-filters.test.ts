import { expect, test } from 'vitest'
import { compileFilters } from '../../../../main/engine/index.ts'
import { selectionFilters } from '../../../../main/services/plans/selection-filters.ts'

const own = [{ kind: 'exclude', pattern: '*.log' }] as const

test('no selection leaves a person’s own filters as they are', () => {
  expect(selectionFilters(null, own)).toEqual(own)
})

test('a selection leaves all else out, and a person’s own filters come after it', () => {
  expect(selectionFilters(['a'], own)).toEqual([
    { kind: 'exclude', pattern: '*' },
    { kind: 'include', pattern: 'a' },
    { kind: 'include', pattern: 'a/*' },
    ...own,
  ])
})

test.each([
  ['a', true],
  ['a/deep/x', true],
  ['ab', false],
  ['b/a', false],
  ['[x]*?', true],
  ['[x]*?/in', true],
  ['xyz', false],
  ['a/x.log', false],
])('of a and [x]*? selected, %s is taken: %j', (key, taken) => {
  const filters = compileFilters(selectionFilters(['a', '[x]*?'], own), { kind: 'local', root: '/r' })
  expect(filters.includes(key)).toBe(taken)
})

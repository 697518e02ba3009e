import { describe, expect, it } from 'vitest'
import type { NewRow, Seen } from '../../../shared/plan-row.ts'
import { categoryOf, replacesNewer, type Category } from '../../../shared/review.ts'

const at = (modified: number): Seen => ({ size: 10, modified })

describe('categoryOf', () => {
  it.each<[string, Pick<NewRow, 'action' | 'reason'>, Seen | null, Seen | null, Category]>([
    ['a transfer onto nothing', { action: 'upload', reason: 'only-source' }, at(0), null, 'new'],
    ['a transfer onto something', { action: 'copy', reason: 'size-differs' }, at(0), at(0), 'changed'],
    [
      'a transfer onto something newer',
      { action: 'download', reason: 'dest-newer' },
      at(0),
      at(1000),
      'newer',
    ],
    ['a delete', { action: 'delete-local', reason: 'only-dest' }, null, at(0), 'delete'],
    ['a refused name', { action: 'skip', reason: 'unsafe-name' }, at(0), null, 'problem'],
    ['a conflict', { action: 'download', reason: 'conflict' }, at(0), null, 'problem'],
  ])('%s', (_what, row, source, destination, category) => {
    expect(categoryOf({ ...row, source, destination })).toBe(category)
  })
})

describe('replacesNewer', () => {
  it.each([
    ['destination newer by a second', 1000, 2000, true],
    ['same second', 1000, 1999, false],
    ['source newer', 3000, 2000, false],
  ])('%s', (_, source, destination, expected) => {
    expect(replacesNewer(at(source), at(destination))).toBe(expected)
  })

  it('is false where one side has nothing', () => {
    expect(replacesNewer(null, at(1))).toBe(false)
    expect(replacesNewer(at(1), null)).toBe(false)
  })
})

import { expect, test } from 'vitest'
import { middleEllipsis } from '../../../../renderer/review/middle-ellipsis.ts'

test.each([
  ['what fits is whole', 'abcdefghij', 10, 'abcdefghij'],
  ['one too many loses its middle', 'abcdefghijk', 10, 'abc…fghijk'],
  ['the end keeps more than the beginning', 'photos/2026/05/holiday/img-0001.jpg', 16, 'photos…-0001.jpg'],
  ['a pair of surrogates is one character', '😀😀😀😀😀😀', 5, '😀…😀😀😀'],
  ['pairs are counted once', '😀😀😀', 3, '😀😀😀'],
])('%s', (_rule, path, most, cut) => {
  expect(middleEllipsis(path, most)).toBe(cut)
})

test('is never longer than it may be', () => {
  const path = 'abcdefghijklmnopqrstuvwxyz'
  for (let most = 3; most <= 30; most++)
    expect(Array.from(middleEllipsis(path, most)).length).toBe(Math.min(most, path.length))
})

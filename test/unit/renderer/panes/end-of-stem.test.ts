import { expect, test } from 'vitest'
import { endOfStem } from '../../../../renderer/panes/end-of-stem.ts'

test.each([
  ['a.txt', 'a'],
  ['a.tar.gz', 'a.tar'],
  ['.hidden', '.hidden'],
  ['README', 'README'],
  ['a.', 'a.'],
])('of %s people change %s', (name, stem) => {
  expect(name.slice(0, endOfStem(name))).toBe(stem)
})

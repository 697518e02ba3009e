import { expect, test } from 'vitest'
import { parseCount } from '../../../../main/practice/listing/parse-count.ts'

function count(text?: string): number {
  return parseCount(new Map(text === undefined ? [] : [['max-keys', text]]), 'max-keys')
}

test.each([
  [undefined, 1000],
  ['', 1000],
  ['0', 0],
  ['05', 5],
  ['-0', 0],
  ['1000', 1000],
  ['1001', 1000],
  ['2147483647', 1000],
])('max-keys %j is a page of %i', (text, expected) => {
  expect(count(text)).toBe(expected)
})

test.each([
  ['-1', 'Argument maxKeys must be an integer between 0 and 2147483647'],
  ['x', 'Provided max-keys not an integer or within integer range'],
  ['1.5', 'Provided max-keys not an integer or within integer range'],
  ['2147483648', 'Provided max-keys not an integer or within integer range'],
])('max-keys %j is refused', (text, message) => {
  expect(() => count(text)).toThrow(expect.objectContaining({ code: 'InvalidArgument', message }))
})

import { expect, test } from 'vitest'
import { rowOfKey } from '../../../../renderer/rows/row-of-key.ts'

const press = (key: string, cursor = 50, count = 100, alt = false): number | null =>
  rowOfKey({ key, altKey: alt, metaKey: false }, { cursor, count, page: 10 })

test.each([
  ['ArrowDown', 51],
  ['ArrowUp', 49],
  ['PageDown', 60],
  ['PageUp', 40],
  ['Home', 0],
  ['End', 99],
  ['x', null],
])('%s goes to %j', (key, row) => {
  expect(press(key)).toBe(row)
})

test('it goes past neither end, and nowhere without rows or with Alt', () => {
  expect([
    press('PageDown', 95),
    press('ArrowUp', 0),
    press('End', -1, 0),
    press('Home', 5, 9, true),
  ]).toEqual([99, 0, null, null])
})

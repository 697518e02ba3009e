import { expect, test } from 'vitest'
import { guessBorder } from '../../../../main/engine/listing/guess-border.ts'

const objects = (...keys: string[]) => keys.map((key) => ({ key, size: 1, modified: 1, etag: 'e' }))
const digits = objects(...Array.from('0123456789', (digit) => `f-${digit.repeat(6)}`))
const hex = objects(...Array.from('0123456789abcdef', (digit) => digit.repeat(8)))

test.each([
  ['numbers', 'f-001000', 'f-003000', digits, 'f-003000', 'f-005000'],
  ['numbers that carry over', 'f-007000', 'f-009000', digits, 'f-009000', 'f-011000'],
  ['numbers, from a guess on', 'f-001000', 'f-003000', digits, 'f-011000', 'f-013000'],
  ['numbers, in another folder', 'f-001000', 'f-003000', digits, 'g-003000', 'g-005000'],
  ['hexadecimal digits', '10000000', '18000000', hex, 'f0000000', 'f8000000'],
])('%s count up', (_, from, to, page, base, border) => {
  expect(guessBorder([from, to], page, base)?.slice(0, base.length)).toBe(border)
})

test.each([
  ['have come to their end', 'f-900000', 'f-990000', digits, 'f-990000'],
  ['are not ASCII', 'é', 'ü', objects('é', 'ü'), 'ü'],
  ['do not go up', 'f-3', 'f-3', digits, 'f-3'],
  ['are not in the base', 'f-001000', 'f-003000', digits, 'f-readme'],
])('nothing is guessed from names that %s', (_, from, to, page, base) => {
  expect(guessBorder([from, to], page, base)).toBeNull()
})

test('a part of the distance is guessed where less is wanted', () => {
  expect(guessBorder(['f-001000', 'f-003000'], digits, 'f-003000', 0.25)?.slice(0, 8)).toBe('f-003500')
})

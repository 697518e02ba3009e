import { expect, test } from 'vitest'
import { fullTime, timeWords, zonedTime } from '../../../../../renderer/words/rows/time.ts'

/** Wednesday, 13:00 local time. */
const now = new Date(2026, 4, 20, 13, 0, 0).getTime()
const at = (...parts: [number, number, number, number?, number?]): number => new Date(...parts).getTime()

test.each([
  ['just now', now],
  ['just now', now - 59_000],
  ['just now', now + 30_000],
  ['1 min ago', now - 60_000],
  ['59 min ago', now - 3_599_000],
  ['1 h ago', now - 3_600_000],
  ['12 h ago', at(2026, 4, 20, 0, 30)],
  ['yesterday', at(2026, 4, 19, 23, 59)],
  ['yesterday', at(2026, 4, 19, 0, 0)],
  ['18 May', at(2026, 4, 18, 23, 59)],
  ['1 Jan', at(2026, 0, 1)],
  ['31 Dec 2025', at(2025, 11, 31)],
  ['14:05', at(2026, 4, 20, 14, 5)],
  ['21 May', at(2026, 4, 21)],
  ['no valid time', Number.NaN],
])('says %s', (words, time) => {
  expect(timeWords(time, now)).toBe(words)
})

test('shortly after midnight, an hour ago is not yesterday', () => {
  const night = at(2026, 4, 20, 0, 30)
  expect(timeWords(night - 2 * 3_600_000, night)).toBe('2 h ago')
})

test('says a time in full, in this time zone', () => {
  expect(fullTime(at(2026, 4, 3, 4, 5))).toBe('2026-05-03 04:05:00')
})

test('a time with its zone names it', () => {
  const time = at(2026, 4, 3, 4, 5)
  expect(zonedTime(time)).toMatch(/^2026-05-03 04:05:00 [A-Z]{2,}/)
  expect(zonedTime(Number.NaN)).toBe('no valid time')
})

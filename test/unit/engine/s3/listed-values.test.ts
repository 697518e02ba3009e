import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, wholeNumber } from '../../../../main/engine/s3/listed-values.ts'

describe('a size', () => {
  test.each([
    ['0', 0],
    ['012', 12],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', null],
    ['00000000000000001', null],
    ['', null],
    [undefined, null],
    ['-1', null],
    ['1.5', null],
    ['1e3', null],
    [' 1', null],
    ['٣', null],
  ])('%j is read as %j', (text, size) => {
    expect(wholeNumber(text)).toBe(size)
  })
})

describe('a time', () => {
  test.each([
    ['2026-01-02T03:04:05.678Z', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
    ['2024-02-29T00:00:00.000Z', Date.UTC(2024, 1, 29)],
    ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02T03:04:05.6Z', Date.UTC(2026, 0, 2, 3, 4, 5, 600)],
    ['2026-01-02T03:04:05.678+02:00', Date.UTC(2026, 0, 2, 1, 4, 5, 678)],
    ['1989-12-31T23:59:59.999Z', null],
    ['0026-01-02T03:04:05.678Z', null],
    ['2026-13-02T03:04:05.678Z', null],
    ['2026-00-02T03:04:05.678Z', null],
    ['2026-01-00T03:04:05.678Z', null],
    ['2026-01-02T25:04:05.678Z', null],
    ['2026-01-02T03:60:05.678Z', null],
    ['2026-01-02T03:04:05.6x8Z', null],
    ['2026-01-02 03:04:05.678Z', null],
    ['Fri, 02 Jan 2026 03:04:05', null],
    ['', null],
    [undefined, null],
  ])('%j is read as %j', (text, time) => {
    expect(instant(text)).toBe(time)
  })

  test('is what Date.parse reads, whatever its fields are', () => {
    const two = (most: number): fc.Arbitrary<string> =>
      fc.nat(most).map((number) => String(number).padStart(2, '0'))
    const written = fc
      .tuple(fc.integer({ min: 1991, max: 9999 }), two(13), two(32), two(25), two(61), two(61), fc.nat(999))
      .map(
        ([year, month, day, hour, minute, second, ms]) =>
          `${year}-${month}-${day}T${hour}:${minute}:${second}.${String(ms).padStart(3, '0')}Z`,
      )
    fc.assert(
      fc.property(written, (text) => {
        const parsed = Date.parse(text)
        expect(instant(text)).toBe(Number.isNaN(parsed) ? null : parsed)
      }),
      { numRuns: 2000 },
    )
  })
})

import { describe, expect, test } from 'vitest'
import { ScrollScale } from '../../../../renderer/rows/scroll-scale.ts'

const viewport = 600

test.each([
  ['none', 0],
  ['fewer than the viewport shows', 10 * 24],
  ['a million', 1_000_000 * 24],
  ['as many as a browser can scroll', 1_250_000 * 24],
])('%s: a pixel of the bar is a pixel of the list', (_count, height) => {
  const scale = new ScrollScale(height, viewport)
  expect(scale.boxHeight).toBe(height)
  expect(scale.scale).toBe(1)
})

describe('more rows than a browser can scroll', () => {
  const height = 5_000_000 * 24
  const scale = new ScrollScale(height, viewport)

  test('the box stays within what a browser can scroll', () => {
    expect(scale.boxHeight).toBeLessThan(33_554_428)
    expect(scale.scale).toBeGreaterThan(1)
  })

  test('both ends of the bar are the ends of the list', () => {
    expect(scale.toList(0)).toBe(0)
    expect(scale.toList(scale.boxHeight - viewport)).toBeCloseTo(height - viewport, 3)
  })

  test('to the bar and back is the same place', () => {
    for (const top of [0, 24, 1_000_000, 60_000_000, height - viewport])
      expect(scale.toList(scale.toBar(top))).toBeCloseTo(top, 3)
  })
})

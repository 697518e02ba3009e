import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearest, squarify, type Rect } from '../../../../renderer/review/treemap.ts'

const area: Rect = { x: 0, y: 0, width: 600, height: 400 }

describe('squarify', () => {
  it('draws the example of its paper', () => {
    const parts = squarify([6, 6, 4, 3, 2, 2, 1], area)
    expect(parts.slice(0, 2)).toEqual([
      { x: 0, y: 0, width: 300, height: 200 },
      { x: 0, y: 200, width: 300, height: 200 },
    ])
    expect(parts[2]?.x).toBe(300)
    expect(parts).toHaveLength(7)
  })

  it('gives one weight all of it, and nothing to none', () => {
    expect(squarify([5], area)).toEqual([area])
    expect(squarify([], area)).toEqual([])
    expect(squarify([0, 0], area).every(({ width, height }) => width * height === 0)).toBe(true)
  })

  it('gives each weight its share, inside the area, without gaps or overlaps', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(weights, (given) => {
        const sorted = given.toSorted((a, b) => b - a)
        const total = sorted.reduce((sum, weight) => sum + weight, 0)
        const parts = squarify(sorted, area)
        parts.forEach(({ x, y, width, height }, place) => {
          const share = ((sorted[place] ?? 0) / total) * area.width * area.height
          expect(width * height).toBeCloseTo(share, 4)
          expect(x).toBeGreaterThanOrEqual(-1e-6)
          expect(y).toBeGreaterThanOrEqual(-1e-6)
          expect(x + width).toBeLessThanOrEqual(area.width + 1e-6)
          expect(y + height).toBeLessThanOrEqual(area.height + 1e-6)
        })
        for (const [i, a] of parts.entries()) {
          for (const b of parts.slice(i + 1)) {
            const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
            const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
            expect(Math.min(across, down)).toBeLessThanOrEqual(1e-6)
          }
        }
      }),
    )
  })
})

describe('nearest', () => {
  const parts = squarify([1, 1, 1, 1], { x: 0, y: 0, width: 100, height: 100 })
  it.each([
    [0, 'down', 1],
    [0, 'right', 2],
    [3, 'left', 1],
    [3, 'up', 2],
    [0, 'left', 0],
    [0, 'up', 0],
  ] as const)('from %i %s is %i', (from, direction, to) => {
    expect(nearest(parts, from, direction)).toBe(to)
  })
})

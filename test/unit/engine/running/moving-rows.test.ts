import { describe, expect, it } from 'vitest'
import { MovingRows } from '../../../../main/engine/running/moving-rows.ts'
import type { PlanRow } from '../../../../shared/plan-row.ts'

const row = (seq: number, size: number | null): PlanRow => ({
  seq,
  key: `k${seq}`,
  action: 'upload',
  reason: 'only-source',
  source: size === null ? null : { size, modified: 0 },
  destination: null,
  decidedBy: 'MRG-1',
  state: 'planned',
  outcome: null,
})

describe('MovingRows', () => {
  it('has the rows between their begin and their end, in the order begun', () => {
    const moving = new MovingRows()
    moving.begin(row(2, 10))
    moving.begin(row(1, null))
    expect(moving.read()).toEqual([
      { seq: 2, key: 'k2', done: 0, total: 10 },
      { seq: 1, key: 'k1', done: 0, total: 0 },
    ])
    moving.end(2)
    expect(moving.read().map(({ seq }) => seq)).toEqual([1])
    moving.end(1)
    expect(moving.read()).toEqual([])
  })

  it.each([
    [[4, 3], 7],
    [[4, -4], 0],
    [[4, -9], 0],
    [[8, 8], 10],
    [[8, 8, -10, 3], 3],
  ])('after %j bytes of 10 stands at %i', (steps, done) => {
    const moving = new MovingRows()
    moving.begin(row(1, 10))
    for (const bytes of steps) moving.move(1, bytes)
    expect(moving.read()[0]?.done).toBe(done)
  })

  it('does not know rows that have ended, and what was read of it stays', () => {
    const moving = new MovingRows()
    moving.begin(row(1, 10))
    const read = moving.read()
    moving.move(1, 5)
    moving.end(1)
    moving.move(1, 5)
    expect(read).toMatchObject([{ done: 0 }])
    expect(moving.read()).toEqual([])
  })
})

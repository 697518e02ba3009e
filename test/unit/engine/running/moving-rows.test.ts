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
    const begun = { done: 0, rate: 0, attempt: 1, again: null }
    expect(moving.read(0)).toEqual([
      { seq: 2, key: 'k2', total: 10, ...begun },
      { seq: 1, key: 'k1', total: 0, ...begun },
    ])
    moving.end(2)
    expect(moving.read(0).map(({ seq }) => seq)).toEqual([1])
    moving.end(1)
    expect(moving.read(0)).toEqual([])
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
    for (const bytes of steps) {
      if (bytes < 0) moving.keep(1, bytes)
      else moving.move(1, bytes)
    }
    expect(moving.read(0)[0]?.done).toBe(done)
  })

  it('does not know rows that have ended, and what was read of it stays', () => {
    const moving = new MovingRows()
    moving.begin(row(1, 10))
    const read = moving.read(0)
    moving.move(1, 5)
    moving.end(1)
    moving.move(1, 5)
    expect(read).toMatchObject([{ done: 0 }])
    expect(moving.read(0)).toEqual([])
  })

  it('says how fast each goes, over the last three seconds, and counts bytes that went twice', () => {
    const moving = new MovingRows()
    moving.begin(row(1, 10_000))
    const rates: (number | undefined)[] = []
    for (const now of [0, 1000, 2000, 6000, 7000]) {
      rates.push(moving.read(now)[0]?.rate)
      if (now >= 2000) continue
      moving.move(1, 500)
      moving.keep(1, -500)
    }
    expect(rates).toEqual([0, 500, 500, 0, 0])
  })

  it('what went already is no part of the rate', () => {
    const moving = new MovingRows()
    moving.begin(row(1, 10_000))
    moving.read(0)
    moving.keep(1, 5000)
    expect(moving.read(1000)).toMatchObject([{ done: 5000, rate: 0 }])
  })

  it('says the most attempts of what a row asks for, and what the next one waits for', async () => {
    const moving = new MovingRows()
    moving.begin(row(1, 10))
    const read = () => moving.read(1000)[0]
    const error = { code: 'unreachable', message: 'No.' } as const
    const seen: unknown[] = []
    const retry = moving.watch(
      1,
      async (_what, attempt, signal, onWait) => {
        onWait?.({ wait: 300, error })
        seen.push(read())
        await attempt(signal, 3)
        seen.push(read())
        return attempt(signal, 1)
      },
      () => 900,
    )
    await retry('put', () => Promise.resolve(), new AbortController().signal)
    expect(seen).toMatchObject([
      { attempt: 1, again: { in: 200, code: 'unreachable' } },
      { attempt: 3, again: null },
    ])
    expect(read()).toMatchObject({ attempt: 3, again: null })
  })
})

import { describe, expect, it } from 'vitest'
import { Pace } from '../../../../main/engine/running/pace.ts'

const mebibyte = 1024 * 1024

/** Does so many requests, all places taken, each in the time that the server has for so many at once. */
function play(pace: Pace, count: number, ms: (atOnce: number) => number, bytes = 4096): void {
  for (let i = 0; i < count; i++) pace.took(bytes, ms(pace.limit), true)
}

const far = (): number => 100
/** One that does one request in 1 ms, and all others after it. */
const busy = (atOnce: number): number => atOnce

describe('the pace', () => {
  it('doubles with each round trip to a server that is far, up to what may be', () => {
    const pace = new Pace(256)
    const seen = [pace.limit]
    while (pace.limit < 256) {
      play(pace, pace.limit, far)
      seen.push(pace.limit)
    }
    expect(seen).toEqual([32, 64, 128, 256])
    play(pace, 1000, far)
    expect(pace.limit).toBe(256)
  })

  it('is never more than what may be', () => {
    const pace = new Pace(3)
    play(pace, 1000, far)
    expect(pace.limit).toBe(3)
  })

  it('does not rise while there is less to do than it lets through', () => {
    const pace = new Pace(256)
    for (let i = 0; i < 1000; i++) pace.took(4096, 100, false)
    expect(pace.limit).toBe(32)
  })

  it('falls to a calm one where more requests only wait for each other', () => {
    const pace = new Pace(256)
    pace.took(4096, 1, true)
    play(pace, 5000, busy)
    expect(pace.limit).toBe(16)
  })

  it('learns nothing from a clock that was set back', () => {
    const pace = new Pace(256)
    pace.took(4096, -3000, true)
    play(pace, 32, far)
    expect(pace.limit).toBe(64)
  })

  it('takes a large request’s time for what its size takes', () => {
    const pace = new Pace(256)
    play(pace, 4, far)
    play(pace, 4, () => 3000, 8 * mebibyte)
    expect(pace.limit).toBe(40)
  })

  it('is half as high when the server asks for less, once for all that was in flight, and rises slowly then', () => {
    const pace = new Pace(256)
    play(pace, 32, far)
    expect(pace.limit).toBe(64)
    for (let i = 0; i < 10; i++) pace.askedForLess()
    expect(pace.limit).toBe(32)
    play(pace, 64, far)
    expect(pace.limit).toBe(32)
    play(pace, 33, far)
    expect(pace.limit).toBe(33)
    pace.askedForLess()
    expect(pace.limit).toBe(16)
  })

  it('lets eight requests through whatever is asked, or as many as may be', () => {
    const pace = new Pace(256)
    const few = new Pace(3)
    for (let i = 0; i < 20; i++) {
      for (const one of [pace, few]) {
        one.askedForLess()
        play(one, one.limit * 2, far)
      }
      expect(pace.limit).toBeGreaterThanOrEqual(8)
    }
    pace.askedForLess()
    expect([pace.limit, few.limit]).toEqual([8, 3])
  })
})

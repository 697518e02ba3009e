import { describe, expect, test, vi } from 'vitest'
import { StallTimer } from '../../../../main/engine/s3/stall-timer.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

function timer() {
  const clock = new FakeClock()
  const onStall = vi.fn()
  return { clock, onStall, stall: new StallTimer(clock, 1000, onStall) }
}

test('a stall is told once, when nothing has moved for the time', async () => {
  const { clock, onStall, stall } = timer()
  stall.moved()
  await clock.advance(999)
  expect(onStall).not.toHaveBeenCalled()
  await clock.advance(5000)
  expect(onStall).toHaveBeenCalledOnce()
})

test('whatever moves starts the time anew', async () => {
  const { clock, onStall, stall } = timer()
  for (let i = 0; i < 10; i++) {
    stall.moved()
    await clock.advance(900)
  }
  expect(onStall).not.toHaveBeenCalled()
})

test('nothing is told before anything has moved, or once it is stopped', async () => {
  const { clock, onStall, stall } = timer()
  await clock.advance(5000)
  stall.moved()
  stall.stop()
  stall.stop()
  expect(clock.pending).toBe(0)
  await clock.advance(5000)
  expect(onStall).not.toHaveBeenCalled()
})

test('a time of 0 is no limit', async () => {
  const clock = new FakeClock()
  const stall = new StallTimer(clock, 0, () => expect.fail('It was told.'))
  stall.moved()
  expect(clock.pending).toBe(0)
  await clock.advance(1_000_000)
})

describe('a least rate of 10 bytes a second over 5 seconds', () => {
  function slow() {
    const clock = new FakeClock()
    const onStall = vi.fn<(why: string) => void>()
    return { clock, onStall, stall: new StallTimer(clock, 0, onStall, { perSecond: 10, over: 5000 }) }
  }

  test.each([
    [9, 5, true],
    [10, 5, false],
    [9, 4, false],
  ])('with %i bytes each second, for %i seconds, is not kept: %s', async (bytes, seconds, told) => {
    const { clock, onStall, stall } = slow()
    stall.moved()
    for (let i = 0; i < seconds; i++) {
      await clock.advance(1000)
      stall.moved(bytes)
    }
    expect(onStall.mock.calls).toEqual(told ? [['slow']] : [])
  })

  test('is judged anew every time: what was fast before does not excuse it', async () => {
    const { clock, onStall, stall } = slow()
    stall.moved()
    for (const bytes of [1000, 1000, 1000, 1000, 1000, 1, 1, 1, 1, 1]) {
      await clock.advance(1000)
      stall.moved(bytes)
    }
    expect(onStall).toHaveBeenCalledOnce()
  })

  test('does not count the time when it is stopped, nor what an answer takes', async () => {
    const { clock, onStall, stall } = slow()
    for (let i = 0; i < 20; i++) {
      stall.moved()
      await clock.advance(100)
      stall.moved(2)
      stall.stop()
      await clock.advance(60_000)
      stall.moved(1)
      stall.moved()
      await clock.advance(60_000)
      stall.moved()
      stall.stop()
    }
    expect([onStall.mock.calls.length, clock.pending]).toEqual([0, 0])
  })
})

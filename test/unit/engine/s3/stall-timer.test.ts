import { expect, test, vi } from 'vitest'
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

import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../fakes/fake-clock.ts'

const never = new AbortController().signal

describe('the fake clock', () => {
  it('goes to the next timer when all stands still, in order of time and then of setting', async () => {
    const clock = new FakeClock(0)
    const seen: string[] = []
    const wait = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms, never)
      seen.push(`${name} at ${clock.now()}`)
    }
    await clock.run(Promise.all([wait('hour', 3_600_000), wait('b', 5), wait('c', 5), wait('a', 1)]))
    expect(seen).toEqual(['a at 1', 'b at 5', 'c at 5', 'hour at 3600000'])
  })

  it('lets promises go on before it moves time', async () => {
    const clock = new FakeClock(0)
    let steps = 0
    const busy = async (): Promise<number> => {
      for (; steps < 100; steps++) await Promise.resolve()
      return clock.now()
    }
    clock.after(1, () => undefined)
    expect(await clock.run(busy())).toBe(0)
  })

  it('ends a sleep with the reason of its signal, and leaves no timer', async () => {
    const clock = new FakeClock(0)
    const stop = new AbortController()
    const reason = new Error('enough')
    clock.after(10, () => {
      stop.abort(reason)
    })
    await expect(clock.run(clock.sleep(1000, stop.signal))).rejects.toBe(reason)
    await expect(clock.sleep(1, stop.signal)).rejects.toBe(reason)
    expect([clock.now(), clock.pending]).toEqual([10, 0])
  })

  it('does not call back what was cancelled', async () => {
    const clock = new FakeClock(0)
    const cancel = clock.after(1, () => expect.unreachable())
    cancel()
    cancel()
    await clock.advance(100)
    expect([clock.now(), clock.pending]).toEqual([100, 0])
  })

  it('advances as far as it is told, firing what is set on the way', async () => {
    const clock = new FakeClock(0)
    const seen: number[] = []
    const tick = (): void => {
      seen.push(clock.now())
      clock.after(10, tick)
    }
    tick()
    await clock.advance(25)
    expect([seen, clock.now(), clock.pending]).toEqual([[0, 10, 20], 25, 1])
  })

  it('says so when the work waits for what never comes', async () => {
    const clock = new FakeClock()
    await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('stuck')
  })

  it('passes on how the work failed', async () => {
    await expect(new FakeClock().run(Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  })
})

import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const unstopped = new AbortController().signal

function set(perSecond: number | null) {
  const clock = new FakeClock()
  const start = clock.now()
  const bandwidth = new Bandwidth(clock, perSecond)
  /** Some takers move pieces one after another. @returns when each piece went, in milliseconds. */
  const move = async (takers: number, pieces: number, bytes: number): Promise<number[]> => {
    const times: number[] = []
    const taker = async (): Promise<void> => {
      for (let piece = 0; piece < pieces; piece++) {
        await bandwidth.take(bytes, unstopped)
        times.push(clock.now() - start)
      }
    }
    await clock.run(Promise.all(Array.from({ length: takers }, taker)))
    return times
  }
  return { clock, bandwidth, move }
}

describe('a limit', () => {
  test.each([
    [1000, 1, 50],
    [1000, 5, 10],
    [1_000_000, 16, 20],
    [123, 3, 7],
  ])('of %d bytes a second holds for %d takers of %d pieces together', async (perSecond, takers, pieces) => {
    const { clock, move } = set(perSecond)
    const times = await move(takers, pieces, 1000)
    expect(times).toHaveLength(takers * pieces)
    for (const [index, time] of times.entries()) {
      const before = index * 1000
      expect(before).toBeLessThanOrEqual(((time + 100) / 1000) * perSecond + 1000)
    }
    // Nor is anything held back that may go: the last piece went when those before it were paid for, 100 ms on credit.
    const due = Math.max(0, (((takers * pieces - 1) * 1000) / perSecond) * 1000 - 100)
    expect(times.at(-1)).toBeLessThanOrEqual(due + 1)
    expect(clock.pending).toBe(0)
  })

  test('lets no more than 100 ms worth go on credit after a pause', async () => {
    const { clock, bandwidth, move } = set(10_000)
    await clock.advance(60_000)
    const times = (await move(1, 30, 100)).map((time) => time - 60_000)
    expect(times.filter((time) => time === 0)).toHaveLength(11)
    expect(bandwidth.perSecond).toBe(10_000)
  })

  test('of null lets everything go at once', () => {
    const { bandwidth } = set(null)
    expect([1, 2, 3].map(() => bandwidth.take(1e12, unstopped))).toEqual([undefined, undefined, undefined])
  })

  test.each<[number | null, number]>([
    [1000, 1000],
    [null, 0],
  ])('that becomes %j while someone waits lets him go on under the new one', async (later, expected) => {
    const { clock, bandwidth } = set(1)
    const start = clock.now()
    expect(bandwidth.take(1000, unstopped)).toBeUndefined()
    const waits = Promise.all([bandwidth.take(1000, unstopped), bandwidth.take(1, unstopped)])
    await clock.advance(500)
    bandwidth.limit(later)
    await clock.run(waits)
    expect(clock.now() - start - 500).toBe(expected)
    expect(clock.pending).toBe(0)
  })

  test('that comes while nothing was limited holds from then on', async () => {
    const { bandwidth, move } = set(null)
    await move(1, 5, 1000)
    bandwidth.limit(1000)
    expect((await move(1, 3, 1000)).at(-1)).toBeGreaterThanOrEqual(1900)
  })
})

describe('who waits', () => {
  test('goes in the order of asking', async () => {
    const { clock, bandwidth } = set(1000)
    const order: number[] = []
    const takers = [0, 1, 2, 3].map(async (taker) => {
      await bandwidth.take(500, unstopped)
      order.push(taker)
    })
    await clock.run(Promise.all(takers))
    expect(order).toEqual([0, 1, 2, 3])
  })

  test('goes before who asks at the very time when there is room again', async () => {
    const { clock, bandwidth } = set(1000)
    const order: string[] = []
    const late = Promise.withResolvers<void>()
    clock.after(900, () => {
      void bandwidth.take(500, unstopped)?.then(() => order.push('late'))
      late.resolve()
    })
    void bandwidth.take(1000, unstopped)
    void bandwidth.take(500, unstopped)?.then(() => order.push('early'))
    await clock.advance(2000)
    await late.promise
    expect(order).toEqual(['early', 'late'])
  })

  test('and is stopped leaves with the reason, spends nothing and leaves nothing behind', async () => {
    const { clock, bandwidth } = set(1)
    const stop = new AbortController()
    void bandwidth.take(10, unstopped)
    const wait = bandwidth.take(1_000_000, stop.signal)
    const next = bandwidth.take(1, unstopped)
    stop.abort(new Error('enough'))
    await expect(wait).rejects.toThrow('enough')
    await clock.run(next ?? Promise.resolve())
    expect(getEventListeners(stop.signal, 'abort')).toEqual([])
    expect(clock.pending).toBe(0)
  })

  test('leaves no listener behind when his turn comes', async () => {
    const { clock, bandwidth } = set(1000)
    const stop = new AbortController()
    void bandwidth.take(1000, unstopped)
    await clock.run(bandwidth.take(1, stop.signal) ?? Promise.resolve())
    expect(getEventListeners(stop.signal, 'abort')).toEqual([])
  })

  test('begins no wait under a signal that has aborted', async () => {
    const { clock, bandwidth } = set(1)
    void bandwidth.take(1, unstopped)
    bandwidth.take(1, unstopped)?.catch(() => undefined)
    await expect(bandwidth.take(1, AbortSignal.abort(new Error('over')))).rejects.toThrow('over')
    expect(clock.pending).toBe(1)
  })
})

import { describe, expect, it } from 'vitest'
import { defaultBudget } from '../../../../main/engine/running/slots.ts'
import { slotsOf } from '../../../fakes/slots.ts'

const never = new AbortController().signal

describe('Slots', () => {
  it('never has more work in flight than it has slots, and does all of it in the order asked', async () => {
    const slots = slotsOf(3)
    const order: number[] = []
    let inFlight = 0
    let most = 0
    const work = Array.from({ length: 20 }, (_, i) =>
      slots.use(async () => {
        order.push(i)
        most = Math.max(most, ++inFlight)
        await new Promise((resolve) => setImmediate(resolve))
        inFlight--
      }, never),
    )
    await Promise.all(work)
    expect(most).toBe(3)
    expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i))
  })

  it('gives a slot back when its work fails', async () => {
    const slots = slotsOf(1)
    await expect(slots.use(() => Promise.reject(new Error('no')), never)).rejects.toThrow('no')
    expect(await slots.use(() => Promise.resolve('yes'), never)).toBe('yes')
  })

  it('lets who waits leave the queue, without losing a slot', async () => {
    const slots = slotsOf(1)
    const first = Promise.withResolvers<void>()
    const running = slots.use(() => first.promise, never)
    const abort = new AbortController()
    const left = slots
      .use(() => Promise.resolve('never'), abort.signal)
      .catch((error: unknown) => (error as Error).message)
    const third = slots.use(() => Promise.resolve('third'), never)
    abort.abort(new Error('left'))
    first.resolve()
    await running
    expect(await left).toBe('left')
    expect(await third).toBe('third')
    expect(await slots.use(() => Promise.resolve('again'), never)).toBe('again')
  })

  it('holds no more than its budget at once, unless it is one body', async () => {
    const gibibyte = 1024 ** 3
    const slots = slotsOf(8, { budget: gibibyte })
    const sizes = [400, 500, 200, 3072, 0, 100].map((size) => size * 1024 * 1024)
    const held: number[] = []
    let now = 0
    const work = sizes.map((size) =>
      slots.use(
        async () => {
          held.push((now += size))
          await new Promise((resolve) => setImmediate(resolve))
          now -= size
        },
        never,
        size,
      ),
    )
    await Promise.all(work)
    expect(held).toHaveLength(sizes.length)
    // The one that is larger goes alone; what holds nothing may go beside it.
    expect(held.filter((bytes) => bytes > gibibyte)).toEqual([3 * gibibyte])
  })

  it('goes on when a large one that waited leaves the queue', async () => {
    const slots = slotsOf(2)
    const first = Promise.withResolvers<void>()
    const running = slots.use(() => first.promise, never, defaultBudget)
    const abort = new AbortController()
    const large = slots.use(() => Promise.resolve(), abort.signal, 1024 ** 3).catch(() => 'left')
    const small = slots.use(() => Promise.resolve('small'), never)
    abort.abort(new Error('left'))
    expect(await Promise.all([large, small])).toEqual(['left', 'small'])
    first.resolve()
    await running
  })
})

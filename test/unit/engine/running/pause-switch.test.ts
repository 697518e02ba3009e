import { describe, expect, it } from 'vitest'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import { PauseSwitch } from '../../../../main/engine/running/pause-switch.ts'
import { RowQueue } from '../../../../main/engine/running/row-queue.ts'
import { slotsOf } from '../../../fakes/slots.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const never = new AbortController().signal
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function watch<T>(work: Promise<T>): { readonly done: () => boolean; readonly work: Promise<T> } {
  let over = false
  const end = (): void => {
    over = true
  }
  work.then(end, end)
  return { done: () => over, work }
}

describe('PauseSwitch', () => {
  it('is off at first, and then there is nothing to wait for', () => {
    const pause = new PauseSwitch()
    expect([pause.isOn, pause.wait()]).toEqual([false, undefined])
  })

  it('holds who waits until it is off', async () => {
    const pause = new PauseSwitch()
    pause.pause()
    pause.pause()
    const waiting = watch(pause.wait() ?? Promise.resolve())
    await settled()
    expect([pause.isOn, waiting.done()]).toEqual([true, false])
    pause.resume()
    await waiting.work
    expect([pause.isOn, pause.wait()]).toEqual([false, undefined])
  })

  it('is on for as long as anyone wants it, be it a person or a question', async () => {
    const pause = new PauseSwitch()
    pause.pause()
    pause.pause('credentials')
    const waiting = watch(pause.wait() ?? Promise.resolve())
    pause.resume('credentials')
    await settled()
    expect([pause.isOn, waiting.done()]).toEqual([true, false])
    pause.resume()
    await waiting.work
  })

  it('holds them still when it is off for a moment only', async () => {
    const pause = new PauseSwitch()
    pause.pause()
    const waiting = watch(pause.wait() ?? Promise.resolve())
    pause.resume()
    pause.pause()
    await settled()
    expect(waiting.done()).toBe(false)
    pause.resume()
    await waiting.work
  })

  it('holds the rows of a queue, whose stop ends the wait once it is off', async () => {
    const store = new RunStore(':memory:', new FakeClock())
    const source = { size: 1, modified: 0 }
    const decided = { action: 'upload', reason: 'only-source', decidedBy: 'MRG-1' } as const
    store.add(['a', 'b'].map((key) => ({ ...decided, key, source, destination: null })))
    const pause = new PauseSwitch()
    const queue = new RowQueue(store, 'transfer', pause)
    pause.pause()
    const first = watch(queue.next())
    await settled()
    expect(first.done()).toBe(false)
    pause.resume()
    expect((await first.work)?.key).toBe('a')
    pause.pause()
    const second = queue.next()
    queue.stop()
    pause.resume()
    expect(await second).toBeNull()
    store.close()
  })

  it('holds work that has a slot, parts of a file too, and lets what has begun end', async () => {
    const pause = new PauseSwitch()
    const slots = slotsOf(2, { pause })
    const inFlight = Promise.withResolvers<string>()
    const begun = slots.use(() => inFlight.promise, never)
    await settled()
    pause.pause()
    let parts = 0
    const part = watch(slots.use(() => Promise.resolve(++parts), never))
    inFlight.resolve('ended')
    expect(await begun).toBe('ended')
    await settled()
    expect(parts).toBe(0)
    pause.resume()
    expect(await part.work).toBe(1)
  })

  it('does not begin what was cancelled during it', async () => {
    const pause = new PauseSwitch()
    const slots = slotsOf(1, { pause })
    const abort = new AbortController()
    pause.pause()
    let parts = 0
    const held = slots.use(() => Promise.resolve(++parts), abort.signal)
    abort.abort(new Error('cancelled'))
    pause.resume()
    await expect(held).rejects.toThrow('cancelled')
    expect(parts).toBe(0)
    expect(await slots.use(() => Promise.resolve('free again'), never)).toBe('free again')
  })
})

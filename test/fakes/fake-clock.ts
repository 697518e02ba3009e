import type { Clock } from '../../main/engine/world.ts'

interface Timer {
  readonly due: number
  readonly seq: number
  readonly callback: () => void
}

/**
 * Virtual time. Nothing fires by itself: `run` plays a piece of work to its end, going to the next timer only when all
 * else stands still, and `advance` lets a stretch of time pass. Timers due at once fire in the order they were set, so
 * the same work gives the same trace. Standing still is seen for what runs in memory; the clock knows nothing of real
 * disks or sockets.
 */
export class FakeClock implements Clock {
  #now: number
  #seq = 0
  /** By due time, then by the order of setting. */
  readonly #timers: Timer[] = []

  /** @param start Milliseconds since 1970. */
  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  /** Timers that are set: 0 when a piece of work has cleaned up behind itself. */
  get pending(): number {
    return this.#timers.length
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { due: this.#now + Math.max(0, ms), seq: this.#seq++, callback }
    const at = this.#timers.findIndex((other) => other.due > timer.due)
    this.#timers.splice(at < 0 ? this.#timers.length : at, 0, timer)
    return () => {
      const index = this.#timers.indexOf(timer)
      if (index >= 0) this.#timers.splice(index, 1)
    }
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error)
        return
      }
      const stop = (): void => {
        cancel()
        reject(signal.reason as Error)
      }
      const cancel = this.after(ms, () => {
        signal.removeEventListener('abort', stop)
        resolve()
      })
      signal.addEventListener('abort', stop, { once: true })
    })
  }

  /** Lets `ms` pass, firing what falls due on the way. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await standstill()
    for (let next = this.#timers[0]; next && next.due <= end; next = this.#timers[0]) {
      this.#fire(next)
      await standstill()
    }
    this.#now = end
  }

  /**
   * Plays `work` to its end and gives its result.
   * @throws Error when the work is neither done nor waiting for a timer: it would hang for ever.
   */
  async run<T>(work: Promise<T>): Promise<T> {
    const state = { settled: false }
    const settle = (): void => {
      state.settled = true
    }
    work.then(settle, settle)
    let idle = 0
    for (;;) {
      await standstill()
      if (state.settled) return work
      const next = this.#timers[0]
      if (next) {
        idle = 0
        this.#fire(next)
      } else if (++idle > 1000) {
        throw new Error('The work is stuck: it waits for something, and no timer is set.')
      }
    }
  }

  #fire(timer: Timer): void {
    this.#timers.shift()
    this.#now = timer.due
    timer.callback()
  }
}

/** Resolves when all promises that can go on have gone on: a turn of the event loop runs the microtasks dry. */
function standstill(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

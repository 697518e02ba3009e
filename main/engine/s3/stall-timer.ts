import type { Clock } from '../world.ts'

/** The least that has to move. */
export interface LeastRate {
  /** Bytes. */
  readonly perSecond: number
  /** Milliseconds over which it is judged. */
  readonly over: number
}

/**
 * Calls back once when nothing has moved for a while, or too little. Made stopped; stopping twice does no harm.
 *
 * The rate is judged over time that ended in bytes: neither the time when it was stopped counts, nor what a server takes
 * to answer.
 */
export class StallTimer {
  readonly #clock: Clock
  readonly #after: number
  readonly #onStall: (why: 'still' | 'slow') => void
  readonly #least: LeastRate | null
  #cancel: (() => void) | null = null
  #startedAt: number | null = null
  #moved = { bytes: 0, time: 0 }

  /** @param after milliseconds without `moved()`; 0 for any time. */
  constructor(
    clock: Clock,
    after: number,
    onStall: (why: 'still' | 'slow') => void,
    least: LeastRate | null = null,
  ) {
    this.#clock = clock
    this.#after = after
    this.#onStall = onStall
    this.#least = least
  }

  /** Starts the time anew; also starts a stopped timer. @param bytes of a body */
  moved(bytes = 0): void {
    const isSlow = this.#isSlow(bytes)
    this.stop()
    if (isSlow) {
      this.#onStall('slow')
      return
    }
    if (this.#least !== null) this.#startedAt = this.#clock.now()
    if (this.#after > 0)
      this.#cancel = this.#clock.after(this.#after, () => {
        this.#onStall('still')
      })
  }

  stop(): void {
    this.#startedAt = null
    this.#cancel?.()
    this.#cancel = null
  }

  #isSlow(bytes: number): boolean {
    if (this.#least === null || this.#startedAt === null || bytes === 0) return false
    this.#moved.bytes += bytes
    this.#moved.time += this.#clock.now() - this.#startedAt
    if (this.#moved.time < this.#least.over) return false
    const { bytes: moved, time } = this.#moved
    this.#moved = { bytes: 0, time: 0 }
    return (moved / time) * 1000 < this.#least.perSecond
  }
}

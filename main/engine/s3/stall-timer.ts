import type { Clock } from '../world.ts'

/** Calls back once when nothing has moved for a while. Made stopped; stopping twice does no harm. */
export class StallTimer {
  readonly #clock: Clock
  readonly #after: number
  readonly #onStall: () => void
  #cancel: (() => void) | null = null

  /** @param after milliseconds without `moved()`; 0 for any time. */
  constructor(clock: Clock, after: number, onStall: () => void) {
    this.#clock = clock
    this.#after = after
    this.#onStall = onStall
  }

  /** Starts the time anew; also starts a stopped timer. */
  moved(): void {
    this.stop()
    if (this.#after > 0) this.#cancel = this.#clock.after(this.#after, this.#onStall)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}

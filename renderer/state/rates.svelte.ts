/** How much of the rate is drawn: readings, one every half a second. */
const kept = 120
const every = 500

/** The rates of a run, as they are drawn. */
export class Rates {
  /** Bytes a second, the newest last. */
  all = $state.raw<readonly number[]>([])
  #last = 0

  /** Takes a reading, unless the last one is of just now. */
  keep(rate: number): void {
    const now = performance.now()
    if (now - this.#last < every) return
    this.#last = now
    this.all = [...this.all, rate].slice(-kept)
  }
}

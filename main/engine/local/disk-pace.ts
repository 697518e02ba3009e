/** Calls in a row that are judged together. */
const window = 64

/** Milliseconds that such a call may take on average: what comes from memory takes hundredths of one. */
const quickOnAverage = 0.2

/** Calls left to the thread pool after a slow window; doubled each time the next window is slow too. */
const fewestLater = 1024
const mostLater = 65_536

/**
 * Decides whether small calls to the disk are made at once, on this thread, or by Node's thread pool. At once each costs
 * some 4 µs and by the pool some 40, which is most of what a small file costs; but a disk that is waited for (a network
 * drive, one that spins) would hold up everything else.
 *
 * | the last calls made at once took, on average | the next calls            |
 * |-----------------------------------------------|---------------------------|
 * | at most 0.2 ms                                | at once                   |
 * | more                                          | by the pool, 1,024 of them; twice as many if the window after them is slow too |
 */
export class DiskPace {
  readonly #now: () => number
  #count = 0
  #spent = 0
  #later = 0
  #nextLater = fewestLater

  /** @param now milliseconds, with a fraction, that only go forward */
  constructor(now: () => number) {
    this.#now = now
  }

  /** @param atOnce the call as a function that returns when it is done; `byPool` the same call as a promise */
  async call<T>(atOnce: () => T, byPool: () => Promise<T>): Promise<T> {
    if (this.#later > 0) {
      this.#later--
      return byPool()
    }
    const began = this.#now()
    try {
      return atOnce()
    } finally {
      this.#took(this.#now() - began)
    }
  }

  #took(ms: number): void {
    this.#count++
    this.#spent += ms
    // One call that takes as long as a whole window may is enough to know.
    const isSlow = this.#spent > window * quickOnAverage
    if (this.#count < window && !isSlow) return
    this.#later = isSlow ? this.#nextLater : 0
    this.#nextLater = isSlow ? Math.min(this.#nextLater * 2, mostLater) : fewestLater
    this.#count = 0
    this.#spent = 0
  }
}

/** Requests at once to begin with: on a long way each doubling costs two round trips, for its connections are new. */
const atFirst = 32

/** Slow replies alone do not bring it below this: there are servers that are slow with one request too. */
const calm = 16

/** Nor do refusals bring it below this: a server that refuses by chance would else be asked one by one. */
const least = 8

/** Milliseconds that a reply may take longer for no reason at all. */
const slack = 2

/** Requests of up to so many bytes take about as long as empty ones. */
const smallest = 64 * 1024

/**
 * How many requests are in flight at once. It follows what is seen:
 *
 * | what                                                        | the limit                                     |
 * |-------------------------------------------------------------|-----------------------------------------------|
 * | one done in up to twice the least time, all places taken    | one more: it doubles each time all of it is done|
 * | as many as the limit, each over four times the least time   | a tenth less, not below 16                    |
 * | the server, or this machine, asks for less (503, EMFILE)    | half, not below 8; from then on one more each time all of it is done |
 *
 * The least time is that of requests of about the same size: to move 8 MiB takes longer, and says nothing of a queue.
 */
export class Pace {
  readonly #most: number
  /** By the power of two of their size. */
  readonly #quickest: number[] = []
  #limit: number
  #slow = 0
  /** Done since less was asked for; what was in flight then says nothing of the new limit. */
  #unheard = 0
  #wasAsked = false

  /** @param most of them at once, whatever is seen */
  constructor(most: number) {
    this.#most = most
    this.#limit = Math.min(most, atFirst)
  }

  get limit(): number {
    return Math.floor(this.#limit)
  }

  /**
   * One is done.
   * @param bytes that it moved
   * @param ms that it took
   * @param wasFull whether all places were taken
   */
  took(bytes: number, ms: number, wasFull: boolean): void {
    // A clock that was set back meanwhile says nothing.
    if (ms < 0) return
    const quickest = this.#quickestFor(bytes, ms)
    if (this.#unheard > 0) {
      this.#unheard--
      return
    }
    if (ms <= 2 * quickest + slack) {
      if (wasFull) this.#limit = Math.min(this.#most, this.#limit + this.#step())
    } else if (ms > 4 * quickest + slack && ++this.#slow >= this.#limit) {
      this.#limit = Math.max(Math.min(calm, this.#limit), Math.floor(this.#limit * 0.9))
      this.#slow = 0
    }
  }

  /** The server, or this machine, asks for less. */
  askedForLess(): void {
    this.#wasAsked = true
    if (this.#unheard > 0) return
    this.#unheard = this.limit
    this.#limit = Math.max(Math.min(least, this.#most), Math.floor(this.#limit / 2))
    this.#slow = 0
  }

  #step(): number {
    return this.#wasAsked ? 1 / this.#limit : 1
  }

  #quickestFor(bytes: number, ms: number): number {
    const size = Math.max(0, Math.ceil(Math.log2(Math.max(bytes, 1) / smallest)))
    return (this.#quickest[size] = Math.min(this.#quickest[size] ?? ms, ms))
  }
}

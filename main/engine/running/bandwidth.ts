import type { Clock } from '../world.ts'

/** What was not used while nothing was sent can be made up for, so much of it at most: milliseconds. */
const slack = 100

interface Waiting {
  readonly bytes: number
  readonly go: () => void
}

/**
 * A limit on bytes a second, over all that take from it together, in the order they ask (CFG-4). Over any stretch of
 * time no more goes than the limit lets through in that time and 100 ms, and one last piece.
 */
export class Bandwidth {
  readonly #clock: Clock
  #perSecond: number | null
  /** When what was taken so far has gone. */
  #paidAt = 0
  #waiting: Waiting[] = []
  #cancelTimer = (): void => undefined

  /** @param perSecond bytes; null for no limit. */
  constructor(clock: Clock, perSecond: number | null) {
    this.#clock = clock
    this.#perSecond = perSecond
  }

  get perSecond(): number | null {
    return this.#perSecond
  }

  /** Another limit from now on; whoever waits goes on under it. */
  limit(perSecond: number | null): void {
    this.#perSecond = perSecond
    this.#paidAt = Math.min(this.#paidAt, this.#clock.now())
    this.#goOn()
  }

  /**
   * Asks to move some bytes: undefined where they may go at once, else a promise that resolves when they may, or
   * rejects with the signal's reason.
   */
  take(bytes: number, signal: AbortSignal): Promise<void> | undefined {
    if (this.#waiting.length === 0 && this.#mayGo()) {
      this.#spend(bytes)
      return undefined
    }
    if (signal.aborted) return Promise.reject(signal.reason as Error)
    return new Promise((resolve, reject) => {
      const waiting = {
        bytes,
        go: () => {
          signal.removeEventListener('abort', stop)
          resolve()
        },
      }
      const stop = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting)
        this.#goOn()
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', stop, { once: true })
      this.#waiting.push(waiting)
      this.#goOn()
    })
  }

  #mayGo(): boolean {
    return this.#perSecond === null || this.#paidAt <= this.#clock.now()
  }

  #spend(bytes: number): void {
    if (this.#perSecond === null) return
    const from = Math.max(this.#paidAt, this.#clock.now() - slack)
    this.#paidAt = from + (bytes / this.#perSecond) * 1000
  }

  /** Lets go who may, and comes back when the next one may. */
  #goOn(): void {
    this.#cancelTimer()
    this.#cancelTimer = () => undefined
    while (this.#mayGo()) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#spend(next.bytes)
      next.go()
    }
    if (this.#waiting.length === 0) return
    this.#cancelTimer = this.#clock.after(Math.ceil(this.#paidAt - this.#clock.now()), () => {
      this.#goOn()
    })
  }
}

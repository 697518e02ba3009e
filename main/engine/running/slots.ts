import { PauseSwitch } from './pause-switch.ts'

/**
 * A bounded number of places for work in flight. Whatever holds memory or a connection (a small file, one part of a
 * large one) holds a slot while it does, so the bound is the same however the work is cut.
 */
export class Slots {
  readonly #waiting: (() => void)[] = []
  readonly #pause: PauseSwitch
  #free: number

  constructor(count: number, pause = new PauseSwitch()) {
    this.#free = count
    this.#pause = pause
  }

  /** Runs `work` when a slot is free; in the order asked. Rejects with the signal's reason while waiting. */
  async use<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#take(signal)
    try {
      const paused = this.#pause.wait()
      if (paused !== undefined) await paused
      signal.throwIfAborted()
      return await work()
    } finally {
      this.#give()
    }
  }

  #take(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason as Error)
    if (this.#free > 0) {
      this.#free--
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        signal.removeEventListener('abort', abort)
        resolve()
      }
      const abort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1)
        reject(signal.reason as Error)
      }
      this.#waiting.push(turn)
      signal.addEventListener('abort', abort, { once: true })
    })
  }

  #give(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free++
    else next()
  }
}

import { PauseSwitch } from './pause-switch.ts'

/** So many bytes are held at once at most, or one body that is larger. */
const mostHeld = 1024 * 1024 * 1024

interface Turn {
  readonly bytes: number
  readonly begin: () => void
}

/**
 * A bounded number of places for work in flight, and of bytes that it holds. Whatever holds memory or a connection (a
 * small file, one part of a large one) holds a slot while it does, so the bound is the same however the work is cut;
 * the bytes count only where parts were asked to be large.
 */
export class Slots {
  readonly #waiting: Turn[] = []
  readonly #pause: PauseSwitch
  #free: number
  #held = 0

  constructor(count: number, pause = new PauseSwitch()) {
    this.#free = count
    this.#pause = pause
  }

  /**
   * Runs `work` when a slot is free; in the order asked. Rejects with the signal's reason while waiting.
   * @param bytes what it holds in memory
   */
  async use<T>(work: () => Promise<T>, signal: AbortSignal, bytes = 0): Promise<T> {
    await this.#take(signal, bytes)
    try {
      const paused = this.#pause.wait()
      if (paused !== undefined) await paused
      signal.throwIfAborted()
      return await work()
    } finally {
      this.#give(bytes)
    }
  }

  #take(signal: AbortSignal, bytes: number): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason as Error)
    if (this.#waiting.length === 0 && this.#hasRoomFor(bytes)) {
      this.#begin(bytes)
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const turn = {
        bytes,
        begin: () => {
          signal.removeEventListener('abort', abort)
          resolve()
        },
      }
      const abort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1)
        this.#goOn()
        reject(signal.reason as Error)
      }
      this.#waiting.push(turn)
      signal.addEventListener('abort', abort, { once: true })
    })
  }

  #hasRoomFor(bytes: number): boolean {
    return this.#free > 0 && (this.#held === 0 || this.#held + bytes <= mostHeld)
  }

  #begin(bytes: number): void {
    this.#free--
    this.#held += bytes
  }

  #give(bytes: number): void {
    this.#free++
    this.#held -= bytes
    this.#goOn()
  }

  #goOn(): void {
    for (let next = this.#waiting[0]; next && this.#hasRoomFor(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#begin(next.bytes)
      next.begin()
    }
  }
}

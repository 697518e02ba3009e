import type { Clock } from '../world.ts'
import type { Pace } from './pace.ts'
import { PauseSwitch } from './pause-switch.ts'

/** So many bytes are held at once at most, if nothing else is asked for, or one body that is larger. */
export const defaultBudget = 128 * 1024 * 1024

interface Turn {
  readonly bytes: number
  readonly begin: () => void
}

export interface SlotsOptions {
  readonly pace: Pace
  readonly clock: Pick<Clock, 'now'>
  readonly pause?: PauseSwitch
  /** Bytes held at once at most, or one body that is larger. */
  readonly budget?: number
}

/**
 * A bounded number of places for work in flight, and of bytes that it holds. Whatever holds memory or a connection (a
 * small file, one part of a large one) holds a slot while it does, so the bound is the same however the work is cut.
 */
export class Slots {
  readonly #waiting: Turn[] = []
  readonly #pace: Pace
  readonly #clock: Pick<Clock, 'now'>
  readonly #pause: PauseSwitch
  readonly #budget: number
  #taken = 0
  #held = 0

  constructor({ pace, clock, pause = new PauseSwitch(), budget = defaultBudget }: SlotsOptions) {
    this.#pace = pace
    this.#clock = clock
    this.#pause = pause
    this.#budget = budget
  }

  /**
   * Runs `work` when a slot is free; in the order asked. Rejects with the signal's reason while waiting. Work that goes on
   * holding its slot when its request is done says so by `moved`: only until then it tells of the pace.
   *
   * @param bytes what it holds in memory
   * @param moved the bytes that it moves, where it does not hold them all
   */
  async use<T>(
    work: (moved: () => void) => Promise<T>,
    signal: AbortSignal,
    bytes = 0,
    moved = bytes,
  ): Promise<T> {
    await this.#take(signal, bytes)
    try {
      const paused = this.#pause.wait()
      if (paused !== undefined) await paused
      signal.throwIfAborted()
      const began = this.#clock.now()
      let isTold = false
      const tell = (): void => {
        if (!isTold) this.#pace.took(moved, this.#clock.now() - began, this.#taken >= this.#pace.limit)
        isTold = true
      }
      const result = await work(tell)
      tell()
      return result
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
    return this.#taken < this.#pace.limit && (this.#held === 0 || this.#held + bytes <= this.#budget)
  }

  #begin(bytes: number): void {
    this.#taken++
    this.#held += bytes
  }

  #give(bytes: number): void {
    this.#taken--
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

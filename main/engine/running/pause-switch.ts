/** Who holds work back: the person at the window, or a question about credentials that nobody has answered yet. */
export type PauseReason = 'person' | 'credentials'

/**
 * Holds work back while anyone wants it held: nothing new begins until nobody does any more. A cancel takes a person's
 * pause away, and answers the question.
 */
export class PauseSwitch {
  readonly #reasons = new Set<PauseReason>()
  #paused: PromiseWithResolvers<void> | null = null

  get isOn(): boolean {
    return this.#paused !== null
  }

  pause(reason: PauseReason = 'person'): void {
    this.#reasons.add(reason)
    this.#paused ??= Promise.withResolvers()
  }

  resume(reason: PauseReason = 'person'): void {
    this.#reasons.delete(reason)
    if (this.#reasons.size > 0) return
    this.#paused?.resolve()
    this.#paused = null
  }

  /** Settles when it is off; undefined where it is off already. */
  wait(): Promise<void> | undefined {
    return this.#paused === null ? undefined : this.#untilOff()
  }

  /** One that is on again before who waits has gone on is still on. */
  async #untilOff(): Promise<void> {
    while (this.#paused !== null) await this.#paused.promise
  }
}

/** Holds work back while it is on: nothing new begins until it is off again. A cancel turns it off. */
export class PauseSwitch {
  #paused: PromiseWithResolvers<void> | null = null

  get isOn(): boolean {
    return this.#paused !== null
  }

  pause(): void {
    this.#paused ??= Promise.withResolvers()
  }

  resume(): void {
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

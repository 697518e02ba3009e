import type { Place } from '../../shared/bridge/places.ts'

/** A place that was shown, and how it was looked at. */
export interface Visit {
  readonly place: Place
  readonly top: number
  readonly cursorName: string | null
}

const placesKept = 100

/** The places a pane was at, and those it has gone back from. */
export class Visits {
  #past = $state.raw<readonly Visit[]>([])
  #future = $state.raw<readonly Visit[]>([])

  get before(): Visit | undefined {
    return this.#past.at(-1)
  }

  get after(): Visit | undefined {
    return this.#future.at(-1)
  }

  /** It went on from a place, to another one. */
  wentOn(from: Visit): void {
    this.#past = [...this.#past, from].slice(-placesKept)
    this.#future = []
  }

  wentBack(from: Visit | null): void {
    this.#past = this.#past.slice(0, -1)
    if (from !== null) this.#future = [...this.#future, from]
  }

  wentForward(from: Visit | null): void {
    this.#future = this.#future.slice(0, -1)
    if (from !== null) this.#past = [...this.#past, from]
  }
}

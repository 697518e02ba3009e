import { setImmediate } from 'node:timers/promises'
import type { RowChoice } from '../../../shared/review.ts'
import type { Review } from '../../engine/index.ts'

/** Rows looked at in one go: some twenty milliseconds of them. */
const atOnce = 10_000

/**
 * Choices of the rows of one plan, one after the other. Each looks at some of the rows at a time, so that this process
 * answers others in between, a million rows or not.
 */
export class RowChoices {
  readonly #review: Review
  readonly #onPart: () => void
  #open = 0
  #last: Promise<void> = Promise.resolve()

  /** @param onPart is called when rows have changed. */
  constructor(review: Review, onPart: () => void) {
    this.#review = review
    this.#onPart = onPart
  }

  /** Some are being made: the plan is between what it was and what it is to be. */
  get open(): boolean {
    return this.#open > 0
  }

  /** Settles when those that were asked for have been made. */
  get ended(): Promise<void> {
    return this.#last
  }

  /** @param expectAllowed throws where rows may not be chosen now; it is asked before each part. */
  async make(choice: RowChoice, included: boolean, expectAllowed: () => void): Promise<void> {
    expectAllowed()
    this.#open++
    const made = this.#last.then(() => this.#makeParts(choice, included, expectAllowed))
    this.#last = made.catch(() => undefined)
    try {
      await made
    } finally {
      this.#open--
    }
  }

  async #makeParts(choice: RowChoice, included: boolean, expectAllowed: () => void): Promise<void> {
    const { rowCount } = this.#review
    for (let first = 1; first <= rowCount; first += atOnce) {
      if (first > 1) await setImmediate()
      expectAllowed()
      const last = Math.min(rowCount, first + atOnce - 1)
      if (this.#review.choose(choice, included, { first, last }) > 0) this.#onPart()
    }
  }
}

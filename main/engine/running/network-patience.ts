import { SluiceError } from '../../../shared/errors.ts'
import { retryClass } from '../s3/retry-class.ts'
import type { Clock } from '../world.ts'
import type { Retry } from './retry.ts'

/** Milliseconds: the first wait for a network that is gone; doubled each time, up to the longest. */
const firstWait = 2_000
const longestWait = 10_000

/**
 * Waits for a network that has gone, where somebody watches a run and can cancel it: what fails for want of one is tried
 * until it is back.
 *
 * | it fails with                            | somebody watches | answered since its last attempt | ever answered | then       |
 * |------------------------------------------|------------------|---------------------------------|---------------|------------|
 * | another error                            |                  |                                 |               | it fails   |
 * | not reached, or silent                   | no               |                                 |               | it fails   |
 * | not reached, or silent                   | yes              | yes: it is this request alone   |               | it fails   |
 * | not reached, or silent                   | yes              | no                              | no            | it fails   |
 * | not reached, or silent                   | yes              | no                              | yes           | tried again|
 */
export class NetworkPatience {
  /** Somebody watches. */
  isOn = false
  readonly #clock: Clock
  /** How many requests a server has answered, with whatever. */
  #answers = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The same retry, with patience. The number of an attempt counts those before each wait, too. */
  over(retry: Retry): Retry {
    return async (what, attempt, signal, onWait) => {
      let tried = 0
      for (let waits = 0; ; waits++) {
        const before = tried
        let answered = this.#answers
        try {
          const done = await retry(
            what,
            (attemptSignal, number) => {
              tried = before + number
              answered = this.#answers
              return attempt(attemptSignal, tried)
            },
            signal,
            onWait,
          )
          this.#answers++
          return done
        } catch (error) {
          if (!isOfNetwork(error)) {
            if (error instanceof SluiceError && error.s3?.status !== undefined) this.#answers++
            throw error
          }
          if (!this.isOn || signal.aborted || answered === 0 || this.#answers > answered) throw error
          const wait = Math.min(longestWait, firstWait * 2 ** waits)
          onWait?.({ wait, error: error.toData() })
          await this.#clock.sleep(wait, signal)
        }
      }
    }
  }
}

const isOfNetwork = (error: unknown): error is SluiceError =>
  error instanceof SluiceError &&
  (error.code === 'unreachable' || error.code === 'stalled') &&
  retryClass(error) === 'yes'

import { SluiceError } from '../../../shared/errors.ts'
import { retryClass } from '../s3/retry-class.ts'
import type { Clock } from '../world.ts'
import type { Retry } from './retry.ts'

/** Milliseconds: the first wait for a network that is gone; doubled each time, up to the longest. */
const firstWait = 2_000
const longestWait = 10_000

/**
 * Waits for a network that has gone, where somebody watches a run and can cancel it: what fails for want of one is tried
 * until it is back. A round is all the attempts of a retry.
 *
 * | it fails with           | somebody watches | ever answered | answered since its last attempt | so did the round before | then                  |
 * |-------------------------|------------------|---------------|---------------------------------|-------------------------|-----------------------|
 * | another error           |                  |               |                                 |                         | it fails              |
 * | not reached, or silent  | no               |               |                                 |                         | it fails              |
 * | not reached, or silent  | yes              | no            |                                 |                         | it fails              |
 * | not reached, or silent  | yes              | yes           | no: the network is gone         |                         | waits, another round  |
 * | not reached, or silent  | yes              | yes           | yes: the network is back        | no                      | another round at once |
 * | not reached, or silent  | yes              | yes           | yes: it is this request alone   | yes                     | it fails              |
 *
 * An answer is a reply that has begun, to this request or another one, whatever becomes of its body.
 */
export class NetworkPatience {
  /** Somebody watches. */
  isOn = false
  readonly #clock: Clock
  #answers = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A server has answered, with whatever. */
  heard(): void {
    this.#answers++
  }

  /** The same retry, with patience. The number of an attempt counts those of earlier rounds, too. */
  over(retry: Retry): Retry {
    return async (what, attempt, signal, onWait) => {
      let tried = 0
      let waits = 0
      let failedBesideAnswers = false
      for (;;) {
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
          this.heard()
          return done
        } catch (error) {
          if (!isOfNetwork(error)) {
            if (error instanceof SluiceError && error.s3?.status !== undefined) this.heard()
            throw error
          }
          const besideAnswers = this.#answers > answered
          if (!this.isOn || signal.aborted || answered === 0 || (besideAnswers && failedBesideAnswers))
            throw error
          failedBesideAnswers = besideAnswers
          if (besideAnswers) continue
          const wait = Math.min(longestWait, firstWait * 2 ** waits++)
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

import { SluiceError, type ErrorCode, type ErrorData } from '../../../shared/errors.ts'
import type { SideName } from '../../../shared/job.ts'
import type { Identity } from '../s3/object-store.ts'
import { unlessAborted } from '../unless-aborted.ts'
import type { Log } from '../world.ts'
import type { PauseSwitch } from './pause-switch.ts'

/** What is asked about when credentials have ended, and asking their source once more brought none that hold. */
export interface Expired {
  readonly error: ErrorData
  /** Whose they are; null where the store does not say. */
  readonly identity: Identity | null
  /** The sides that are reached with them. */
  readonly sides: readonly SideName[]
}

export type ExpiredAnswer = 'go-on' | 'stop'

/** @param signal aborts when the answer is not wanted any more. */
export type OnExpired = (expired: Expired, signal: AbortSignal) => Promise<ExpiredAnswer>

/** After new credentials were promised, these say that they are not there yet, or not the right ones. */
const notYetRenewed: ReadonlySet<ErrorCode> = new Set(['credentials-refused', 'no-credentials'])

const stops = Promise.resolve('stop' as const)

/**
 * Holds a run while its credentials are renewed: nothing new begins, one question is asked for all calls that failed,
 * and after it each of them is made again. That is no attempt of a retry, for the server has done nothing.
 *
 * | a call failed with                      | answered since it began | stopped | then                       |
 * |-----------------------------------------|-------------------------|---------|----------------------------|
 * | another error                           | any                     | any     | it fails                   |
 * | refused or no credentials, none renewed | any                     | any     | it fails                   |
 * | expired; or the above, after an answer  | any                     | yes     | it fails                   |
 * |                                         | yes                     | no      | it is made again           |
 * |                                         | no                      | no      | the question, then either  |
 */
export class ExpiredCredentials {
  readonly #ask: OnExpired
  readonly #pause: PauseSwitch
  readonly #log: Log
  #signal = AbortSignal.any([])
  #answers = 0
  #stopped = false
  #asking: Promise<ExpiredAnswer> | null = null

  /** @param ask absent where nobody can be asked: then the run stops. */
  constructor(pause: PauseSwitch, log: Log, ask: OnExpired = () => stops) {
    this.#ask = ask
    this.#pause = pause
    this.#log = log
  }

  /** A part of the run begins, which these signals end: then the answer is to stop. */
  begin(...signals: readonly AbortSignal[]): void {
    this.#signal = AbortSignal.any([...signals])
    this.#answers = 0
    this.#stopped = false
  }

  /** Makes a call, and makes it again for as long as new credentials are promised. */
  async call<T>(
    make: () => Promise<T>,
    who: Pick<Expired, 'identity' | 'sides'>,
    signal: AbortSignal,
  ): Promise<T> {
    for (;;) {
      const before = this.#answers
      try {
        return await make()
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof SluiceError) || !this.#isAboutCredentials(error.code)) throw error
        const answered = this.#answers > before && !this.#stopped
        const answer = answered ? 'go-on' : await this.#answerTo({ ...who, error: error.toData() }, signal)
        if (answer === 'stop') throw error
      }
    }
  }

  #isAboutCredentials(code: ErrorCode): boolean {
    return code === 'credentials-expired' || (this.#answers > 0 && notYetRenewed.has(code))
  }

  /** The one question there is. Rejects with the reason of the call's own signal while it waits. */
  #answerTo(expired: Expired, signal: AbortSignal): Promise<ExpiredAnswer> {
    if (this.#stopped || this.#signal.aborted || expired.identity?.renewal === null) return stops
    this.#asking ??= this.#question(expired).finally(() => {
      this.#asking = null
    })
    return unlessAborted(this.#asking, signal)
  }

  async #question(expired: Expired): Promise<ExpiredAnswer> {
    const { sides, error } = expired
    this.#log.write({ what: 'credentials-expired', sides, error })
    this.#pause.pause('credentials')
    try {
      const answer = await unlessAborted(this.#ask(expired, this.#signal), this.#signal).catch(
        (reason: unknown) => {
          if (this.#signal.aborted) return 'stop' as const
          throw reason
        },
      )
      this.#log.write({ what: 'credentials-answer', sides, answer })
      this.#answers++
      this.#stopped = answer === 'stop'
      return answer
    } finally {
      this.#pause.resume('credentials')
    }
  }
}

import type { Place } from '../../../shared/bridge/places.ts'
import type { ExpiredStatus } from '../../../shared/bridge/plans.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { Expired, ExpiredAnswer } from '../../engine/index.ts'

/** What a plan asks of whoever looks at it while its credentials have expired. */
export class ExpiredQuestion {
  readonly #places: Readonly<Record<'source' | 'destination', Place>>
  readonly #onChange: () => void
  #open: { readonly expired: Expired; readonly answer: (how: ExpiredAnswer) => void } | null = null
  #asked = 0

  constructor(places: Readonly<Record<'source' | 'destination', Place>>, onChange: () => void) {
    this.#places = places
    this.#onChange = onChange
  }

  /** Null where nothing is asked. */
  get status(): ExpiredStatus | null {
    if (this.#open === null) return null
    const { error, identity } = this.#open.expired
    const connectionId = this.#connectionOf(this.#open.expired)
    const takesKeys = connectionId.startsWith('session:')
    return { error, renewal: identity?.renewal ?? null, connectionId, takesKeys, asked: this.#asked }
  }

  /** Asks, until it is answered or the signal takes the question back. */
  async ask(expired: Expired, signal: AbortSignal): Promise<ExpiredAnswer> {
    const { promise, resolve } = Promise.withResolvers<ExpiredAnswer>()
    const stop = (): void => {
      resolve('stop')
    }
    signal.addEventListener('abort', stop, { once: true })
    this.#open = { expired, answer: resolve }
    this.#asked++
    this.#onChange()
    try {
      return await promise
    } finally {
      signal.removeEventListener('abort', stop)
      this.#open = null
      this.#onChange()
    }
  }

  /**
   * @param renew takes new keys for the connection, where a person has given them
   * @throws SluiceError `usage` where nothing is asked, and what `renew` throws.
   */
  goOn(renew: (connectionId: string) => void): void {
    if (this.#open === null) {
      throw new SluiceError({
        code: 'usage',
        message: 'This plan waits for no credentials.',
        advice: 'It goes on by itself.',
      })
    }
    renew(this.#connectionOf(this.#open.expired))
    this.#open.answer('go-on')
  }

  #connectionOf({ sides }: Expired): string {
    return this.#places[sides[0] ?? 'destination'].connectionId
  }
}

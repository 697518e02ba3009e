import type { SignIn } from '../../../shared/bridge/places.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { beginSsoSignIn, type Clock, type OpenS3Options, type SsoSignIn } from '../../engine/index.ts'

/** What a person does in the window to be somebody: logins that are to be confirmed, codes of second factors. */
export class SignIns {
  readonly #env: OpenS3Options['env']
  readonly #clock: Clock
  /** By connection. */
  readonly #begun = new Map<string, SsoSignIn>()
  readonly #codes = new Map<string, string>()

  constructor(env: OpenS3Options['env'], clock: Clock) {
    this.#env = env
    this.#clock = clock
  }

  /** Begins a login; one that was begun before for this connection is left. @throws SluiceError as `beginSsoSignIn` */
  async begin(id: string, profile: string, signal: AbortSignal): Promise<SignIn> {
    const begun = await beginSsoSignIn({ profile, env: this.#env, clock: this.#clock }, signal)
    this.#begun.get(id)?.cancel()
    this.#begun.set(id, begun)
    const { url, code, until } = begun
    return { url, code, until }
  }

  close(): void {
    for (const begun of this.#begun.values()) begun.cancel()
    this.#begun.clear()
  }

  /** @throws SluiceError `usage` where none was begun, and as `SsoSignIn.confirmed`. */
  async confirmed(id: string, signal: AbortSignal): Promise<void> {
    const begun = this.#begun.get(id)
    if (begun === undefined) {
      throw new SluiceError({
        code: 'usage',
        message: 'No login was begun for this connection.',
        subject: id,
        advice: 'Begin it first.',
      })
    }
    try {
      await begun.confirmed(signal)
    } finally {
      if (this.#begun.get(id) === begun) this.#begun.delete(id)
    }
  }

  /** A code is there while `use` lasts, and for one question. */
  async withCode<T>(id: string, code: string, use: () => Promise<T>): Promise<T> {
    this.#codes.set(id, code)
    try {
      return await use()
    } finally {
      this.#codes.delete(id)
    }
  }

  /** The answer to the question for a code. @throws SluiceError `credentials-expired` where none was given. */
  async takeCode(id: string, serial: string): Promise<string> {
    const code = this.#codes.get(id)
    this.#codes.delete(id)
    if (code !== undefined) return code
    throw new SluiceError({
      code: 'credentials-expired',
      message: `A code of the second factor ${serial} is needed.`,
      subject: serial,
      advice: 'Type the code that the device shows now.',
    })
  }
}

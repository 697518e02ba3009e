import type { Log } from '../world.ts'
import { Sender } from './sender.ts'
import type { SenderOptions, SenderThreads } from './sender-messages.ts'

/**
 * The threads of one connection, which sign and send its small requests: that is half of what a small object costs. They
 * are begun when there have been some, and used from when they are up; a thread that is lost fails what it had in flight
 * as a broken connection does, and is not begun again.
 */
export class Senders {
  readonly #threads: SenderThreads
  readonly #options: SenderOptions
  readonly #log: Log | undefined
  #senders: Sender[] | null = null
  #asked = 0

  constructor(threads: SenderThreads, options: SenderOptions, log?: Log) {
    this.#threads = threads
    this.#options = options
    this.#log = log
  }

  /** One that is up and has the least to do; null while there is none. */
  next(): Sender | null {
    if (this.#senders === null) {
      if (this.#asked++ < this.#threads.after) return null
      this.#senders = this.#begin()
    }
    let free: Sender | null = null
    for (const sender of this.#senders)
      if (sender.isUp && sender.inFlight < (free?.inFlight ?? Number.POSITIVE_INFINITY)) free = sender
    return free
  }

  close(): void {
    for (const sender of this.#senders ?? []) sender.close()
    this.#senders = []
  }

  #begin(): Sender[] {
    const lost = (error: unknown): void => {
      this.#log?.write({ what: 'sender-thread-lost', error: String(error) })
    }
    const { most } = this.#threads
    const options = { ...this.#options, maxSockets: Math.ceil(this.#options.maxSockets / Math.max(1, most)) }
    const begun: Sender[] = []
    try {
      while (begun.length < most) begun.push(new Sender(this.#threads.start(options), lost))
    } catch (error) {
      lost(error)
    }
    return begun
  }
}

import type { Answer, SenderThread, SentError, Signing, SmallRequest } from './sender-messages.ts'
import { WireFault } from './wire-fault.ts'
import type { WholeReply } from './wire-handler.ts'

interface Waiting {
  readonly resolve: (reply: WholeReply) => void
  readonly reject: (error: Error) => void
}

interface Gathered {
  readonly signing: Signing
  readonly requests: (SmallRequest & { readonly id: number })[]
}

/** Requests that go to the thread at once, without waiting for more: it works on them while more are prepared. */
const fullBatch = 8

/** One thread that sends. Requests asked for together go to it together. It keeps no process alive but for an answer. */
export class Sender {
  isUp = false
  readonly #thread: SenderThread
  readonly #onLost: (error: unknown) => void
  readonly #waiting = new Map<number, Waiting>()
  #gathered: Gathered | null = null
  #lastId = 0
  #isOver = false

  constructor(thread: SenderThread, onLost: (error: unknown) => void) {
    this.#thread = thread
    this.#onLost = onLost
    const lose = (error: unknown): void => {
      this.#lose(error)
    }
    thread.on('message', (message) => {
      if ('ready' in message) this.isUp = !this.#isOver
      else for (const answer of message.answers) this.#settle(answer)
    })
    thread.on('error', lose)
    thread.on('messageerror', lose)
    thread.on('exit', (code) => {
      lose(new Error(`It ended by itself, with ${code}.`))
    })
    thread.unref()
  }

  get inFlight(): number {
    return this.#waiting.size
  }

  /**
   * Signs a request and sends it.
   * @returns the reply, whatever its status
   *
   * Rejects with the signal's reason at once, and with what a `WireHandler` throws. The body may be used again as soon
   * as either has happened, and must stay as it is until then.
   */
  send(request: SmallRequest, signing: Signing, signal: AbortSignal): Promise<WholeReply> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      if (this.#isOver) throw hasEnded()
      const id = ++this.#lastId
      const stop = (): void => {
        this.#forget(id)
        if (!this.#takeBack(id)) this.#thread.postMessage({ cancel: id })
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', stop, { once: true })
      if (this.#waiting.size === 0) this.#thread.ref()
      this.#waiting.set(id, {
        resolve: (reply) => {
          signal.removeEventListener('abort', stop)
          resolve(reply)
        },
        reject: (error) => {
          signal.removeEventListener('abort', stop)
          reject(error)
        },
      })
      this.#gather({ ...request, id }, signing)
    })
  }

  close(): void {
    this.#lose(null)
  }

  #gather(request: SmallRequest & { readonly id: number }, signing: Signing): void {
    if (this.#gathered !== null && !isSame(this.#gathered.signing, signing)) this.#flush()
    if (this.#gathered !== null) {
      if (this.#gathered.requests.push(request) >= fullBatch) this.#flush()
      return
    }
    this.#gathered = { signing, requests: [request] }
    // eslint-disable-next-line no-restricted-globals -- no time: when all that is ready now has had its turn
    setImmediate(() => {
      this.#flush()
    })
  }

  /** @returns whether it had not gone to the thread yet */
  #takeBack(id: number): boolean {
    const index = this.#gathered?.requests.findIndex((request) => request.id === id) ?? -1
    if (index >= 0) this.#gathered?.requests.splice(index, 1)
    return index >= 0
  }

  #flush(): void {
    if (this.#gathered === null || this.#isOver) return
    const { signing, requests } = this.#gathered
    const { accessKeyId, secretAccessKey, sessionToken } = signing.credentials
    this.#gathered = null
    const bodies = new Uint8Array(requests.reduce((sum, { body }) => sum + body.length, 0))
    let from = 0
    for (const { body } of requests) {
      bodies.set(body, from)
      from += body.length
    }
    const batch = {
      ...signing,
      // A provider may give more with them than can be handed on.
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
      bodies,
      requests: requests.map(({ body, ...request }) => ({ ...request, length: body.length })),
    }
    this.#thread.postMessage({ batch }, [bodies.buffer])
  }

  #settle(answer: Answer): void {
    const waiting = this.#forget(answer.id)
    if (waiting === undefined) return
    if ('fault' in answer) waiting.reject(new WireFault(answer.fault, answer.message))
    else if ('error' in answer) waiting.reject(errorOf(answer.error))
    else waiting.resolve({ ...answer, body: Buffer.from(answer.body.buffer) })
  }

  #forget(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (waiting !== undefined && this.#waiting.size === 0 && !this.#isOver) this.#thread.unref()
    return waiting
  }

  /** @param error null where nothing went wrong: it is not wanted any more */
  #lose(error: unknown): void {
    if (this.#isOver) return
    this.#isOver = true
    this.isUp = false
    this.#gathered = null
    if (error !== null) this.#onLost(error)
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { reject } of waiting) reject(hasEnded())
    // Resolves with its exit code, whatever that is.
    void this.#thread.terminate()
  }
}

/** Whether both can go in one batch: of the time, its second is signed. */
const isSame = (one: Signing, other: Signing): boolean =>
  one.target === other.target &&
  one.credentials === other.credentials &&
  Math.floor(one.now / 1000) === Math.floor(other.now / 1000)

/** It is tried again as after a broken connection. */
const hasEnded = (): Error =>
  Object.assign(new Error('The thread that was to send it has ended.'), { code: 'ECONNRESET' })

function errorOf({ name, message, code }: SentError): Error {
  const error = new Error(message)
  error.name = name
  return code === null ? error : Object.assign(error, { code })
}

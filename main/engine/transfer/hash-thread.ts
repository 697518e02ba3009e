import { Worker } from 'node:worker_threads'
import { SluiceError } from '../../../shared/errors.ts'
import type { Log } from '../world.ts'
import { hashInline, type HashAlgorithm, type Hashing, type RunningHash } from './hashing.ts'

/** Bytes: less is hashed sooner than a thread can be asked. */
const worthAsking = 1024 * 1024

interface Task {
  /** Its answer has the same. */
  readonly id: number
  /** Which running digest it belongs to; its own id where it is all of one. */
  readonly of: number
  readonly algorithm: HashAlgorithm
  readonly bytes: Uint8Array | null
  /** The digest is wanted, and nothing follows. */
  readonly ends: boolean
}

interface Answer {
  readonly id: number
  readonly digest: Uint8Array | null
}

/** As text, so that it needs no file of its own beside a bundle. It takes tasks and gives answers. */
const threadSource = `
const { createHash } = require('node:crypto')
const { parentPort } = require('node:worker_threads')
const running = new Map()
parentPort.on('message', ({ id, of, algorithm, bytes, ends }) => {
  const hash = running.get(of) ?? createHash(algorithm)
  if (bytes !== null) hash.update(bytes)
  if (ends) running.delete(of)
  else running.set(of, hash)
  parentPort.postMessage({ id, digest: ends ? hash.digest() : null })
})
`

const startThread = (): Worker => new Worker(threadSource, { eval: true, name: 'hashing', execArgv: [] })

/**
 * Hashes large bodies on a thread of its own, which is begun with the first of them. It shares their memory, so only
 * bodies in a `SharedArrayBuffer` go there; all others are hashed here.
 *
 * | the thread            | a whole body            | a running digest                                          |
 * |-----------------------|-------------------------|-----------------------------------------------------------|
 * | is up                 | there                   | there                                                     |
 * | is not up yet         | here; it begins to start| there, once it is up                                      |
 * | never started, or died| here                    | here; one that was there is lost, and fails as `integrity`|
 *
 * The thread keeps no process alive, except for an answer that is waited for.
 */
export class ThreadedHashing implements Hashing {
  readonly #log: Log
  readonly #start: () => Worker
  #thread: Worker | null = null
  #isUp = false
  #isLost = false
  #lastId = 0
  /** What waits for an answer; null is given to it where none will come. */
  readonly #waiting = new Map<number, (answer: Answer | null) => void>()

  constructor(log: Log, start = startThread) {
    this.#log = log
    this.#start = start
  }

  async digest(algorithm: HashAlgorithm, bytes: Uint8Array): Promise<Uint8Array> {
    if (bytes.length < worthAsking || !isShared(bytes)) return hashInline.digest(algorithm, bytes)
    const thread = this.#begun()
    if (thread === null || !this.#isUp) return hashInline.digest(algorithm, bytes)
    const id = ++this.#lastId
    const answer = await this.#ask(thread, { id, of: id, algorithm, bytes, ends: true })
    return answer?.digest ?? hashInline.digest(algorithm, bytes)
  }

  begin(algorithm: HashAlgorithm): RunningHash {
    const thread = this.#begun()
    if (thread === null) return hashInline.begin(algorithm)
    const of = ++this.#lastId
    const ask = (bytes: Uint8Array | null, ends: boolean): Promise<Answer | null> =>
      this.#ask(thread, { id: ++this.#lastId, of, algorithm, bytes, ends })
    return {
      update: async (bytes) => {
        await ask(isShared(bytes) ? bytes : Uint8Array.from(bytes), false)
      },
      digest: async () => {
        const answer = await ask(null, true)
        if (answer?.digest == null) throw digestLost()
        return answer.digest
      },
    }
  }

  close(): void {
    const thread = this.#thread
    this.#thread = null
    this.#isUp = false
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const resolve of waiting) resolve(null)
    // Resolves with its exit code, whatever that is.
    void thread?.terminate()
  }

  /** @returns null where there is none, and will be none. */
  #begun(): Worker | null {
    if (this.#isLost || this.#thread !== null) return this.#thread
    try {
      const thread = this.#start()
      const lose = (error: unknown): void => {
        if (this.#thread === thread) this.#lose(error)
      }
      thread.once('online', () => (this.#isUp = this.#thread === thread))
      thread.on('message', (answer: Answer) => {
        this.#settle(answer)
      })
      thread.once('messageerror', lose)
      thread.once('error', lose)
      thread.once('exit', (code) => {
        lose(new Error(`It ended by itself, with ${code}.`))
      })
      thread.unref()
      this.#thread = thread
    } catch (error) {
      this.#lose(error)
    }
    return this.#thread
  }

  #ask(thread: Worker, task: Task): Promise<Answer | null> {
    if (this.#thread !== thread) return Promise.resolve(null)
    return new Promise((resolve) => {
      if (this.#waiting.size === 0) thread.ref()
      this.#waiting.set(task.id, resolve)
      thread.postMessage(task)
    })
  }

  #settle(answer: Answer): void {
    const resolve = this.#waiting.get(answer.id)
    if (resolve === undefined) return
    this.#waiting.delete(answer.id)
    if (this.#waiting.size === 0) this.#thread?.unref()
    resolve(answer)
  }

  #lose(error: unknown): void {
    this.#isLost = true
    this.#log.write({ what: 'hashing-thread-lost', error: String(error) })
    this.close()
  }
}

const isShared = ({ buffer }: Uint8Array): boolean => buffer instanceof SharedArrayBuffer

const digestLost = (): SluiceError =>
  new SluiceError({
    code: 'integrity',
    message: 'The thread that computes digests has ended before it came to one.',
    advice: 'Nothing was put in place. Run the sync again.',
  })

import type { ObjectBody } from '../../main/engine/s3/object-store.ts'
import type { StoredObject } from './memory-s3-bucket.ts'
import type { MemoryS3 } from './memory-s3.ts'

/** A body on its way. Open until it is read to its end, cancelled, or its signal aborts. */
export class MemoryBody implements ObjectBody {
  readonly size: number
  readonly etag: string
  readonly etagIsDigest: boolean
  readonly checksum = null
  readonly bytes: AsyncIterable<Uint8Array>
  readonly #server: MemoryS3
  readonly #signal: AbortSignal
  readonly #aborted: Promise<never>
  #open = true
  #stop: () => void

  /** @param sent What of the object was asked for, as the server means to send it. */
  constructor(server: MemoryS3, key: string, object: StoredObject, sent: Uint8Array, signal: AbortSignal) {
    this.size = object.bytes.length
    this.etag = object.etag
    this.etagIsDigest = object.etagIsDigest
    this.#server = server
    this.#signal = signal
    const { promise, reject } = Promise.withResolvers<never>()
    promise.catch(() => undefined)
    this.#aborted = promise
    this.#stop = () => {
      this.cancel()
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', this.#stop, { once: true })
    server.openBodies++
    this.bytes = this.#read(server.body?.(key, sent) ?? sent)
  }

  cancel(): void {
    if (!this.#open) return
    this.#open = false
    this.#server.openBodies--
    this.#signal.removeEventListener('abort', this.#stop)
  }

  async *#read(sent: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const chunks = (sent instanceof Uint8Array ? inChunks(sent, this.#server.chunkSize) : sent)[
      Symbol.asyncIterator
    ]()
    try {
      for (;;) {
        this.#signal.throwIfAborted()
        if (!this.#open) return
        const chunk: IteratorResult<Uint8Array, unknown> = await Promise.race([chunks.next(), this.#aborted])
        if (chunk.done === true) return
        yield chunk.value
      }
    } finally {
      this.cancel()
    }
  }
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve()
    yield bytes.slice(at, at + size)
  }
}

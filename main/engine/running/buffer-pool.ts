/** Bodies smaller than this are not worth keeping a buffer for: bytes. */
const smallest = 1024 * 1024

export interface BufferPoolOptions {
  /** Bytes in use and kept at most; what the slots let in beyond it is not kept. */
  readonly budget: number
  /** Bytes of a body from which on its buffer is kept. */
  readonly from?: number
}

/**
 * Buffers for large bodies, used again by those after them: memory that is asked for anew with each body costs more than
 * what is done with it. They are shared memory, so that another thread can hash them. How many are in use at once, the
 * slots say.
 */
export class BufferPool {
  readonly #budget: number
  readonly #from: number
  /** The one used last at the end. */
  readonly #free: SharedArrayBuffer[] = []
  #freeBytes = 0
  #usedBytes = 0

  constructor({ budget, from = smallest }: BufferPoolOptions) {
    this.#budget = budget
    this.#from = Math.min(from, smallest)
  }

  /**
   * Lends a buffer of so many bytes, whatever they are, for the time of `work`, which must be done with it in every way when
   * it resolves. Where it rejects, something may still be reading or writing: that buffer is not used again.
   */
  async use<T>(size: number, work: (bytes: Uint8Array) => Promise<T>): Promise<T> {
    if (size < this.#from) return work(Buffer.allocUnsafe(size))
    const buffer = this.#take(size)
    this.#usedBytes += buffer.byteLength
    try {
      const result = await work(Buffer.from(buffer, 0, size))
      this.#free.push(buffer)
      this.#freeBytes += buffer.byteLength
      return result
    } finally {
      this.#usedBytes -= buffer.byteLength
      this.#shrinkTo(this.#budget - this.#usedBytes)
    }
  }

  /** Lets go of all that are kept. */
  letGo(): void {
    this.#shrinkTo(0)
  }

  /** One that fits and is not more than twice as large. */
  #take(size: number): SharedArrayBuffer {
    const index = this.#free.findLastIndex(({ byteLength }) => byteLength >= size && byteLength <= 2 * size)
    const [found] = index < 0 ? [] : this.#free.splice(index, 1)
    if (found !== undefined) {
      this.#freeBytes -= found.byteLength
      return found
    }
    this.#shrinkTo(this.#budget - this.#usedBytes - size)
    return new SharedArrayBuffer(size)
  }

  /** Lets go of those that were not used for longest. */
  #shrinkTo(bytes: number): void {
    while (this.#freeBytes > Math.max(0, bytes)) this.#freeBytes -= this.#free.shift()?.byteLength ?? 0
  }
}

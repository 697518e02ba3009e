/**
 * The body of one reply, which the bytes of a socket are read into memory for that its reader gives, past Node's parser.
 * What comes before the memory is given is kept.
 */
export class PlacedBody {
  /** Bytes, as announced. */
  readonly length: number
  readonly #resume: () => void
  #into: Uint8Array | null = null
  #early = Buffer.alloc(0)
  #came = 0
  #told = 0
  #error: Error | null = null
  #waiting: PromiseWithResolvers<number> | null = null

  /** @param resume has the socket read on */
  constructor(length: number, resume: () => void) {
    this.length = length
    this.#resume = resume
  }

  /** Bytes that have not come. */
  get missing(): number {
    return this.length - this.#came
  }

  get isAwaited(): boolean {
    return this.#waiting !== null
  }

  /** Where the next bytes belong; null where nobody has said, or none are missing. */
  get place(): Uint8Array | null {
    return this.#into === null || this.missing === 0 ? null : this.#into.subarray(this.#came, this.length)
  }

  /** The bytes that came, no more than are missing: at their place already, or to be copied. */
  came(bytes: Uint8Array): void {
    if (this.#into === null) this.#early = Buffer.concat([this.#early, bytes])
    else if (!isAt(bytes, this.#into, this.#came)) this.#into.set(bytes, this.#came)
    this.#came += bytes.length
    this.#tell()
  }

  /** Says where the bytes go; `into` must have room for all of them. */
  begin(into: Uint8Array): void {
    this.#into = into
    into.set(this.#early)
    this.#early = Buffer.alloc(0)
  }

  /** Reads on. Resolves with how many bytes more are in their place; 0 at the end. */
  next(): Promise<number> {
    const waiting = Promise.withResolvers<number>()
    this.#waiting = waiting
    if (!this.#tell()) this.#resume()
    return waiting.promise
  }

  /** Has `next` reject. */
  fail(error: Error): void {
    this.#error ??= error
    this.#tell()
  }

  /** @returns whether there was something to tell, and nobody waits any more */
  #tell(): boolean {
    const waiting = this.#waiting
    if (waiting === null) return true
    const more = this.#came - this.#told
    if (more === 0 && this.missing > 0 && this.#error === null) return false
    this.#waiting = null
    this.#told = this.#came
    if (more === 0 && this.missing > 0 && this.#error !== null) waiting.reject(this.#error)
    else waiting.resolve(more)
    return true
  }
}

/** Whether `bytes` are those of `whole` from `position` on. */
export const isAt = (bytes: Uint8Array, whole: Uint8Array, position: number): boolean =>
  bytes.buffer === whole.buffer && bytes.byteOffset === whole.byteOffset + position

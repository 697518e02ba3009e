/** An iterator that lets go of its files even if nothing was ever read from it. */
export class ContentReader implements AsyncIterableIterator<Uint8Array> {
  readonly #bytes: AsyncGenerator<Uint8Array>
  readonly #release: () => Promise<void>
  #released = false

  constructor(bytes: AsyncGenerator<Uint8Array>, release: () => Promise<void>) {
    this.#bytes = bytes
    this.#release = release
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    try {
      const result = await this.#bytes.next()
      if (result.done === true) await this.#done()
      return result
    } catch (error) {
      await this.#done()
      throw error
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    await this.#bytes.return(undefined)
    await this.#done()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async #done(): Promise<void> {
    if (this.#released) return
    this.#released = true
    await this.#release()
  }
}

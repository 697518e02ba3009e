import { S3Error } from '../s3-error.ts'

const lineEnd = Buffer.from('\r\n')

/** Takes lines and counted runs of bytes off a stream, holding one piece of it at a time. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>
  #held: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /**
   * The text up to the next CR LF, without it; null at the end of the stream.
   * @param longest bytes a line may have
   */
  async line(longest: number): Promise<string | null> {
    for (;;) {
      const end = this.#held.indexOf(lineEnd)
      if (end >= 0 && end <= longest) {
        const line = this.#held.toString('latin1', 0, end)
        this.#held = this.#held.subarray(end + lineEnd.length)
        return line
      }
      if (this.#held.length >= longest + lineEnd.length) throw new S3Error('IncompleteBody')
      const next = await this.#next()
      if (next === null && this.#held.length > 0) throw new S3Error('IncompleteBody')
      if (next === null) return null
      this.#held = Buffer.concat([this.#held, next])
    }
  }

  /** The next `count` bytes, in pieces as they come. */
  async *take(count: number): AsyncGenerator<Buffer> {
    let missing = count
    while (missing > 0) {
      if (this.#held.length === 0) {
        const next = await this.#next()
        if (next === null) throw new S3Error('IncompleteBody')
        this.#held = next
      }
      const piece = this.#held.subarray(0, missing)
      this.#held = this.#held.subarray(piece.length)
      missing -= piece.length
      if (piece.length > 0) yield piece
    }
  }

  /** Whether nothing is left of the stream. */
  async atEnd(): Promise<boolean> {
    while (this.#held.length === 0) {
      const next = await this.#next()
      if (next === null) return true
      this.#held = next
    }
    return false
  }

  /** Lets go of the stream. */
  async close(): Promise<void> {
    await this.#source.return?.()
  }

  async #next(): Promise<Buffer | null> {
    const result = await this.#source.next()
    if (result.done === true) return null
    const bytes = result.value
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  }
}

import { isUtf8 } from 'node:buffer'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { bodyOn } from './body-tap.ts'
import type { PlacedBody } from './placed-body.ts'
import type { StallTimer } from './stall-timer.ts'
import { WireFault } from './wire-fault.ts'

/** What of a reply comes before its body. */
export interface ReplyHead {
  readonly status: number
  /** Names in lower case; several values joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
}

/** A reply whose head has come. Its body holds a socket until it is read to its end or cancelled. */
export class Reply implements ReplyHead {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly #request: ClientRequest
  readonly #message: IncomingMessage
  readonly #stall: StallTimer
  readonly #take: (bytes: number) => Promise<void> | undefined
  /** Where the body does not come by the message. */
  readonly #placed: PlacedBody | null

  /** @param take what each chunk of a streamed body waits for before it is handed on */
  constructor(
    request: ClientRequest,
    message: IncomingMessage,
    stall: StallTimer,
    take: (bytes: number) => Promise<void> | undefined,
  ) {
    this.#take = take
    this.#request = request
    this.#message = message
    this.#stall = stall
    this.status = message.statusCode ?? 0
    this.headers = joinHeaders(message.headers)
    this.#placed = bodyOn(message.socket)
    if (this.#placed !== null) this.headers = withLength(this.headers, this.#placed.length)
  }

  /** Ends the exchange: a read that is under way, or comes later, rejects with this error. */
  fail(error: Error): void {
    if (this.#message.complete && this.#message.readableLength === 0) return
    this.#message.destroy(error)
  }

  /** Frees the socket, whatever was left to read. */
  cancel(): void {
    this.#message.destroy()
    this.#request.destroy()
  }

  /**
   * The whole body.
   * @param limit bytes; a longer body is a `reply-too-long`.
   */
  whole(limit: number): Promise<Buffer> {
    const message = this.#message
    return new Promise<Buffer>((resolve, reject) => {
      const chunks: Buffer[] = []
      let length = 0
      message.on('data', (chunk: Buffer) => {
        this.#stall.moved(chunk.length)
        length += chunk.length
        chunks.push(chunk)
        if (length > limit) this.fail(new WireFault('reply-too-long', `A reply went past ${limit} bytes.`))
      })
      message.once('end', () => {
        resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length))
      })
      message.once('error', reject)
      message.once('close', () => {
        if (!message.readableEnded) reject(new WireFault('wrong-length', 'The reply broke off.'))
      })
      // An error before this began is not told again.
      if (message.errored !== null) reject(message.errored)
    }).finally(() => {
      this.#stall.stop()
      // A server may answer before it has read the request; what is unsent is not wanted any more.
      if (!this.#request.writableFinished) this.#request.destroy()
    })
  }

  /**
   * The body as it comes. The stall time runs while a chunk is waited for, not while the reader is busy.
   * @param into what the body may be read into: chunks are of it then, one after the other, unless they can't be
   * @throws WireFault `wrong-length` if it is not as long as Content-Length said.
   */
  async *bytes(into?: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
    const announced = this.headers['content-length']
    let length = 0
    try {
      const chunks = this.#chunks(into)
      for (;;) {
        this.#stall.moved()
        const next = await chunks.next()
        if (next.done !== true) this.#stall.moved(next.value.length)
        this.#stall.stop()
        if (next.done === true) break
        await this.#take(next.value.length)
        length += next.value.length
        yield next.value
      }
    } finally {
      this.#stall.stop()
      if (!this.#message.readableEnded) this.cancel()
    }
    if (announced !== undefined && Number(announced) !== length) {
      throw new WireFault('wrong-length', `${length} bytes came where ${announced} were announced.`)
    }
  }

  #chunks(into?: Uint8Array): AsyncIterator<Uint8Array> {
    const placed = this.#placed
    if (placed === null) return (this.#message as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
    if (into === undefined || into.length < placed.length)
      throw new WireFault('wrong-length', `${placed.length} bytes come where ${into?.length ?? 0} have room.`)
    return chunksOf(this.#message, placed, into)
  }

  /** Stops the stall time until the body is read: nobody waits for it yet. */
  pause(): void {
    this.#stall.stop()
  }
}

/** Each chunk is of `into`. */
async function* chunksOf(
  message: IncomingMessage,
  placed: PlacedBody,
  into: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const fail = (error: Error): void => {
    placed.fail(error)
  }
  message.on('error', fail)
  message.once('close', () => {
    fail(new WireFault('wrong-length', 'The reply broke off.'))
  })
  // An error before this began is not told again.
  if (message.errored !== null) throw message.errored
  placed.begin(into)
  for (let position = 0; ;) {
    const count = await placed.next()
    if (count === 0) break
    yield into.subarray(position, position + count)
    position += count
  }
  // Only a message that is read to its end gives its socket back.
  await new Promise<void>((resolve) => {
    message.once('end', resolve).once('close', resolve).resume()
  })
}

/** As they were before chunks were announced. */
function withLength(
  { 'transfer-encoding': _, ...headers }: Readonly<Record<string, string>>,
  length: number,
): Record<string, string> {
  return { ...headers, 'content-length': String(length) }
}

const beyondAscii = /[\u0080-\u00ff]/

/** Node makes one character of each byte; servers give back the UTF-8 that an object was written with. */
function headerFromWire(value: string): string {
  if (!beyondAscii.test(value)) return value
  const bytes = Buffer.from(value, 'latin1')
  return isUtf8(bytes) ? bytes.toString() : value
}

function joinHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name] = headerFromWire(Array.isArray(value) ? value.join(',') : value)
  }
  return joined
}

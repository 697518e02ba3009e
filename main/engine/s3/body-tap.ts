import http from 'node:http'
import https from 'node:https'
import type { OnReadOpts } from 'node:net'
import type { Duplex } from 'node:stream'
import { PlacedBody } from './placed-body.ts'

/** Bytes that a socket reads at once of what has no place yet: heads, and what comes with them. */
const readAside = 64 * 1024

const taps = new WeakMap<object, BodyTap>()

/**
 * Takes the bodies of ranges out of what a socket reads, before Node's parser sees them: the parser costs two copies of
 * each byte, in memory that is new each time, and more CPU than everything else in a download. The parser is given the
 * head, which then announces chunks, and when the body is through, the last of them; so replies end, sockets are kept
 * and connections break for it as they do without. Whatever is not plainly a range of known length goes to the parser as
 * it is.
 */
class BodyTap {
  readonly onread: OnReadOpts
  readonly #aside = Buffer.allocUnsafeSlow(readAside)
  #socket: Duplex | null = null
  #head = Buffer.alloc(0)
  /** Whether the reply is left to the parser. */
  #isLeft = false
  #body: PlacedBody | null = null

  constructor() {
    this.onread = {
      buffer: () => this.#body?.place ?? this.#aside,
      callback: (count, buffer) => this.#read(buffer.subarray(0, count)),
    }
  }

  /** Of the reply whose head the parser has just been given. */
  get body(): PlacedBody | null {
    return this.#body
  }

  attach(socket: Duplex): void {
    this.#socket = socket
    taps.set(socket, this)
  }

  /** Another reply is to come. */
  reset(): void {
    this.#isLeft = false
    this.#head = Buffer.alloc(0)
  }

  /** @returns whether the socket is to read on. */
  #read(bytes: Uint8Array): boolean {
    if (this.#body !== null) return this.#readBody(this.#body, bytes)
    if (this.#isLeft) return this.#pass(Buffer.from(bytes))
    const head = Buffer.concat([this.#head, bytes])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0 && head.length < readAside) {
      this.#head = head
      return true
    }
    this.#head = Buffer.alloc(0)
    const text = end < 0 ? '' : head.toString('latin1', 0, end + 2)
    const length = rangeLength(text)
    if (length === null) {
      this.#isLeft = true
      return this.#pass(head)
    }
    const body = new PlacedBody(length, () => this.#socket?.resume())
    this.#body = body
    this.#pass(Buffer.from(`${text.replace(contentLength, 'Transfer-Encoding: chunked')}\r\n`, 'latin1'))
    return this.#readBody(body, head.subarray(end + 4))
  }

  #readBody(body: PlacedBody, bytes: Uint8Array): boolean {
    const own = bytes.subarray(0, body.missing)
    if (own.length > 0) body.came(own)
    if (body.missing > 0) return body.isAwaited
    this.#body = null
    this.#pass(Buffer.from('0\r\n\r\n'))
    return bytes.length === own.length || this.#refuse()
  }

  /** What nobody has asked for would be taken for the beginning of the next reply. */
  #refuse(): false {
    this.#socket?.destroy()
    return false
  }

  /** To the parser, which may keep it. */
  #pass(bytes: Buffer): true {
    this.#socket?.emit('data', bytes)
    return true
  }
}

const contentLength = /(?<=\r\n)content-length:[ \t]*(\d{1,15})[ \t]*(?=\r\n)/i

/** @returns bytes; null for a head that is of something else, or not plain. */
function rangeLength(head: string): number | null {
  const isPlain =
    /^HTTP\/1\.1 206[ \r]/.test(head) &&
    head.match(/\r\ncontent-length/gi)?.length === 1 &&
    !/\r\n(transfer-encoding|[ \t])/i.test(head)
  const length = isPlain ? Number(contentLength.exec(head)?.[1] ?? 0) : 0
  return length > 0 ? length : null
}

/** The body of a reply that is taken out of what its socket reads; null for all others. */
export const bodyOn = (socket: Duplex | null): PlacedBody | null =>
  (socket === null ? undefined : taps.get(socket))?.body ?? null

function withTap<T extends Duplex | null | undefined>(connect: (onread: OnReadOpts) => T): T {
  const tap = new BodyTap()
  const socket = connect(tap.onread)
  // One that leads through a proxy does not have it.
  if (socket) tap.attach(socket)
  return socket
}

type Connect = Parameters<http.Agent['createConnection']>

/** Whose replies to ranges have a `PlacedBody`. */
export class PlacingHttpAgent extends http.Agent {
  override createConnection(options: Connect[0], callback: Connect[1]): Duplex | null | undefined {
    return withTap((onread) => super.createConnection({ ...options, onread } as Connect[0], callback))
  }

  override reuseSocket(socket: Duplex, request: http.ClientRequest): void {
    taps.get(socket)?.reset()
    super.reuseSocket(socket, request)
  }
}

/** The same with TLS. */
export class PlacingHttpsAgent extends https.Agent {
  override createConnection(options: Connect[0], callback: Connect[1]): Duplex | null | undefined {
    return withTap((onread) => super.createConnection({ ...options, onread } as Connect[0], callback))
  }

  override reuseSocket(socket: Duplex, request: http.ClientRequest): void {
    taps.get(socket)?.reset()
    super.reuseSocket(socket, request)
  }
}

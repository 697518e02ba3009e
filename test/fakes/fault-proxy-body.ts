import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { BodyFault } from './fault-proxy-modes.ts'

/** A reply as it came from the server, its body not read yet. */
export interface ServerReply {
  readonly status: number
  /** Name, value, name, value; without hop-by-hop headers. */
  readonly headers: readonly string[]
  readonly body: Readable
}

/** Sends `reply` on with its body spoiled; resolves when all that will ever be sent is sent. */
export async function sendSpoiled(
  fault: BodyFault,
  reply: ServerReply,
  response: ServerResponse,
): Promise<void> {
  const size = Number(header(reply.headers, 'content-length') ?? Number.NaN)
  const half = Math.floor(size / 2)
  const head = (headers: readonly string[]) => response.writeHead(reply.status, [...headers])
  switch (fault) {
    case 'bitflip':
      head(reply.headers)
      return pipeline(reply.body, flipBit(half), response)
    case 'short':
      head(without(reply.headers, 'content-length'))
      return pipeline(reply.body, firstBytes(half), response)
    case 'wronglen':
      head(withHeader(reply.headers, 'content-length', String(half)))
      return pipeline(reply.body, firstBytes(half), response)
    case 'trunc':
      head(reply.headers)
      await pipeline(reply.body, firstBytes(half), response, { end: false })
      await flushed(response)
      response.socket?.resetAndDestroy()
      return
    case 'stall':
      head(reply.headers)
      response.flushHeaders()
      reply.body.destroy()
      return
    case 'drip':
      head(reply.headers)
      return pipeline(reply.body, dripping, response)
    case 'gunzip':
      head(without(reply.headers, 'content-encoding', 'content-length'))
      return pipeline(reply.body, createGunzip(), response)
    case 'wrongrange': {
      const range = header(reply.headers, 'content-range')
      head(range === undefined ? reply.headers : withHeader(reply.headers, 'content-range', shifted(range)))
      return pipeline(reply.body, response)
    }
    case 'ignorerange':
      return pipeline(reply.body, response)
  }
}

/** A stream that flips the lowest bit of the byte at `position`. */
export function flipBit(position: number): Transform {
  let seen = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const at = position - seen
      seen += chunk.length
      const byte = at >= 0 ? chunk[at] : undefined
      if (byte !== undefined) {
        chunk = Buffer.from(chunk)
        chunk[at] = byte ^ 1
      }
      done(null, chunk)
    },
  })
}

/** Passes on the first `count` bytes and swallows the rest. */
function firstBytes(count: number): Transform {
  let left = count
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const kept = chunk.subarray(0, left)
      left -= kept.length
      done(null, kept)
    },
  })
}

/** One byte a second. */
async function* dripping(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    for (const byte of chunk) {
      yield Buffer.of(byte)
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }
}

/** Waits until what was written has left for the network, so that a reset comes after it and not instead of it. */
async function flushed(response: ServerResponse): Promise<void> {
  if (response.writableNeedDrain) await new Promise((resolve) => response.once('drain', resolve))
  await new Promise((resolve) => setTimeout(resolve, 20))
}

/** `bytes 10-19/100` → `bytes 11-20/100` */
function shifted(range: string): string {
  return range.replace(
    /(\d+)-(\d+)/,
    (_, from: string, to: string) => `${String(Number(from) + 1)}-${String(Number(to) + 1)}`,
  )
}

export function header(headers: readonly string[], name: string): string | undefined {
  const at = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name)
  return at < 0 ? undefined : headers[at + 1]
}

/** The headers without the named ones. */
export function without(headers: readonly string[], ...names: string[]): string[] {
  return headers.filter((_, index) => !names.includes((headers[index - (index % 2)] ?? '').toLowerCase()))
}

export function withHeader(headers: readonly string[], name: string, value: string): string[] {
  return [...without(headers, name), name, value]
}

import type { WriteStream } from 'node:tty'
import type { Output } from './host.ts'

/** What of a `process.stdout` is used, so that a test can give a plain stream. */
export type OutputStream = NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>

/**
 * stdout or stderr as an Output. The listener for its errors stays for the life of the process: without one, a reader
 * that goes away (`| head`) would end it. Any other failure of the stream also closes it, as there is nowhere left to say so.
 */
export function nodeOutput(stream: OutputStream): Output {
  let closed = false
  const gone = Promise.withResolvers<void>()
  let room: PromiseWithResolvers<void> | null = null
  const settle = (): void => {
    room?.resolve()
    room = null
  }
  stream.on('drain', settle)
  stream.on('error', () => {
    closed = true
    gone.resolve()
    settle()
  })
  return {
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80
    },
    get isClosed() {
      return closed
    },
    write(text) {
      if (closed || stream.write(text)) return undefined
      room ??= Promise.withResolvers()
      return room.promise
    },
    flush() {
      if (closed) return gone.promise
      const written = Promise.withResolvers<void>()
      // An empty write calls back after all before it.
      stream.write('', () => {
        written.resolve()
      })
      return Promise.race([written.promise, gone.promise])
    },
  }
}

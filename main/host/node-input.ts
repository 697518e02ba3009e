import type { Input } from './host.ts'

/** What of `process.stdin` is used, so that a test can give a plain stream. */
export type InputStream = NodeJS.ReadableStream & { readonly isTTY?: boolean }

/** stdin as an Input. Between two lines nothing is read, and nothing keeps the process. */
export function nodeInput(open: () => InputStream, isTerminal: boolean): Input {
  return {
    isTerminal,
    readLine(signal) {
      const stream = open()
      return new Promise((resolve, reject) => {
        let text = ''
        const end = (settle: () => void): void => {
          stream.off('data', read)
          stream.off('end', closed)
          stream.off('error', closed)
          signal.removeEventListener('abort', stop)
          stream.pause()
          settle()
        }
        const read = (chunk: Buffer | string): void => {
          text += chunk.toString()
          const line = /^(.*?)\r?\n/s.exec(text)?.[1]
          if (line !== undefined) end(() => resolve(line))
        }
        // Nobody is there to type any more, whatever the reason.
        const closed = (): void => end(() => resolve(null))
        const stop = (): void => end(() => reject(signal.reason as Error))
        if (signal.aborted) {
          reject(signal.reason as Error)
          return
        }
        stream.on('data', read)
        stream.on('end', closed)
        stream.on('error', closed)
        signal.addEventListener('abort', stop, { once: true })
        stream.resume()
      })
    },
  }
}

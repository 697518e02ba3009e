import process from 'node:process'
import { parentPort } from 'node:worker_threads'
import type { Message, Port } from '../../shared/bridge/messages.ts'

/** The end of a utility process of Electron, which puts it onto `process`. */
interface UtilityPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  off(event: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/**
 * The engine's end of the line to the window's process: of a worker thread, or of a utility process of Electron.
 * @throws Error where it was started as neither.
 */
export function enginePort(): Port {
  if (parentPort !== null) {
    const port = parentPort
    return {
      post(message) {
        port.postMessage(message)
      },
      listen(listener) {
        port.on('message', listener)
        return () => {
          port.off('message', listener)
        }
      },
    }
  }
  const utility = 'parentPort' in process ? (process.parentPort as UtilityPort | undefined) : undefined
  if (utility === undefined) throw new Error('The engine is started by the window, and not by itself.')
  return {
    post(message) {
      utility.postMessage(message)
    },
    listen(listener) {
      const own = ({ data }: { readonly data: unknown }): void => {
        listener(data as Message)
      }
      utility.on('message', own)
      return () => {
        utility.off('message', own)
      }
    },
  }
}

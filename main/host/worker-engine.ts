import { Worker } from 'node:worker_threads'
import type { Message } from '../../shared/bridge/messages.ts'
import type { EngineProcess } from './window-host.ts'

/** Starts the engine in a thread of this process, with a port of its own. */
export function startWorkerEngine(entry: string): EngineProcess {
  const worker = new Worker(entry, { name: 'engine', execArgv: ['--disable-warning=ExperimentalWarning'] })
  const { promise: ended, resolve } = Promise.withResolvers<Error | null>()
  let asked = false
  worker.on('error', (error) => {
    resolve(error instanceof Error ? error : new Error(String(error)))
  })
  worker.on('exit', (code) => {
    resolve(asked ? null : new Error(`its thread ended with code ${code}`))
  })
  return {
    port: {
      post(message) {
        worker.postMessage(message)
      },
      listen(listener) {
        const own = (message: Message): void => {
          listener(message)
        }
        worker.on('message', own)
        return () => {
          worker.off('message', own)
        }
      },
    },
    ended,
    end() {
      asked = true
      void worker.terminate()
    },
  }
}

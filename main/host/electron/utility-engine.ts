import type { Message } from '../../../shared/bridge/messages.ts'
import type { EngineProcess } from '../window-host.ts'
import type { ElectronParts } from './electron-parts.ts'

/**
 * Starts the engine in a process of its own. Electron must be ready.
 * @param say what it prints
 */
export function startUtilityEngine(
  utilityProcess: ElectronParts['utilityProcess'],
  entry: string,
  say: (text: string) => void,
): EngineProcess {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Sluice engine',
    stdio: 'pipe',
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const { promise: ended, resolve } = Promise.withResolvers<Error | null>()
  let asked = false
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      say(bytes.toString())
    })
  }
  child.on('exit', (code) => {
    resolve(asked ? null : new Error(`its process ended with code ${code}`))
  })
  return {
    port: {
      post(message) {
        child.postMessage(message)
      },
      listen(listener) {
        const own = (message: Message): void => {
          listener(message)
        }
        child.on('message', own)
        return () => {
          child.off('message', own)
        }
      },
    },
    ended,
    end() {
      asked = true
      child.kill()
    },
  }
}

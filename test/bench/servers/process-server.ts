import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A server in a process of its own, so that its work is not the bench's. */
export interface ProcessServer {
  readonly endpoint: string
  close(): Promise<void>
}

/** @param script a file that prints the address of its server as soon as that listens */
export async function startProcess(script: string, args: readonly string[] = []): Promise<ProcessServer> {
  const server = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const abandon = () => server.kill()
  process.once('exit', abandon)
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  return {
    endpoint: line.toString().trim(),
    async close() {
      process.off('exit', abandon)
      server.kill()
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
    },
  }
}

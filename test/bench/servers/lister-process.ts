import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export interface ListerProcess {
  readonly endpoint: string
  /** Pages answered so far. */
  pages(): Promise<number>
  close(): Promise<void>
}

/** A synthetic lister in a process of its own, so that its work is not the bench's. `differ` of its keys are others in the bucket `other`. */
export async function startLister(keys: number, differ = 0): Promise<ListerProcess> {
  const script = path.resolve(import.meta.dirname, '../../fakes/synthetic-lister.ts')
  const lister = spawn(process.execPath, [script, '--keys', String(keys), '--differ', String(differ)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const abandon = () => lister.kill()
  process.once('exit', abandon)
  const [line] = (await once(lister.stdout, 'data')) as [Buffer]
  const endpoint = line.toString().trim()
  return {
    endpoint,
    async pages() {
      const reply = await fetch(`${endpoint}/bucket`, { method: 'HEAD' })
      return Number(reply.headers.get('x-pages'))
    },
    async close() {
      process.off('exit', abandon)
      lister.kill()
      if (lister.exitCode === null && lister.signalCode === null) await once(lister, 'exit')
    },
  }
}

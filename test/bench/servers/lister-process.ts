import path from 'node:path'
import { startProcess } from './process-server.ts'
import type { ProcessServer } from './process-server.ts'

export interface ListerProcess extends ProcessServer {
  /** Pages answered so far. */
  pages(): Promise<number>
}

/** A synthetic lister. `differ` of its keys are others in the bucket `other`. */
export async function startLister(keys: number, differ = 0): Promise<ListerProcess> {
  const script = path.resolve(import.meta.dirname, '../../fakes/synthetic-lister.ts')
  const server = await startProcess(script, ['--keys', String(keys), '--differ', String(differ)])
  return {
    ...server,
    async pages() {
      const reply = await fetch(`${server.endpoint}/bucket`, { method: 'HEAD' })
      return Number(reply.headers.get('x-pages'))
    },
  }
}

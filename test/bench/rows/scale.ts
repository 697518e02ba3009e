import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { nothingToClear } from '../row.ts'
import type { Row } from '../row.ts'
import { startProcess } from '../servers/process-server.ts'

const GB = 1e9
const mostParts = 10_000

/** One file with nothing in it but its length, to a server that takes parts and keeps none. */
export const hugeFile: Row = {
  id: 'B4-20g',
  title: 'upload one sparse file of 20 GB in parts to a sink',
  objects: null,
  kinds: ['sluice'],
  fewer: 1,
  async open(stage) {
    const folder = path.join(stage.folder, 'huge')
    const bytes = stage.quick ? GB / 10 : 20 * GB
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'large'), '')
    truncateSync(path.join(folder, 'large'), bytes)
    const sink = await startProcess(path.resolve(import.meta.dirname, '../../fakes/multipart-sink.ts'))
    const { endpoint } = sink
    return {
      async attempt(contestant) {
        const line = contestant.sync({ from: { folder }, to: { bucket: 'sink', prefix: '' }, endpoint })
        return {
          command: { line, env: await stage.env(contestant, endpoint), cwd: stage.folder },
          verdict: async ({ exit }) => {
            const made = (await (await fetch(`${endpoint}/?counted`)).json()) as {
              readonly parts: number
              readonly bytes: number
            } | null
            if (exit !== 0) return `exit ${exit}`
            if (made?.bytes !== bytes) return `${made?.bytes ?? 0} of ${bytes} bytes`
            stage.say(`${made.parts} parts`)
            return made.parts > mostParts ? `${made.parts} parts` : null
          },
          clear: nothingToClear,
        }
      },
      async close() {
        await sink.close()
        await rm(folder, { recursive: true })
      },
    }
  },
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { InMemory } from './in-memory.ts'

/** A command line whose runs, `run-1`, `run-2` and so on, leave their records in a folder, until the test is over. */
export function recordedRuns() {
  const memory = new InMemory()
  const { host } = memory
  const folder = mkdtempSync(join(tmpdir(), 'sluice-runs-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const openRun = host.openRun.bind(host)
  let runs = 0
  host.openRun = async () => {
    const runId = `run-${String(++runs)}`
    const storePath = join(folder, `${runId}.sqlite`)
    return { ...(await openRun()), runId, storePath, close: () => host.records.unshift({ runId, storePath }) }
  }
  return { memory, host, folder }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { InMemory } from '../in-memory.ts'

test('a refused move is looked at again under both of its names, and counts once', async () => {
  const memory = new InMemory()
  const { host } = memory
  const folder = mkdtempSync(join(tmpdir(), 'again-'))
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
  memory.put('B', 'old', 'moved')
  memory.plant({ 'src/fresh': 'moved' })
  const plan = join(folder, 'plan.sluice')
  expect(await memory.run('plan', 'src', 's3://B', '--delete', '--moves', '-o', plan)).toBe(0)
  memory.plant({ 'src/fresh': 'edited' })
  expect(await memory.run('apply', plan)).toBe(1)
  const [{ runId } = { runId: '' }] = host.records
  expect(await memory.run('plan', '--again', runId, '-o', join(folder, 'again.sluice'))).toBe(0)
  expect(host.stderr.text).toContain(`1 row was refused by ${runId}, and is looked at now`)
  expect(host.stdout.lines).toEqual([
    '(dryrun) upload: src/fresh to s3://B/fresh',
    '(dryrun) delete: s3://B/old',
  ])
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import type { NewRow, PlanRow } from '../../../../shared/plan-row.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const upload: NewRow = {
  key: 'a b/é\n😀',
  action: 'upload',
  reason: 'size-differs',
  source: { size: 12, modified: 1_700_000_000_123.25, file: { dev: 1, ino: 2 ** 60, changed: 5.5 } },
  destination: { size: 9, modified: 1_600_000_000_000, etag: 'abc', storageClass: 'STANDARD_IA' },
  decidedBy: 'CMP-1',
}
const gone: NewRow = {
  key: 'old',
  action: 'delete-remote',
  reason: 'only-dest',
  source: null,
  destination: { size: 7, modified: 0, etag: 'x' },
  decidedBy: 'DEL-1',
}
const skipped: NewRow = { ...upload, action: 'skip', reason: 'unsafe-name', decidedBy: 'D-3' }

function rowOf(store: RunStore, seq: number): PlanRow {
  const row = store.row(seq)
  if (row === null) throw new Error(`there is no row ${seq}`)
  return row
}

describe('RunStore', () => {
  let folder: string
  const clock = new FakeClock()
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'run-store-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })
  const open = (): RunStore => new RunStore(join(folder, 'run.sqlite'), clock)

  it('gives a row back as it was added, with its number', () => {
    const store = open()
    store.add([upload, gone])
    expect(store.rowsAfter('transfer', 0, 10)).toEqual([
      { ...upload, seq: 1, state: 'planned', outcome: null },
    ])
    expect(store.rowsAfter('delete', 0, 10)).toEqual([{ ...gone, seq: 2, state: 'planned', outcome: null }])
    store.close()
  })

  it('pages rows of one stage in order, from a number on', () => {
    const store = open()
    store.add(Array.from({ length: 10 }, (_, i) => ({ ...(i % 2 === 0 ? upload : gone), key: `k${i}` })))
    expect(store.rowsAfter('transfer', 0, 3).map((row) => row.key)).toEqual(['k0', 'k2', 'k4'])
    expect(store.rowsAfter('transfer', 5, 3).map((row) => row.key)).toEqual(['k6', 'k8'])
    store.close()
  })

  it('keeps what became of a row', () => {
    const store = open()
    store.add([upload])
    store.finish(rowOf(store, 1), 'done', { proof: 'hash', bytes: 12, etag: 'e' })
    expect(store.rowsAfter('transfer', 0, 1)[0]).toMatchObject({
      state: 'done',
      outcome: { proof: 'hash', bytes: 12 },
    })
    store.close()
  })

  it('counts a stage by what it moves or removes', () => {
    const store = open()
    store.add([upload, upload, gone, skipped])
    expect(store.tally('transfer')).toEqual({ count: 2, bytes: 24 })
    expect(store.tally('delete')).toEqual({ count: 1, bytes: 7 })
    expect(store.tally('skip')).toEqual({ count: 1, bytes: 12 })
    store.close()
  })

  it('turns a delete of a protected name into a skip that says why', () => {
    const store = open()
    store.add([gone])
    store.folders.flush()
    store.protect(rowOf(store, 1), 'D-1')
    expect(store.tally('delete').count).toBe(0)
    expect(store.rowsAfter('skip', 0, 1)[0]).toMatchObject({
      action: 'skip',
      reason: 'unknown',
      decidedBy: 'D-1',
    })
    store.close()
  })

  it('commits by itself a little later, and leaves no timer behind', async () => {
    const store = open()
    store.add([upload])
    expect(clock.pending).toBe(1)
    await clock.advance(1000)
    const reader = open()
    expect(reader.rowsAfter('transfer', 0, 1)).toHaveLength(1)
    reader.close()
    store.close()
    expect(clock.pending).toBe(0)
  })

  it('has intents to delete on disk before it returns', () => {
    const store = open()
    store.add([upload, gone])
    store.intents.begin([2])
    const reader = open()
    expect(reader.rowsAfter('delete', 0, 1)[0]?.state).toBe('running')
    reader.close()
    store.close()
  })

  it('keeps facts of the run', () => {
    const store = open()
    store.setFact('report', { exit: 0 })
    expect(store.fact('report')).toEqual({ exit: 0 })
    expect(store.fact('nothing')).toBeUndefined()
    store.close()
  })
})

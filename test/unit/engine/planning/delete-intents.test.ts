import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import type { NewRow } from '../../../../shared/plan-row.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const gone: NewRow = {
  key: 'old',
  action: 'delete-local',
  reason: 'only-dest',
  source: null,
  destination: { size: 7, modified: 0 },
  decidedBy: 'DEL-1',
}
const kept = { kind: 'trash', path: '/trash/files/old', size: 7, modified: 0 } as const
const undo = { how: 'aside', kept: null } as const

/** A store with two deletes that are about to be done, and what another process reads of it. */
function begun() {
  const folder = mkdtempSync(join(tmpdir(), 'intents-'))
  const clock = new FakeClock()
  const store = new RunStore(join(folder, 'run'), clock)
  onTestFinished(() => {
    store.close()
    rmSync(folder, { recursive: true })
  })
  store.add([gone, { ...gone, key: 'older', outcome: { undo } }])
  store.intents.begin([1, 2])
  const seen = () => {
    const reader = new RunStore(join(folder, 'run'), clock, 'to look at')
    const rows = reader.rowsAfter('delete', 0, 2).map(({ state, outcome }) => ({ state, outcome }))
    const found = [...reader.byKey.done()].map(({ key }) => key)
    reader.close()
    return { rows, found }
  }
  return { store, clock, seen }
}

it('where a file is about to be put is read by others before it is put there, and found by an undo', () => {
  const { store, seen } = begun()
  expect(seen().found).toEqual([])
  store.intents.put({ seq: 1, outcome: null }, kept)
  expect(seen()).toMatchObject({
    rows: [{ state: 'running', outcome: { aside: kept } }, { outcome: { undo } }],
    found: ['old'],
  })
})

it('what was not deleted after all is as it was planned, with what it was planned by', () => {
  const { store, seen } = begun()
  store.intents.put({ seq: 1, outcome: null }, kept)
  store.intents.put({ seq: 2, outcome: { undo } }, kept)
  store.intents.drop([
    { seq: 1, outcome: null },
    { seq: 2, outcome: { undo } },
  ])
  store.commit()
  expect(seen()).toEqual({
    rows: [
      { state: 'planned', outcome: null },
      { state: 'planned', outcome: { undo } },
    ],
    found: [],
  })
})

it('no timer is left behind by many of them', () => {
  const { store, clock } = begun()
  for (let n = 0; n < 3; n++) store.intents.put({ seq: 1, outcome: null }, kept)
  expect(clock.pending).toBe(1)
  store.commit()
  expect(clock.pending).toBe(0)
})

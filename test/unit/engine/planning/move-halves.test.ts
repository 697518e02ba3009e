import { expect, it } from 'vitest'
import { copiedHalf, halvesOf } from '../../../../main/engine/planning/move-halves.ts'
import type { PlanRow } from '../../../../shared/plan-row.ts'

const seen = { size: 4, modified: 1000, etag: 'e' }
const move: PlanRow = {
  seq: 1,
  key: 'new',
  action: 'move',
  reason: 'renamed',
  source: seen,
  destination: null,
  decidedBy: '--moves',
  state: 'done',
  outcome: { proof: 'hash', bytes: 0, versionId: 'v', deleteMarker: 'm' },
  from: { key: 'old', seen },
}

it('a move that is done is a copy and a delete to whoever undoes it', () => {
  expect(halvesOf(move)).toMatchObject({
    fresh: { key: 'new', action: 'copy', destination: null, outcome: { versionId: 'v' } },
    old: {
      key: 'old',
      action: 'delete-remote',
      source: null,
      destination: seen,
      outcome: { deleteMarker: 'm' },
    },
  })
  expect(halvesOf(move).fresh?.outcome).not.toHaveProperty('deleteMarker')
})

it.each(['withheld', 'refused-changed', 'running'] as const)('one that is %s is a copy alone', (state) => {
  const { fresh, old } = halvesOf({ ...move, state })
  expect(fresh).toMatchObject({ key: 'new', state: 'done' })
  expect(old).toBeNull()
})

it('one that was not copied is neither', () => {
  const row: PlanRow = { ...move, state: 'failed', outcome: { error: { code: 'changed', message: 'x' } } }
  expect(halvesOf(row)).toEqual({ fresh: null, old: null })
  expect(copiedHalf(row)).toBeNull()
})

it('what was copied is kept without what kept the old name', () => {
  const outcome = {
    proof: 'hash',
    etag: 'e',
    error: { code: 'changed', message: 'x' },
    now: { from: null },
  } as const
  expect(copiedHalf({ ...move, state: 'refused-changed', outcome })).toEqual({ proof: 'hash', etag: 'e' })
  expect(copiedHalf({ ...move, action: 'copy' })).toBeNull()
})

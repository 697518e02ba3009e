import { expect, test } from 'vitest'
import { wasLookedAt } from '../../../../main/engine/running/looked-at.ts'
import type { Side } from '../../../../main/engine/index.ts'
import type { Action, PlanRow } from '../../../../shared/plan-row.ts'

const bucket = (aws: boolean): Side =>
  ({ kind: 's3', bucket: 'b', prefix: '', store: { endpoint: { aws } } }) as unknown as Side
const folder: Side = { kind: 'local', root: '/r' }

const done = (action: Action, outcome: PlanRow['outcome'] = {}): PlanRow => ({
  ...{ seq: 1, key: 'k', action, reason: 'size-differs', source: null, destination: null },
  ...{ decidedBy: 'CMP-1', state: 'done', outcome },
})

test.each<[string, Side, Action, boolean]>([
  ['a bucket at Amazon', bucket(true), 'upload', false],
  ['a bucket at Amazon', bucket(true), 'copy', false],
  ['a bucket at Amazon', bucket(true), 'delete-remote', true],
  ['a bucket at Amazon', bucket(true), 'move', true],
  ['a bucket elsewhere', bucket(false), 'upload', true],
  ['a bucket elsewhere', bucket(false), 'delete-remote', true],
  ['a folder', folder, 'download', false],
  ['a folder', folder, 'delete-local', false],
])('in %s (%#) a row that is done by %s is held by a look alone: %s', (_name, side, action, expected) => {
  expect(wasLookedAt(done(action), side)).toBe(expected)
})

test('what was so already was not written', () => {
  expect(wasLookedAt(done('delete-remote', { untouched: true }), bucket(false))).toBe(false)
})

import { expect, test } from 'vitest'
import { heldBy } from '../../../../main/engine/running/held-by.ts'
import type { Side } from '../../../../main/engine/index.ts'
import type { Action, HeldBy, PlanRow } from '../../../../shared/plan-row.ts'

const bucket = (aws: boolean): Side =>
  ({ kind: 's3', bucket: 'b', prefix: '', store: { endpoint: { aws } } }) as unknown as Side
const folder: Side = { kind: 'local', root: '/r' }

const done = (action: Action, outcome: PlanRow['outcome'] = {}): PlanRow => ({
  ...{ seq: 1, key: 'k', action, reason: 'size-differs', source: null, destination: null },
  ...{ decidedBy: 'CMP-1', state: 'done', outcome },
})

test.each<[string, Side, Action, HeldBy | undefined, HeldBy | null]>([
  ['a bucket at Amazon', bucket(true), 'upload', undefined, null],
  ['a bucket at Amazon', bucket(true), 'copy', undefined, null],
  ['a bucket at Amazon', bucket(true), 'delete-remote', undefined, 'look'],
  ['a bucket at Amazon', bucket(true), 'move', undefined, 'look'],
  ['a bucket elsewhere', bucket(false), 'upload', undefined, null],
  ['a bucket elsewhere', bucket(false), 'upload', 'trust', 'trust'],
  ['a bucket elsewhere', bucket(false), 'copy', 'look', 'look'],
  ['a bucket elsewhere', bucket(false), 'update-properties', undefined, 'look'],
  ['a bucket elsewhere', bucket(false), 'restore', undefined, 'look'],
  ['a bucket elsewhere', bucket(false), 'delete-remote', undefined, 'look'],
  ['a folder', folder, 'download', undefined, null],
  ['a folder', folder, 'delete-local', undefined, null],
])('in %s (%#) a row done by %s that says %s is held by %s', (_name, side, action, said, expected) => {
  expect(heldBy(done(action, said === undefined ? {} : { heldBy: said }), side)).toBe(expected)
})

test('what was so already was not written', () => {
  expect(heldBy(done('delete-remote', { untouched: true }), bucket(false))).toBeNull()
})

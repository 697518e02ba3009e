import { describe, expect, test } from 'vitest'
import { decideFromAside } from '../../../../main/engine/undo/decide-from-aside.ts'
import type { KeptAside } from '../../../../shared/aside.ts'
import type { Outcome, PlanRow, Seen } from '../../../../shared/plan-row.ts'

const file = (size: number, modified: number, ino: number): Seen => ({
  size,
  modified,
  file: { dev: 1, ino, changed: modified },
})
const old = file(3, 100, 1)
const own = file(4, 200, 2)
const theirs = file(4, 200, 3)
const kept: KeptAside = { kind: 'trash', path: '/trash/files/k', size: 3, modified: 100 }

const row = (action: PlanRow['action'], destination: Seen | null, outcome: Outcome, key = 'k'): PlanRow => ({
  seq: 1,
  key,
  action,
  reason: 'only-source',
  source: file(4, 200, 9),
  destination,
  decidedBy: 'MRG-1',
  state: 'done',
  outcome,
})
const deleted = (outcome: Outcome = { aside: kept }) => row('delete-local', old, outcome)
const wroteOver = (outcome: Outcome = { aside: kept, written: own }) => row('download', old, outcome)
const wroteAnew = row('download', null, { written: own })

const said = (undone: ReturnType<typeof decideFromAside>): string =>
  undone.kind === 'undo'
    ? `${undone.action} ${undone.reason}`
    : undone.kind === 'same'
      ? 'same'
      : undone.reason

describe('what undoing a row of a run that has put aside what it lost comes to', () => {
  test.each<[string, PlanRow, Seen | null, boolean, string]>([
    ['nothing done', deleted({ untouched: true }), null, false, 'same'],
    ['a delete', deleted(), null, true, 'restore deleted'],
    ['a delete whose file is gone from the trash', deleted(), null, false, 'not-kept'],
    ['a delete that put nothing aside', deleted({}), null, false, 'not-kept'],
    ['a delete that was undone', deleted(), file(3, 100, 7), false, 'same'],
    ['a delete and a new file since', deleted(), theirs, true, 'written-since'],
    ['an empty folder', row('delete-local', old, {}, 'f/'), null, false, 'restore deleted'],
    ['an empty folder that is there', row('delete-local', old, {}, 'f/'), old, false, 'same'],
    ['a write', wroteOver(), own, true, 'restore overwritten'],
    [
      'a write to a disk that has another number since',
      wroteOver(),
      { ...own, file: { dev: 8, ino: 2, changed: 200 } },
      true,
      'restore overwritten',
    ],
    ['a write whose file is gone from the trash', wroteOver(), own, false, 'not-kept'],
    ['a write over what was not kept', wroteOver({ written: own }), own, false, 'not-kept'],
    ['a write that was replaced by its like', wroteOver(), theirs, true, 'written-since'],
    ['a write that was changed', wroteOver(), file(4, 201, 2), true, 'written-since'],
    ['a write that was deleted', wroteOver(), null, true, 'written-since'],
    ['a write that was undone', wroteOver(), file(3, 100, 5), false, 'same'],
    [
      'a write of one size and time',
      wroteOver({ aside: kept, written: old }),
      old,
      true,
      'restore overwritten',
    ],
    ['a new file', wroteAnew, own, false, 'delete-local created'],
    ['a new file that is gone', wroteAnew, null, false, 'same'],
    ['a new file that is another', wroteAnew, theirs, false, 'written-since'],
    [
      'a new file in place of a dangling link',
      row('download', null, { aside: kept, written: own }),
      own,
      true,
      'restore overwritten',
    ],
  ])('%s', (_, undone, now, isKept, expected) => {
    expect(said(decideFromAside(undone, { now, isKept }, 'local'))).toBe(expected)
  })

  const object = (etag: string): Seen => ({ size: 4, modified: 1, etag })
  const copy: KeptAside = { kind: 'object', bucket: 'b', key: 'kept/k', etag: 'old', size: 4, modified: 1 }
  const put = row('upload', object('old'), { aside: copy, etag: 'new' })
  test.each<[string, PlanRow, Seen | null, string]>([
    ['a write', put, { ...object('new'), modified: 9 }, 'restore overwritten'],
    ['a write that was written over', put, object('theirs'), 'written-since'],
    [
      'a write whose ETag is not known',
      row('upload', object('old'), { aside: copy }),
      object('new'),
      'written-since',
    ],
    ['a delete', row('delete-remote', object('old'), { aside: copy }), null, 'restore deleted'],
    [
      'a marker of a folder is an object',
      row('delete-remote', object('old'), { aside: copy }, 'f/'),
      null,
      'restore deleted',
    ],
    ['a new object', row('upload', null, { etag: 'new' }), object('new'), 'delete-remote created'],
  ])('%s to a bucket', (_, undone, now, expected) => {
    expect(said(decideFromAside(undone, { now, isKept: true }, 's3'))).toBe(expected)
  })
})

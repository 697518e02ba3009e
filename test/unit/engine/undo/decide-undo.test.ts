import { describe, expect, test } from 'vitest'
import type { ListedVersion } from '../../../../main/engine/s3/versions-page.ts'
import { decideUndo } from '../../../../main/engine/undo/decide-undo.ts'
import type { Outcome, PlanRow } from '../../../../shared/plan-row.ts'

const object = (versionId: string, etag: string, size = 1): ListedVersion => ({
  key: 'k',
  versionId,
  latest: false,
  modified: 1,
  object: { size, etag },
})
const marker = (versionId: string): ListedVersion => ({
  key: 'k',
  versionId,
  latest: false,
  modified: 1,
  object: null,
})
const seen = (etag: string) => ({ size: 1, modified: 0, etag })
const row = (action: PlanRow['action'], before: string | null, outcome: Outcome | null): PlanRow => ({
  seq: 1,
  key: 'k',
  action,
  reason: 'only-source',
  source: null,
  destination: before === null ? null : seen(before),
  decidedBy: 'MRG-1',
  state: 'done',
  outcome,
})
const wrote = (before: string | null, outcome: Outcome = { versionId: 'own' }) =>
  row('upload', before, outcome)
const deleted = (before: string, outcome: Outcome = { deleteMarker: 'own' }) =>
  row('delete-remote', before, outcome)
const uncovered = row('restore', null, {
  versionId: 'old',
  undo: { current: 'marker', version: 'old', how: 'uncover' },
})

const said = (undone: ReturnType<typeof decideUndo>): string =>
  undone.kind === 'undo'
    ? `${undone.action} ${undone.by.how} ${undone.by.version ?? '-'} over ${undone.by.current}`
    : undone.kind === 'refused'
      ? undone.reason
      : 'same'

describe('what undoing a row comes to', () => {
  const blind = { ...wrote(null), decidedBy: 'cp' }
  const copied = row('copy', 'old', { etag: 'new' })
  const own = object('own', 'new')
  const old = object('old', 'old')
  test.each([
    ['a write without a version', wrote('old', {}), [own, old], 'not-kept'],
    [
      'a write of the null version',
      wrote('old', { versionId: 'null' }),
      [object('null', 'new'), old],
      'not-kept',
    ],
    ['a delete without a marker', deleted('old', {}), [old], 'not-kept'],
    ['a write of what was there', wrote('old', { untouched: true }), [object('x', 'x')], 'same'],
    ['a delete of nothing', deleted('old', { untouched: true }), [marker('other')], 'same'],
    ['a write that was written over', wrote('old'), [object('other', 'x'), own, old], 'written-since'],
    ['a write that was deleted', wrote('old'), [marker('other'), own, old], 'written-since'],
    ['a write that was put back', wrote('old'), [object('other', 'old'), own, old], 'same'],
    [
      'a write put back but for its size',
      wrote('old'),
      [object('other', 'old', 2), own, old],
      'written-since',
    ],
    ['a new object that was deleted', wrote(null), [marker('other'), own], 'same'],
    ['a new object that is gone with all versions', wrote(null), [], 'same'],
    ['a blind write that was deleted', blind, [marker('other'), own], 'written-since'],
    ['a delete', deleted('old'), [marker('own'), old], 'restore uncover old over own'],
    [
      'a delete that was written over',
      deleted('old'),
      [object('other', 'x'), marker('own'), old],
      'written-since',
    ],
    ['a delete that was undone', deleted('old'), [old], 'same'],
    ['a delete over a delete', deleted('old'), [marker('own'), marker('other'), old], 'not-kept'],
    ['a delete of what is not kept', deleted('old'), [marker('own'), object('older', 'older')], 'not-kept'],
    ['a delete below which nothing is', deleted('old'), [marker('own')], 'not-kept'],
    ['a write', wrote('old'), [own, old, object('older', 'older')], 'restore copy old over own'],
    [
      'a write whose reply was lost once',
      wrote('old'),
      [own, object('lost', 'new'), old],
      'restore copy old over own',
    ],
    ['a write of the same bytes', wrote('new'), [own, object('old', 'new')], 'restore copy old over own'],
    ['a write over what is not kept', wrote('old'), [own, object('older', 'older')], 'not-kept'],
    ['a write over what was deleted', wrote('old'), [own, marker('other'), old], 'not-kept'],
    [
      'a write that looked',
      wrote('old', { versionId: 'own', replaced: 'old' }),
      [own, old],
      'restore copy old over own',
    ],
    [
      'a write that looked at what is gone',
      wrote(null, { versionId: 'own', replaced: 'x' }),
      [own, old],
      'not-kept',
    ],
    ['a new object', wrote(null), [own], 'delete-remote remove - over own'],
    ['a new object over a marker', wrote(null), [own, marker('m'), old], 'delete-remote remove - over own'],
    [
      'a new object whose reply was lost once',
      wrote(null),
      [own, object('lost', 'new')],
      'delete-remote remove - over own',
    ],
    ['a new object in a race', wrote(null), [own, old], 'restore copy old over own'],
    ['a copy without a version', copied, [own, old], 'restore copy old over own'],
    ['a copy without a version, written over', copied, [object('x', 'x'), own, old], 'written-since'],
    ['a copy that another made too', copied, [object('x', 'new'), own, old], 'not-kept'],
    ['a blind write over something', blind, [own, object('old', 'new')], 'restore copy old over own'],
    ['a blind write over nothing', blind, [own], 'delete-remote remove - over own'],
    ['what an undo uncovered', uncovered, [old], 'delete-remote remove - over old'],
    ['what an undo uncovered, and was deleted', uncovered, [marker('other'), old], 'same'],
    ['what an undo uncovered, and was written', uncovered, [own, old], 'written-since'],
  ])('%s', (_, undone, versions, expected) => {
    expect(said(decideUndo(undone, versions))).toBe(expected)
  })
})

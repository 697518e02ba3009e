import { describe, expect, it } from 'vitest'
import { CopiedRows } from '../../../../main/engine/planning/copied-rows.ts'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import type { Outcome, PlanRow, RowState, Seen } from '../../../../shared/plan-row.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const file: Seen = { size: 5, modified: 1000, file: { dev: 1, ino: 2, changed: 3 } }
const object: Seen = { size: 5, modified: 1000, etag: 'e' }
const hashed: Outcome = { proof: 'hash', bytes: 5 }

const row = (key: string, state: RowState, outcome: Outcome | null, source: Seen = file): PlanRow => ({
  seq: 1,
  key,
  action: 'upload',
  reason: 'only-source',
  source,
  destination: null,
  decidedBy: 'MRG-1',
  state,
  outcome,
})

const whyKept = (of: PlanRow | null, now: Seen): string | null =>
  new CopiedRows(of === null ? [] : [of]).whyKept('k', now)

describe('what a move may remove', () => {
  it.each<[string, PlanRow | null, Seen, string | null]>([
    ['copied and verified by hash', row('k', 'done', hashed), file, null],
    ['copied and verified by size', row('k', 'done', { proof: 'size' }), file, null],
    ['an object, as it was', row('k', 'done', hashed, object), object, null],
    ['not in the run', null, file, 'not-copied'],
    ['another name', row('j', 'done', hashed), file, 'not-copied'],
    ['not verified', row('k', 'done', { proof: 'none' }), file, 'not-copied'],
    ['without a proof', row('k', 'done', {}), file, 'not-copied'],
    ['failed', row('k', 'failed', hashed), file, 'not-copied'],
    ['refused', row('k', 'refused-changed', hashed), file, 'not-copied'],
    ['taken out', row('k', 'excluded-by-you', null), file, 'not-copied'],
    ['not reached', row('k', 'planned', null), file, 'not-copied'],
    ['of another size now', row('k', 'done', hashed), { ...file, size: 6 }, 'changed-since'],
    ['of another time now', row('k', 'done', hashed), { ...file, modified: 1001 }, 'changed-since'],
    [
      'another file now',
      row('k', 'done', hashed),
      { ...file, file: { dev: 1, ino: 9, changed: 3 } },
      'changed-since',
    ],
    [
      'changed, its size and time set back',
      row('k', 'done', hashed),
      { ...file, file: { dev: 1, ino: 2, changed: 4 } },
      'changed-since',
    ],
    [
      'an object replaced by one of its size',
      row('k', 'done', hashed, object),
      { ...object, etag: 'f' },
      'changed-since',
    ],
  ])('%s', (_, of, now, expected) => {
    expect(whyKept(of, now)).toBe(expected)
  })

  it('is found by keys in byte order, in whatever order the run has stored them', () => {
    const keys = ['a-b', 'a', 'b\u{1F600}', 'b\uFF5E', 'c/d']
    const store = new RunStore(':memory:', new FakeClock())
    store.add(keys.map((key) => ({ ...row(key, 'done', hashed), outcome: hashed })))
    const copied = new CopiedRows(store.byKey.transfers())
    const asked = ['a', 'a!', 'a-b', 'b\uFF5E', 'b\u{1F600}', 'c', 'c/d', 'e']
    expect(asked.filter((key) => copied.whyKept(key, file) === null)).toEqual(
      asked.filter((key) => keys.includes(key)),
    )
    store.close()
  })
})

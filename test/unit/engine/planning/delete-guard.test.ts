import { describe, expect, it } from 'vitest'
import { judgeDeletes, type DeleteCase } from '../../../../main/engine/planning/delete-guard.ts'
import { defaultRules, type SyncRules } from '../../../../shared/sync-rules.ts'

const rules = (fields: Partial<SyncRules>): SyncRules => ({ ...defaultRules, delete: true, ...fields })
const found = (count: number, fields: Partial<DeleteCase> = {}): DeleteCase => ({
  sourceEntries: 100,
  destinationEntries: 100,
  deletes: { count, bytes: count * 1000 },
  ...fields,
})
const count = (n: number): SyncRules['maxDelete'] => ({ kind: 'count', count: n })
const share = (percent: number): SyncRules['maxDelete'] => ({ kind: 'share', percent })
const bytes = (n: number): SyncRules['maxDelete'] => ({ kind: 'bytes', bytes: n })

const table: [string, SyncRules, DeleteCase, string | null][] = [
  ['no --delete, whatever else', rules({ delete: false }), found(5, { sourceEntries: 0 }), null],
  ['nothing to delete', rules({}), found(0, { sourceEntries: 0, destinationEntries: 0 }), null],
  ['no cap: a deploy may replace everything', rules({}), found(100), null],
  ['an empty source', rules({}), found(1, { sourceEntries: 0 }), 'empty-source'],
  ['an empty source, allowed', rules({ allowEmptySource: true }), found(1, { sourceEntries: 0 }), null],
  [
    'an empty source, allowed, over the cap',
    rules({ allowEmptySource: true, maxDelete: count(1) }),
    found(2, { sourceEntries: 0 }),
    'too-many-deletes',
  ],
  ['nothing by definition: a removal', rules({}), found(100, { sourceEntries: null }), null],
  [
    'a removal over the cap',
    rules({ maxDelete: count(1) }),
    found(2, { sourceEntries: null }),
    'too-many-deletes',
  ],
  ['as many as the cap', rules({ maxDelete: count(5) }), found(5), null],
  ['one more than the cap', rules({ maxDelete: count(5) }), found(6), 'too-many-deletes'],
  ['a cap of none', rules({ maxDelete: count(0) }), found(1), 'too-many-deletes'],
  ['as much as the share', rules({ maxDelete: share(10) }), found(10), null],
  ['more than the share', rules({ maxDelete: share(10) }), found(11), 'too-many-deletes'],
  [
    'a share of few',
    rules({ maxDelete: share(50) }),
    found(2, { destinationEntries: 3 }),
    'too-many-deletes',
  ],
  ['as many bytes as the cap', rules({ maxDelete: bytes(5000) }), found(5), null],
  ['more bytes than the cap', rules({ maxDelete: bytes(4999) }), found(5), 'too-many-deletes'],
]

describe('judgeDeletes', () => {
  it.each(table)('%s', (_, given, cases, expected) => {
    expect(judgeDeletes(given, cases)?.code ?? null).toBe(expected)
  })

  it('says how many were spared, and the way out', () => {
    const verdict = judgeDeletes(rules({}), found(1234, { sourceEntries: 0 }))
    expect(verdict?.advice).toContain('1,234 entries spared')
    expect(verdict?.advice).toContain('--allow-empty-source')
    expect(judgeDeletes(rules({ maxDelete: count(1) }), found(2))?.advice).toContain('--max-delete')
  })
})

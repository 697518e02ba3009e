import { describe, expect, it } from 'vitest'
import { whatIsWrong } from '../../../../main/engine/plan-file/check-row.ts'
import type { PlanHeader, PlannedRow } from '../../../../shared/plan-file.ts'
import { defaultRules } from '../../../../shared/sync-rules.ts'

const local = { kind: 'local', root: '/home/ada/site' } as const
const bucket = {
  kind: 's3',
  bucket: 'www',
  prefix: '',
  endpoint: 'x',
  identity: null,
  identityId: null,
  keyMd5: null,
} as const
const file = { size: 4, modified: 1, file: { dev: 1, ino: 2, changed: 3 } }
const object = { size: 4, modified: 1, etag: 'e' }

const header = (rules: object = {}): PlanHeader =>
  ({
    source: local,
    destination: bucket,
    rules: { ...defaultRules, delete: true, moves: true, compareProperties: true, ...rules },
  }) as unknown as PlanHeader

const row = (changes: object = {}): PlannedRow => ({
  seq: 1,
  key: 'new',
  action: 'move',
  reason: 'renamed',
  source: file,
  destination: null,
  decidedBy: '--moves',
  state: 'planned',
  outcome: null,
  from: { key: 'old', seen: object },
  ...changes,
})

it('a row that moves between buckets has one ETag', () => {
  const between = { ...header(), source: bucket } as PlanHeader
  expect(whatIsWrong(row({ source: object }), between)).toBeNull()
  const other = { ...object, etag: 'another' }
  expect(whatIsWrong(row({ source: other }), between)).toContain('not the same')
})

describe('a row that moves', () => {
  it('is one that planning makes', () => {
    expect(whatIsWrong(row(), header())).toBeNull()
  })

  it.each<[string, object, object, string]>([
    ['where the rules do not delete', {}, { delete: false }, 'the plan does not'],
    ['where the rules do not move', {}, { moves: false }, 'the plan does not'],
    ['for another reason', { reason: 'only-source' }, {}, 'what it moves'],
    ['onto itself', { from: { key: 'new', seen: object } }, {}, 'what it moves'],
    ['from a name that is no text', { from: { key: '\ud800', seen: object } }, {}, 'what it moves'],
    ['of another size', { from: { key: 'old', seen: { ...object, size: 5 } } }, {}, 'not seen so'],
    [
      'of nothing',
      { source: { ...file, size: 0 }, from: { key: 'old', seen: { ...object, size: 0 } } },
      {},
      'not seen so',
    ],
    ['onto something', { destination: object }, {}, 'not seen so'],
    ['without a source', { source: null }, {}, 'not seen so'],
    [
      'of an object without an ETag',
      { from: { key: 'old', seen: { size: 4, modified: 1 } } },
      {},
      'was seen',
    ],
    ['of a folder', { from: { key: 'old/', seen: object } }, {}, 'a folder'],
  ])('is refused %s', (_, changes, rules, why) => {
    expect(whatIsWrong(row(changes), header(rules))).toContain(why)
  })
})

describe('a row of other properties', () => {
  const { from: _, ...own } = row({
    action: 'update-properties',
    reason: 'properties-differ',
    destination: object,
  })

  it.each<[string, object, object, string | null]>([
    ['is one that planning makes', {}, {}, null],
    ['is refused where the rules compare none', {}, { compareProperties: false }, 'does what it can not'],
    ['is refused where nothing was seen', { destination: null }, {}, 'not seen'],
    ['is refused with an old name', { from: { key: 'old', seen: object } }, {}, 'does not move'],
  ])('%s', (_name, changes, rules, why) => {
    const found = whatIsWrong({ ...own, ...changes }, header(rules))
    if (why === null) expect(found).toBeNull()
    else expect(found).toContain(why)
  })
})

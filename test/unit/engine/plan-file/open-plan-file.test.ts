import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPlanFile } from '../../../../main/engine/plan-file/open-plan-file.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { seededRandom } from '../../../fakes/seeded-random.ts'
import { forge, savedPlan, scratch } from './plans.ts'

let folder: ReturnType<typeof scratch>
let path: string

beforeEach(() => {
  folder = scratch()
  path = folder.path('a plan?.sluice')
})

afterEach(() => {
  folder.end()
})

const edit = (sql: string): void => {
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
}

const refusal = (): string => {
  try {
    openPlanFile(path).close()
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'usage') return error.message
    throw error
  }
  return 'opened'
}

it('opens with the rows that were planned, in key order, and with what it is for', async () => {
  const { digest } = await savedPlan(path)
  const file = openPlanFile(path)
  expect(file).toMatchObject({ digest, seal: `sealed ${digest}`, header: { rows: 5, madeOn: 'here' } })
  expect([...file.rows()].map(({ seq, action, key }) => `${seq} ${action} ${key}`)).toEqual([
    '1 upload a',
    '2 upload b',
    '3 upload d/c',
    '4 delete-remote d/old',
    '5 delete-remote old',
  ])
  expect([...file.folders()]).toEqual([
    { path: '', entries: 2 },
    { path: 'd/', entries: 1 },
  ])
  file.close()
})

describe('what is no plan of ours', () => {
  it.each([
    ['nothing', null, 'There is no file'],
    ['text', 'hello', 'is no plan file'],
    ['an empty file', '', 'is no plan file'],
  ])('is refused: %s', (_, content, why) => {
    if (content !== null) writeFileSync(path, content)
    expect(refusal()).toContain(why)
  })

  it('is refused: another database', () => {
    edit('create table t (a)')
    expect(refusal()).toContain('is no plan file')
  })

  it('is refused: a folder', () => {
    path = folder.path('.')
    expect(refusal()).toContain('is no plan file')
  })

  it('is refused, and said to be newer: that of a newer version', async () => {
    await savedPlan(path)
    edit('pragma user_version = 3')
    expect(refusal()).toContain('newer Sluice')
  })
})

describe('a file that was changed by hand', () => {
  it.each([
    ['another key', `update row set key = 'c' where seq = 2`, 'digest'],
    ['another size', `update row set source_size = 7 where seq = 2`, 'digest'],
    ['a row less', `delete from row where seq = 5`, 'rows are missing'],
    [
      'a row more',
      `insert into row select 6, 'z', action, reason, decided_by, null, null, null, null, null, null, null, 1, 1.0, 'e', null, null, null, null, state, outcome, null, null, null, null, null, null, null, null from row where seq = 5`,
      'rows are missing',
    ],
    ['another folder', `update folder set entries = 9`, 'digest'],
    ['another digest', `update plan set digest = 'x'`, 'digest'],
    ['another action', `update row set action = 'format-disk' where seq = 1`, 'value that it can'],
    ['a trigger', `create trigger t after insert on row begin delete from row; end`, 'other tables'],
    [
      'a view for a table',
      `drop table folder; create view folder as select 'a/' path, 1 entries`,
      'other tables',
    ],
    ['a further table', `create table more (a)`, 'other tables'],
    ['an index', `create index i on row (key)`, 'other tables'],
    ['a write-ahead log', `pragma journal_mode = wal`, 'its length'],
    ['two headers', `insert into plan select * from plan`, 'what it is for'],
    ['no header', `delete from plan`, 'what it is for'],
  ])('is refused: %s', async (_, sql, why) => {
    await savedPlan(path)
    edit(sql)
    expect(refusal()).toContain(why)
  })
})

describe('a file that was changed by somebody who knows the format', () => {
  it.each([
    ['a row twice', `update row set key = 'a' where seq = 2`, 'out of order'],
    ['rows in another order', `update row set key = 'Z' where seq = 2`, 'out of order'],
    ['a number left out', `update row set seq = 9 where seq = 5`, 'out of order'],
    ['a delete at the source', `update row set action = 'delete-local' where seq = 5`, 'does what it can'],
    ['a download', `update row set action = 'download' where seq = 1`, 'does what it can'],
    ['a move that nobody asked for', `update row set action = 'move' where seq = 1`, 'the plan does not'],
    [
      'other properties that nobody asked for',
      `update row set action = 'update-properties' where seq = 1`,
      'does what it can',
    ],
    [
      'an upload with an old name',
      `update row set from_key = 'x', from_size = 1, from_modified = 1.0, from_etag = 'e' where seq = 1`,
      'does not move',
    ],
    ['an old name of nothing', `update row set from_key = 'x' where seq = 1`, 'value that it can'],
    [
      'an upload of what was not seen',
      `update row set source_size = null, source_modified = null, source_dev = null, source_ino = null, source_changed = null where seq = 1`,
      'was not seen',
    ],
    ['a delete without an ETag', `update row set destination_etag = null where seq = 5`, 'what was seen'],
    [
      'an upload without an identity',
      `update row set source_dev = null, source_ino = null, source_changed = null where seq = 1`,
      'what was seen',
    ],
    ['a row that is done', `update row set state = 'done' where seq = 1`, 'value that it can'],
    ['an outcome', `update row set outcome = '{}' where seq = 1`, 'says that it was done'],
    ['a negative size', `update row set source_size = -1 where seq = 1`, 'value that it can'],
    ['an endless time', `update row set source_modified = 9e999 where seq = 1`, 'value that it can'],
    ['an empty key', `update row set key = '' where seq = 1`, 'value that it can'],
    ['sums that are not its own', `update row set source_size = 100 where seq = 1`, 'sums'],
  ])('is refused: %s', async (_, sql, why) => {
    await savedPlan(path)
    forge(path, sql)
    expect(refusal()).toContain(why)
  })

  it.each<[string, (header: Record<string, unknown>) => void, string]>([
    ['something that nobody reads', (header) => (header['more'] = 'x'), 'makes no sense'],
    [
      'a secret beside a side',
      (header) => ((header['source'] as Record<string, unknown>)['secret'] = 'x'),
      'makes no sense',
    ],
    [
      'a dry run',
      (header) => ((header['rules'] as Record<string, unknown>)['dryRun'] = true),
      'makes no sense',
    ],
    [
      'rules that do not delete',
      (header) => ((header['rules'] as Record<string, unknown>)['delete'] = false),
      'deletes, and the plan does not',
    ],
    [
      'a cap that its deletes are over',
      (header) => ((header['rules'] as Record<string, unknown>)['maxDelete'] = { kind: 'count', count: 1 }),
      'rules allow',
    ],
    [
      'a plan that did not come to its end',
      (header) => ((header['summary'] as Record<string, unknown>)['complete'] = false),
      'makes no sense',
    ],
    [
      'an empty source that may empty the destination',
      (header) => ((header['summary'] as { listed: Record<string, unknown> }).listed['source'] = 0),
      'rules allow',
    ],
  ])('is refused: %s', async (_, change, why) => {
    await savedPlan(path)
    forge(path, '', change)
    expect(refusal()).toContain(why)
  })
})

it('of 300 files with flipped or missing bytes none opens as another plan, and none ends otherwise than refused', async () => {
  const { digest } = await savedPlan(path)
  const whole = readFileSync(path)
  const random = seededRandom(1)
  const any = (below: number): number => Math.floor(random() * below)
  const opened: string[] = []
  for (let n = 0; n < 300; n++) {
    const bytes = Buffer.from(whole)
    for (let flips = 1 + any(4); flips > 0; flips--) {
      const at = any(bytes.length)
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 + any(255)), at)
    }
    writeFileSync(path, bytes)
    if (n % 5 === 0) truncateSync(path, any(bytes.length))
    if (refusal() !== 'opened') continue
    const file = openPlanFile(path)
    opened.push(file.digest)
    file.close()
  }
  // A flip may fall where SQLite keeps nothing.
  expect(opened.filter((found) => found !== digest)).toEqual([])
  expect(opened.length).toBeLessThan(250)
}, 120_000)

it('looks at no file that lies beside it', async () => {
  await savedPlan(path)
  writeFileSync(`${path}-journal`, 'anything')
  writeFileSync(`${path}-wal`, 'anything')
  expect(refusal()).toBe('opened')
})

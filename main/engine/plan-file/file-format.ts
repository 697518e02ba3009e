import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { SluiceError } from '../../../shared/errors.ts'
import { planFormat } from '../../../shared/plan-file.ts'
import type { PlanRow, Seen } from '../../../shared/plan-row.ts'

/** `SLUI`: says to SQLite, and to `file`, whose it is. */
const applicationId = 0x53_4c_55_49

/** Larger ones are refused unread. */
const mostBytes = 8 * 1024 ** 3

const schema = `create table plan (header text not null, digest text not null, seal text not null) strict;
create table row (
  seq integer primary key, key text not null, action text not null, reason text not null, decided_by text not null,
  source_size integer, source_modified real, source_etag text, source_class text,
  source_dev real, source_ino real, source_changed real,
  destination_size integer, destination_modified real, destination_etag text, destination_class text,
  destination_dev real, destination_ino real, destination_changed real,
  state text not null, outcome text, from_key text,
  from_size integer, from_modified real, from_etag text, from_class text,
  from_dev real, from_ino real, from_changed real
) strict;
create table folder (path text primary key, entries integer not null) strict, without rowid;`

/** A new file, to be filled. Nothing else is written beside it but SQLite's journal, which goes when it is closed. */
export function createPlanDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec(`pragma journal_mode = delete; pragma synchronous = full; pragma temp_store = memory`)
  db.exec(schema)
  db.exec(`pragma application_id = ${applicationId}; pragma user_version = ${planFormat}`)
  return db
}

/**
 * Opens what says that it is a plan file, to read and no more: nothing in it is trusted, and no file beside it is
 * looked at. Its schema is exactly ours, and its pages are whole.
 * @throws SluiceError `usage` for anything else.
 */
export function openPlanDatabase(path: string): DatabaseSync {
  checkStart(path)
  let db: DatabaseSync | null = null
  try {
    const url = pathToFileURL(path)
    // Else a journal that lies beside it would be played back, into it or into what is read of it.
    url.searchParams.set('immutable', '1')
    db = new DatabaseSync(url, { readOnly: true, allowExtension: false, defensive: true })
    db.exec('pragma trusted_schema = off; pragma cell_size_check = on; pragma temp_store = memory')
    if (schemaOf(db) !== ownSchema()) throw new Error('it has other tables')
    const [check] = db.prepare('pragma integrity_check(1)').all()
    if (check?.['integrity_check'] !== 'ok') throw new Error('its pages are not whole')
    return db
  } catch (error) {
    db?.close()
    throw damaged(path, error)
  }
}

/**
 * The first bytes of the file, as the file format of SQLite has them:
 *
 * | bytes | are                          | else                         |
 * |-------|------------------------------|------------------------------|
 * | 0–15  | SQLite's own mark            | no plan file                 |
 * | 68–71 | our application's id         | no plan file                 |
 * | 60–63 | our format                   | newer or older: made by such a Sluice |
 * | 18–19 | 1, 1: no write-ahead log     | damaged                      |
 * | 16–17, 28–31 | page size × pages = size of the file | damaged      |
 */
function checkStart(path: string): void {
  const start = Buffer.alloc(100)
  const size = onDisk(path, () => {
    const found = statSync(path)
    // A FIFO would be waited for.
    if (!found.isFile()) throw noPlan(path, 'It is no file.')
    const file = openSync(path, 'r')
    try {
      readSync(file, start, 0, start.length, 0)
    } finally {
      closeSync(file)
    }
    return found.size
  })
  if (!isPlanStart(start)) throw noPlan(path, 'It is something else.')
  const format = start.readUInt32BE(60)
  if (format > planFormat) throw tooNew(path, format)
  if (format < planFormat) throw tooOld(path, format)
  const pageSize = start.readUInt16BE(16) === 1 ? 65_536 : start.readUInt16BE(16)
  if (size > mostBytes || start.readUInt16BE(18) !== 0x0101 || pageSize * start.readUInt32BE(28) !== size)
    throw damaged(path, new Error('its length is not what it says'))
}

const isPlanStart = (start: Buffer): boolean =>
  start.toString('latin1', 0, 16) === 'SQLite format 3\0' && start.readUInt32BE(68) === applicationId

/** Whether a file is one that a new plan may take the place of. */
export function isPlanFile(path: string): boolean {
  try {
    checkStart(path)
    return true
  } catch (error) {
    return error instanceof SluiceError && [newer, older].some((words) => error.message.includes(words))
  }
}

const schemaOf = (db: DatabaseSync): string =>
  JSON.stringify(db.prepare('select type, name, tbl_name, sql from sqlite_schema order by name').all())

function ownSchema(): string {
  const db = new DatabaseSync(':memory:')
  try {
    db.exec(schema)
    return schemaOf(db)
  } finally {
    db.close()
  }
}

const seenColumns = ['size', 'modified', 'etag', 'class', 'dev', 'ino', 'changed']

export const rowColumns: readonly string[] = [
  'seq',
  'key',
  'action',
  'reason',
  'decided_by',
  ...seenColumns.map((name) => `source_${name}`),
  ...seenColumns.map((name) => `destination_${name}`),
  'state',
  'outcome',
  'from_key',
  ...seenColumns.map((name) => `from_${name}`),
]

/** Values in the order of `rowColumns`. */
export function toColumns(row: PlanRow): SQLInputValue[] {
  return [
    row.seq,
    row.key,
    row.action,
    row.reason,
    row.decidedBy,
    ...seenToColumns(row.source),
    ...seenToColumns(row.destination),
    row.state,
    row.outcome === null ? null : JSON.stringify(row.outcome),
    row.from?.key ?? null,
    ...seenToColumns(row.from?.seen ?? null),
  ]
}

function seenToColumns(seen: Seen | null): SQLInputValue[] {
  if (seen === null) return [null, null, null, null, null, null, null]
  const { size, modified, etag = null, storageClass = null, file } = seen
  return [size, modified, etag, storageClass, file?.dev ?? null, file?.ino ?? null, file?.changed ?? null]
}

/** The inverse of `toColumns`, of values that nobody has checked yet. */
export function fromColumns(values: readonly SQLOutputValue[]): Record<string, unknown> {
  const [seq, key, action, reason, decidedBy] = values
  const [state, outcome, fromKey = null] = values.slice(19)
  const from = seenFromColumns(values.slice(22))
  return {
    seq,
    key,
    action,
    reason,
    decidedBy,
    source: seenFromColumns(values.slice(5, 12)),
    destination: seenFromColumns(values.slice(12, 19)),
    state,
    outcome: typeof outcome === 'string' ? (JSON.parse(outcome) as unknown) : outcome,
    ...(fromKey === null && from === null ? {} : { from: { key: fromKey, seen: from } }),
  }
}

function seenFromColumns(values: readonly SQLOutputValue[]): Record<string, unknown> | null {
  if (values.every((value) => value === null)) return null
  const [size, modified, etag, storageClass, dev, ino, changed] = values
  return {
    size,
    modified,
    ...(etag === null ? {} : { etag }),
    ...(storageClass === null ? {} : { storageClass }),
    ...(dev === null && ino === null && changed === null ? {} : { file: { dev, ino, changed } }),
  }
}

const again = 'Nothing was done. Make the plan again: sluice plan SOURCE DESTINATION -o FILE'
const newer = 'was made by a newer Sluice'
const older = 'was made by an older Sluice'

const noPlan = (path: string, why: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `${path} is no plan file of Sluice. ${why}`,
    subject: path,
    advice: 'Nothing was done. A plan file is made by: sluice plan SOURCE DESTINATION -o FILE',
  })

const tooNew = (path: string, format: number): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `${path} ${newer}: its format is ${format}, and this one reads up to ${planFormat}.`,
    subject: path,
    advice: 'Nothing was done. Take that version, or make the plan again with this one.',
  })

const tooOld = (path: string, format: number): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `${path} ${older}: its format is ${format}, and this one reads ${planFormat}.`,
    subject: path,
    advice: again,
  })

/** What can't be, in a file that only Sluice has written. */
export function damaged(path: string, cause: unknown): SluiceError {
  if (cause instanceof SluiceError) return cause
  const why = cause instanceof Error ? cause.message : String(cause)
  return new SluiceError(
    {
      code: 'usage',
      message: `The plan ${path} is damaged, or was changed after it was made: ${why}.`,
      subject: path,
      advice: again,
    },
    { cause },
  )
}

/** @throws SluiceError `usage` for what the disk says. */
export function onDisk<T>(path: string, call: () => T): T {
  try {
    return call()
  } catch (error) {
    if (error instanceof SluiceError) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    throw new SluiceError(
      {
        code: 'usage',
        message:
          code === 'ENOENT'
            ? `There is no file ${path}.`
            : `${path} can't be used: ${error instanceof Error ? error.message : String(error)}`,
        subject: path,
        advice: 'Nothing was done. Check the path.',
      },
      { cause: error },
    )
  }
}

import { createHash, type Hash } from 'node:crypto'
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { Tally } from '../../../shared/job.ts'
import {
  plannedRowSchema,
  planHeaderSchema,
  type PlanHeader,
  type PlannedRow,
} from '../../../shared/plan-file.ts'
import { isDelete } from '../../../shared/plan-row.ts'
import { replacesNewer } from '../../../shared/review.ts'
import { compareKeys } from '../listing/key-order.ts'
import { judgeDeletes } from '../planning/delete-guard.ts'
import { sizeOf } from '../planning/run-schema.ts'
import { whatIsWrong } from './check-row.ts'
import { damaged, fromColumns, openPlanDatabase, rowColumns } from './file-format.ts'

/** A plan file that was read to its end once, and found whole. */
export interface PlanFile {
  readonly path: string
  readonly header: PlanHeader
  /** SHA-256 in hex, over the header and every row. */
  readonly digest: string
  /** What whoever wrote it says of the digest; see `Host.seal`. */
  readonly seal: string
  /** In key order, numbered from 1. @throws SluiceError `usage` at the end where the file is another by now. */
  rows(): Generator<PlannedRow>
  /** How many entries the destination has at and below the folders that have rows. */
  folders(): Generator<{ readonly path: string; readonly entries: number }>
  close(): void
}

/**
 * Opens a plan file that may be anybody's. Nothing of it counts before all of it was checked: its schema, its pages, its
 * digest, each value, the order of the keys, and that its sums are those of its rows. It is read as it is and never
 * written to.
 *
 * @throws SluiceError `usage` for a file that is none, is damaged, or is of a newer version.
 */
export function openPlanFile(path: string): PlanFile {
  const db = openPlanDatabase(path)
  try {
    const { text, digest, seal } = readPlan(db)
    const header = readHeader(text)
    const rows = (): Generator<PlannedRow> => checked(path, () => readRows(db, header, { text, digest }))
    checkSums(header, rows())
    return {
      path,
      header,
      digest,
      seal,
      rows,
      folders: () => checked(path, () => readFolders(db, null)),
      close: () => {
        db.close()
      },
    }
  } catch (error) {
    db.close()
    throw damaged(path, error)
  }
}

/** What of a plan is under its digest: its header first, then row by row, then its folders. */
export function digestOf(db: DatabaseSync, header: string): string {
  const hash = createHash('sha256').update(`${header}\n`)
  for (const values of readColumns(db)) addTo(hash, values)
  drain(readFolders(db, hash))
  return hash.digest('hex')
}

function drain(values: Iterator<unknown>): void {
  while (values.next().done !== true) continue
}

const addTo = (hash: Hash, values: readonly SQLOutputValue[]): void => {
  hash.update(`${JSON.stringify(values)}\n`)
}

function* checked<T>(path: string, read: () => Generator<T>): Generator<T> {
  try {
    yield* read()
  } catch (error) {
    throw damaged(path, error)
  }
}

function readPlan(db: DatabaseSync): { text: string; digest: string; seal: string } {
  const found = db.prepare('select header, digest, seal from plan limit 2').all()
  const { header: text, digest, seal } = found[0] ?? {}
  if (
    found.length !== 1 ||
    typeof text !== 'string' ||
    typeof digest !== 'string' ||
    typeof seal !== 'string'
  )
    throw new Error('it does not say what it is for')
  return { text, digest, seal }
}

/** It must be written just as we would write it: then it has nothing in it that nobody looks at. */
function readHeader(text: string): PlanHeader {
  const header = planHeaderSchema.safeParse(JSON.parse(text))
  if (!header.success || headerText(header.data) !== text)
    throw new Error('what it says of itself makes no sense')
  return header.data
}

/** As it stands in the file. */
export const headerText = (header: PlanHeader): string => JSON.stringify(planHeaderSchema.parse(header))

function* readColumns(db: DatabaseSync): Generator<SQLOutputValue[]> {
  const all = db.prepare(`select ${rowColumns.join(', ')} from row order by seq`)
  all.setReturnArrays(true)
  for (const values of all.iterate()) yield values as unknown as SQLOutputValue[]
}

function* readRows(
  db: DatabaseSync,
  header: PlanHeader,
  { text, digest }: { readonly text: string; readonly digest: string },
): Generator<PlannedRow> {
  const hash = createHash('sha256').update(`${text}\n`)
  let count = 0
  let before: string | null = null
  for (const values of readColumns(db)) {
    addTo(hash, values)
    const parsed = plannedRowSchema.safeParse(fromColumns(values))
    if (!parsed.success) throw new Error(`row ${count + 1} has a value that it can't have`)
    const row = parsed.data
    const wrong = whatIsWrong(row, header)
    if (wrong !== null) throw new Error(`row ${count + 1} ${wrong}`)
    if (row.seq !== ++count || (before !== null && compareKeys(before, row.key) >= 0))
      throw new Error(`row ${count} is out of order`)
    before = row.key
    yield row
  }
  drain(readFolders(db, hash))
  if (count !== header.rows) throw new Error('rows are missing')
  if (hash.digest('hex') !== digest) throw new Error('its digest does not match')
}

function* readFolders(
  db: DatabaseSync,
  hash: Hash | null,
): Generator<{ readonly path: string; readonly entries: number }> {
  const all = db.prepare('select path, entries from folder order by path')
  all.setReturnArrays(true)
  for (const values of all.iterate() as Iterable<unknown> as Iterable<SQLOutputValue[]>) {
    if (hash !== null) addTo(hash, values)
    const [path, entries] = values
    if (typeof path !== 'string' || typeof entries !== 'number' || entries < 0)
      throw new Error('a folder has a value that it can not have')
    if (path !== '' && !path.endsWith('/')) throw new Error('a folder is none')
    yield { path, entries }
  }
}

type Sum = { -readonly [Field in keyof Tally]: Tally[Field] }

/** Reads every row; what the header says in numbers must be what they come to. */
function checkSums({ summary, rules }: PlanHeader, rows: Iterable<PlannedRow>): void {
  const sums: Record<'transfers' | 'replacesNewer' | 'deletes' | 'moves' | 'adjusted', Sum> = {
    moves: { count: 0, bytes: 0 },
    adjusted: { count: 0, bytes: 0 },
    transfers: { count: 0, bytes: 0 },
    replacesNewer: { count: 0, bytes: 0 },
    deletes: { count: 0, bytes: 0 },
  }
  const add = (to: Sum, row: PlannedRow): void => {
    to.count++
    to.bytes += sizeOf(row)
  }
  for (const row of rows) {
    if (row.from !== undefined) {
      sums.moves.count++
      sums.moves.bytes += row.from.seen.size
    } else if (isDelete(row.action)) add(sums.deletes, row)
    else if (row.action === 'update-properties') add(sums.adjusted, row)
    else if (row.action !== 'skip') {
      add(sums.transfers, row)
      if (replacesNewer(row.source, row.destination)) add(sums.replacesNewer, row)
    }
  }
  for (const name of ['transfers', 'replacesNewer', 'deletes', 'moves'] as const) {
    const said = summary[name] ?? { count: 0, bytes: 0 }
    if (said.count !== sums[name].count || said.bytes !== sums[name].bytes)
      throw new Error('its sums are not those of its rows')
  }
  if ((summary.adjusted ?? 0) !== sums.adjusted.count) throw new Error('its sums are not those of its rows')
  const guard = judgeDeletes(rules, {
    sourceEntries: summary.listed.source,
    destinationEntries: summary.listed.destination,
    deletes: sums.deletes,
  })
  if (guard?.code !== summary.withheld?.code) throw new Error('its deletes are not what its rules allow')
}

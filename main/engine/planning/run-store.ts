import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import type { FailureGroup } from '../../../shared/bridge/values.ts'
import type { Tally } from '../../../shared/job.ts'
import type { NewRow, Outcome, PlanRow, RowState } from '../../../shared/plan-row.ts'
import {
  categoryOf,
  everyRow,
  type Category,
  type FailureName,
  type RowChoice,
  type RowsView,
} from '../../../shared/review.ts'
import type { Clock } from '../world.ts'
import type { AclsOff } from './acl-hint.ts'
import type { NoConditions } from './conditions-hint.ts'
import { failuresCalled, readFailures } from './failure-groups.ts'
import { DeleteIntents } from './delete-intents.ts'
import { LargeTransfers } from './large-transfers.ts'
import { MoveRows } from './move-rows.ts'
import { addShare, FolderTree, shareCounts, type ShareCounts } from './folder-tree.ts'
import type { PlanFigures } from './hints.ts'
import { readFigures } from './plan-figures.ts'
import { PlanTotals } from './plan-totals.ts'
import type { RowKey, SeqRange } from './review.ts'
import { copiedHalf } from './move-halves.ts'
import { createDatabase, openPastDatabase } from './run-database.ts'
import { RowsByKey } from './rows-by-key.ts'
import { RowsViews } from './rows-views.ts'
import { bindRow, keptOutcome, readRow, rowColumns, sizeOf, type Stage } from './run-schema.ts'

const commitEvery = 200

/**
 * One run on disk: its rows, what became of them, and what was about to be done. It is the journal a killed run is
 * understood from and the entry in the history. Changes are committed together about every 200 ms; `commit` makes them
 * durable at once. One connection, one process.
 */
export class RunStore {
  readonly totals = new PlanTotals()
  readonly folders: FolderTree
  /** Large transfers that were begun and not ended. */
  readonly large: LargeTransfers
  readonly intents: DeleteIntents
  /** What is known of ACLs at the destination. */
  aclsOff: AclsOff | null = null
  /** What the destination's server is known to keep no conditions by; null where it may. */
  noConditions: NoConditions | null = null
  readonly moves: MoveRows
  readonly #views: RowsViews
  readonly #db: DatabaseSync
  readonly #clock: Clock
  readonly #insert: StatementSync
  readonly #finish: StatementSync
  readonly #next: StatementSync
  #seq = 0
  /** Numbers below it that no row has any more. */
  #gaps = 0
  #cancelCommit: (() => void) | null = null

  /** @param path a file that does not exist yet, or `:memory:`; or that of a run that is over, to look at. */
  constructor(path: string, clock: Clock, purpose: 'to run' | 'to look at' = 'to run') {
    this.#clock = clock
    this.#db = purpose === 'to run' ? createDatabase(path) : openPastDatabase(path)
    this.folders = new FolderTree(this.#db)
    const begin = (): void => {
      this.#begin()
    }
    const commit = (): void => {
      this.commit()
    }
    this.large = new LargeTransfers(this.#db, begin, commit)
    this.intents = new DeleteIntents(this.#db, begin, commit)
    this.moves = new MoveRows(this.#db, begin, this.totals, this.folders)
    this.#views = new RowsViews(this.#db, clock)
    const names = rowColumns.join(', ')
    this.#insert = this.#db.prepare(
      `insert into row (${names}) values (${rowColumns.map(() => '?').join(', ')})`,
    )
    this.#finish = this.#db.prepare('update row set state = ?, outcome = ? where seq = ?')
    this.#next = this.#db.prepare(`select * from row where seq > ? and stage = ? order by seq limit ?`)
    if (purpose === 'to look at') this.#countRows()
  }

  #countRows(): void {
    this.#seq = Number(this.#db.prepare('select coalesce(max(seq), 0) as n from row').get()?.['n'])
    let rows = 0
    const groups = this.#db.prepare(
      'select category, state, count(*) as n, sum(size) as bytes from row group by category, state',
    )
    for (const group of groups.all()) {
      this.totals.count(String(group['category']) as Category, String(group['state']) as RowState, {
        count: Number(group['n']),
        bytes: Number(group['bytes']),
      })
      rows += Number(group['n'])
    }
    this.#gaps = this.#seq - rows
  }

  /** Adds rows in order and gives them their numbers. */
  add(rows: readonly NewRow[]): void {
    if (rows.length === 0) return
    this.#begin()
    for (const row of rows) {
      this.#insert.run(...bindRow(++this.#seq, row))
      this.totals.add(this.#seq, row)
    }
  }

  /** The number of the last row: they are numbered from 1, and a move leaves out one. */
  get rowCount(): number {
    return this.#seq
  }

  /** Rows are paired. @returns what moves, with its bytes. */
  endMoves(): Tally {
    const moved = this.moves.end()
    this.#gaps += moved.count
    this.#views.forget()
    return moved
  }

  /** Brings the folders up to what is known. */
  flushFolders(): void {
    this.#begin()
    this.folders.flush()
  }

  /** The plan has come to its end. */
  closeFolders(): void {
    this.#begin()
    this.folders.close()
  }

  /** The keys of rows, by their numbers, and which side they are filtered by. */
  *keys({ first, last }: SeqRange): Generator<RowKey> {
    const rows = this.#db.prepare(
      'select seq, key, source_size is null as is_extra from row where seq between ? and ? order by seq',
    )
    for (const row of rows.iterate(first, last)) {
      yield {
        seq: Number(row['seq']),
        key: String(row['key']),
        side: row['is_extra'] === 0 ? 'source' : 'destination',
      }
    }
  }

  /** What hints are drawn from. @param same names that need nothing */
  figures(same: number): PlanFigures {
    return { ...readFigures(this.#db, same), aclsOff: this.aclsOff, noConditions: this.noConditions }
  }

  /** Rows of a stage after a number, in order, whatever their state. */
  rowsAfter(stage: Stage, seq: number, limit: number): PlanRow[] {
    return this.#next.all(seq, stage, limit).map(readRow)
  }

  /** In the order of their keys. */
  get byKey(): RowsByKey {
    return new RowsByKey(this.#db)
  }

  /** Keeps what became of a row. @param row as it was. */
  finish(row: PlanRow, state: RowState, outcome: Outcome | null): void {
    this.#begin()
    this.#finish.run(state, outcome === null ? null : JSON.stringify(outcome), row.seq)
    this.totals.change(categoryOf(row), sizeOf(row), row.state, state)
  }

  /** Rows as they are looked at, a page of them. */
  page(view: RowsView, offset: number, limit: number): { total: number; rows: PlanRow[] } {
    return this.#views.page(view, offset, limit, { count: this.#seq, gaps: this.#gaps, totals: this.totals })
  }

  row(seq: number): PlanRow | null {
    const columns = this.#db.prepare('select * from row where seq = ?').get(seq)
    return columns === undefined ? null : readRow(columns)
  }

  /**
   * Takes planned rows out of the plan, or puts them back. What planning refused or skipped stays as it is.
   * @param among only rows with these numbers are looked at: a choice of very many is made in parts
   * @returns how many rows are another from now on.
   */
  choose(choice: RowChoice, included: boolean, among?: SeqRange): number {
    const [from, to] = included
      ? (['excluded-by-you', 'planned'] as const)
      : (['planned', 'excluded-by-you'] as const)
    const { sql, values } = this.#chosen(choice)
    const { first, last } = among ?? { first: 1, last: this.#seq }
    values.unshift(first, last)
    const where = `seq between ? and ? and ${sql} and state = ? and category <> 'problem'`
    this.#begin()
    const byFolder = new Map<string, ShareCounts>()
    let count = 0
    const rows = this.#db.prepare(`select key, category, size from row where ${where}`)
    for (const row of rows.iterate(...values, from)) {
      const key = String(row['key'])
      const category = String(row['category']) as Category
      const size = Number(row['size'])
      const folder = key.slice(0, key.lastIndexOf('/') + 1)
      const counts = byFolder.get(folder) ?? shareCounts()
      byFolder.set(folder, counts)
      addShare(counts, { category, state: from, size, sign: -1 })
      addShare(counts, { category, state: to, size, sign: 1 })
      this.totals.change(category, size, from, to)
      count++
    }
    if (count === 0) return 0
    this.#db.prepare(`update row set state = ? where ${where}`).run(to, ...values, from)
    this.folders.changeAll(byFolder)
    this.totals.decide([choice, included, first, last])
    this.#views.expire()
    return count
  }

  /** What did not come off, by reason and folder. */
  failures(): FailureGroup[] {
    return readFailures(this.#db)
  }

  /**
   * Makes failed transfers and deletes, and the deletes that were withheld for them, planned again.
   * @param only these of the failed ones; all of them by default
   */
  planFailedAgain(only?: FailureName): number {
    const { sql, values } = only === undefined ? { sql: 'true', values: [] } : failuresCalled(only)
    const rows = this.#db.prepare(
      `select * from row where state = 'failed' and category <> 'problem' and ${sql} or state = 'withheld'`,
    )
    this.#begin()
    const again = rows.all(...values).map(readRow)
    for (const row of again) {
      const half = copiedHalf(row)
      this.finish(row, half === null ? 'planned' : 'running', keptOutcome(row, half))
    }
    this.#views.expire()
    return again.length
  }

  #chosen(choice: RowChoice): { sql: string; values: SQLInputValue[] } {
    switch (choice.kind) {
      case 'rows':
        return {
          sql: 'seq in (select value from json_each(?))',
          values: [JSON.stringify(choice.seqs)],
        }
      case 'folder':
        return this.#views.where({ ...everyRow, folder: choice.folder })
      case 'view':
        return this.#views.where(choice.view)
    }
  }

  /** Turns a planned delete into a skip, because its name is protected. */
  protect(row: PlanRow, decidedBy: string): void {
    this.#begin()
    this.#db
      .prepare(
        `update row set stage = 'skip', category = 'problem', action = 'skip', reason = 'unknown', decided_by = ?
         where seq = ?`,
      )
      .run(decidedBy, row.seq)
    const size = sizeOf(row)
    this.totals.become('delete', 'problem', row.state, size)
    this.totals.decide(['protect', row.seq])
    this.#views.forget()
    this.folders.change(row.key, { category: 'delete', state: row.state, size, sign: -1 })
    this.folders.change(row.key, { category: 'problem', state: row.state, size, sign: 1 })
  }

  /** How many rows of a stage there are, and the bytes of what they move or remove. */
  tally(stage: Stage): Tally {
    const row = this.#db
      .prepare(`select count(*) as n, coalesce(sum(size), 0) as bytes from row where stage = ?`)
      .get(stage)
    return { count: Number(row?.['n'] ?? 0), bytes: Number(row?.['bytes'] ?? 0) }
  }

  /** What of a stage is in a state: by default, yet to be done. */
  planned(stage: Stage, state: RowState = 'planned'): Tally {
    const row = this.#db
      .prepare(`select count(*) as n, coalesce(sum(size), 0) as bytes from row where stage = ? and state = ?`)
      .get(stage, state)
    return { count: Number(row?.['n'] ?? 0), bytes: Number(row?.['bytes'] ?? 0) }
  }

  /** A fact about the run: its sides, rules, report. */
  setFact(name: string, value: unknown): void {
    this.#begin()
    this.#db
      .prepare('insert or replace into fact (name, value) values (?, ?)')
      .run(name, JSON.stringify(value))
  }

  fact(name: string): unknown {
    const row = this.#db.prepare('select value from fact where name = ?').get(name)
    const value: SQLOutputValue | undefined = row?.['value']
    return typeof value === 'string' ? JSON.parse(value) : undefined
  }

  /** Planning or a run has ended: views are right from now on, and everyRow is durable. */
  settle(): void {
    this.#views.expire()
    this.commit()
  }

  /** Makes everyRow so far durable. */
  commit(): void {
    this.#cancelCommit?.()
    this.#cancelCommit = null
    if (this.#db.isTransaction) this.#db.exec('commit')
    this.intents.makeDurable()
  }

  close(): void {
    this.commit()
    this.#db.close()
  }

  #begin(): void {
    if (this.#db.isTransaction) return
    this.#db.exec('begin')
    // One is set already where an intent was committed by itself.
    this.#cancelCommit ??= this.#clock.after(commitEvery, () => {
      this.commit()
    })
  }
}

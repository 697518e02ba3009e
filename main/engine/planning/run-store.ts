import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import type { Tally } from '../../../shared/job.ts'
import type { NewRow, Outcome, PlanRow, RowState } from '../../../shared/plan-row.ts'
import type { Clock } from '../world.ts'
import { bindRow, readRow, rowColumns, schema, schemaVersion, type Stage } from './run-schema.ts'

const commitEvery = 200

/**
 * One run on disk: its rows, what became of them, and what was about to be done. It is the journal a killed run is
 * understood from and the entry in the history. Changes are committed together about every 200 ms; `commit` makes them
 * durable at once. One connection, one process.
 */
export class RunStore {
  readonly #db: DatabaseSync
  readonly #clock: Clock
  readonly #insert: StatementSync
  readonly #finish: StatementSync
  readonly #next: StatementSync
  #seq = 0
  #cancelCommit: (() => void) | null = null

  /** @param path a file that does not exist yet, or `:memory:`. */
  constructor(path: string, clock: Clock) {
    this.#clock = clock
    this.#db = new DatabaseSync(path)
    this.#db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory')
    this.#db.exec(schema)
    this.#db.exec(`pragma user_version = ${schemaVersion}`)
    const names = rowColumns.join(', ')
    this.#insert = this.#db.prepare(
      `insert into row (${names}) values (${rowColumns.map(() => '?').join(', ')})`,
    )
    this.#finish = this.#db.prepare('update row set state = ?, outcome = ? where seq = ?')
    this.#next = this.#db.prepare(`select * from row where seq > ? and stage = ? order by seq limit ?`)
  }

  /** Adds rows in order and gives them their numbers. */
  add(rows: readonly NewRow[]): void {
    if (rows.length === 0) return
    this.#begin()
    for (const row of rows) this.#insert.run(...bindRow(++this.#seq, row))
  }

  /** Rows of a stage after a number, in order, whatever their state. */
  rowsAfter(stage: Stage, seq: number, limit: number): PlanRow[] {
    return this.#next.all(seq, stage, limit).map(readRow)
  }

  /** Keeps what became of a row. */
  finish(seq: number, state: RowState, outcome: Outcome | null): void {
    this.#begin()
    this.#finish.run(state, outcome === null ? null : JSON.stringify(outcome), seq)
  }

  /** Turns a planned delete into a skip, because its name is protected. */
  protect(seq: number, decidedBy: string): void {
    this.#begin()
    this.#db
      .prepare(
        `update row set stage = 'skip', action = 'skip', reason = 'unknown', decided_by = ? where seq = ?`,
      )
      .run(decidedBy, seq)
  }

  /** How many planned rows of a stage there are, and the bytes of what they move or remove. */
  tally(stage: Stage): Tally {
    const size = stage === 'delete' ? 'destination_size' : 'source_size'
    const row = this.#db
      .prepare(`select count(*) as n, coalesce(sum(${size}), 0) as bytes from row where stage = ?`)
      .get(stage)
    return { count: Number(row?.['n'] ?? 0), bytes: Number(row?.['bytes'] ?? 0) }
  }

  /** Writes that an upload is about to send parts, durably: what a kill leaves behind can then be found. */
  rememberUpload(seq: number, uploadId: string, partSize: number): void {
    this.#begin()
    this.#db
      .prepare('insert or replace into upload (seq, upload_id, part_size) values (?, ?, ?)')
      .run(seq, uploadId, partSize)
    this.commit()
  }

  /** The upload is completed or aborted: nothing is left of it. */
  forgetUpload(seq: number): void {
    this.#begin()
    this.#db.prepare('delete from upload where seq = ?').run(seq)
  }

  /** Uploads that were begun and of which something may be left. */
  uploads(): { seq: number; key: string; uploadId: string; partSize: number }[] {
    return this.#db
      .prepare(
        'select upload.seq, row.key, upload_id, part_size from upload join row on row.seq = upload.seq order by upload.seq',
      )
      .all()
      .map((row) => ({
        seq: Number(row['seq']),
        key: String(row['key']),
        uploadId: String(row['upload_id']),
        partSize: Number(row['part_size']),
      }))
  }

  /** Writes that these rows are about to be deleted, durably, before the first of them is. */
  intendDeletes(seqs: readonly number[]): void {
    this.#begin()
    const mark = this.#db.prepare(`update row set state = 'running' where seq = ?`)
    for (const seq of seqs) mark.run(seq)
    this.commit()
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

  /** Makes everything so far durable. */
  commit(): void {
    this.#cancelCommit?.()
    this.#cancelCommit = null
    if (this.#db.isTransaction) this.#db.exec('commit')
  }

  close(): void {
    this.commit()
    this.#db.close()
  }

  #begin(): void {
    if (this.#db.isTransaction) return
    this.#db.exec('begin')
    this.#cancelCommit = this.#clock.after(commitEvery, () => {
      this.commit()
    })
  }
}

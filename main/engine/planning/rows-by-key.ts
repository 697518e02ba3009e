import type { DatabaseSync } from 'node:sqlite'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { halvesOf, type DoneRow } from './move-halves.ts'
import { readRow } from './run-schema.ts'

/** The rows of a run in the order of their keys, as they are read: those of a download are not stored in it. */
export class RowsByKey {
  readonly #db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  *all(): Generator<PlanRow> {
    for (const columns of this.#db.prepare('select * from row order by key').iterate()) yield readRow(columns)
  }

  *transfers(): Generator<PlanRow> {
    const one = this.#db.prepare('select * from row where seq = ?')
    const order = this.#db.prepare(`select seq from row where stage = 'transfer' order by key`)
    for (const { seq } of order.iterate()) {
      const columns = one.get(Number(seq))
      if (columns !== undefined) yield readRow(columns)
    }
  }

  /**
   * What was done, and what a kill has left unknown of files that were put aside to be deleted: where they are is on record.
   * A move is two: see `halvesOf`.
   */
  *done(): Generator<DoneRow> {
    const one = this.#db.prepare('select * from row where seq = ?')
    const order = this.#db.prepare(
      `select seq, key, false as is_old from row where stage <> 'skip' and (state = 'done' or action = 'move'
         or stage = 'delete' and state = 'running' and outcome ->> '$.aside' is not null)
       union all select seq, from_key, true from row where from_key is not null and state = 'done' order by 2`,
    )
    for (const { seq, is_old: isOld } of order.iterate()) {
      const columns = one.get(Number(seq))
      if (columns === undefined) continue
      const row = readRow(columns)
      const half = row.action === 'move' ? halvesOf(row)[isOld === 1 ? 'old' : 'fresh'] : row
      if (half !== null) yield half
    }
  }
}

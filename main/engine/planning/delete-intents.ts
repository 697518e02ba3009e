import type { DatabaseSync } from 'node:sqlite'
import type { KeptFile } from '../../../shared/aside.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'

/**
 * What is about to go, on record before it goes:
 *
 * | what                                          | written        | outlasts                                         |
 * |-----------------------------------------------|----------------|--------------------------------------------------|
 * | that rows of a batch are about to be deleted  | once a batch   | a loss of power                                  |
 * | where a file of it is about to be put         | for each file  | a kill at once, a loss of power by the next commit |
 *
 * To have each file's place outlast a loss of power would be a write to the disk for each.
 */
export class DeleteIntents {
  readonly #db: DatabaseSync
  readonly #begin: () => void
  readonly #commit: () => void
  /** Commits are left to the system to write, for now. */
  #isLight = false

  constructor(db: DatabaseSync, begin: () => void, commit: () => void) {
    this.#db = db
    this.#begin = begin
    this.#commit = commit
  }

  /** These rows are about to be deleted. */
  begin(seqs: readonly number[]): void {
    this.#begin()
    const mark = this.#db.prepare(`update row set state = 'running' where seq = ?`)
    for (const seq of seqs) mark.run(seq)
    this.#commit()
  }

  /** The file of a row is about to be put there. */
  put({ seq, outcome }: Pick<PlanRow, 'seq' | 'outcome'>, aside: KeptFile): void {
    if (!this.#isLight) {
      this.#commit()
      this.#db.exec('pragma synchronous = normal')
      this.#isLight = true
    }
    this.#begin()
    this.#db
      .prepare('update row set outcome = ? where seq = ?')
      .run(JSON.stringify({ ...outcome, aside }), seq)
    this.#db.exec('commit')
  }

  /** Some of them were not deleted after all: they are planned as before. */
  drop(rows: readonly Pick<PlanRow, 'seq' | 'outcome'>[]): void {
    this.#begin()
    const mark = this.#db.prepare(`update row set state = 'planned', outcome = ? where seq = ?`)
    for (const { seq, outcome } of rows) mark.run(outcome === null ? null : JSON.stringify(outcome), seq)
  }

  /** After a commit: what was left to the system is on the disk, too. */
  makeDurable(): void {
    if (!this.#isLight) return
    this.#isLight = false
    this.#db.exec('pragma synchronous = full; pragma wal_checkpoint(passive)')
  }
}

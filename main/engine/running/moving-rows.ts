import type { Moving } from '../../../shared/job.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'

/** The transfers that are going on, each with how far it is: as many as there are workers. */
export class MovingRows {
  readonly #rows = new Map<number, { seq: number; key: string; done: number; total: number }>()

  begin(row: PlanRow): void {
    this.#rows.set(row.seq, { seq: row.seq, key: row.key, done: 0, total: row.source?.size ?? 0 })
  }

  /** Bytes went over the wire, or, below zero, are to go again. */
  move(seq: number, bytes: number): void {
    const row = this.#rows.get(seq)
    if (row !== undefined) row.done = Math.max(0, Math.min(row.total, row.done + bytes))
  }

  end(seq: number): void {
    this.#rows.delete(seq)
  }

  read(): Moving[] {
    return [...this.#rows.values()].map((row) => ({ ...row }))
  }
}

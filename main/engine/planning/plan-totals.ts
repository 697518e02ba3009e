import { createHash } from 'node:crypto'
import { rowStates, type NewRow, type PlanRow, type RowState } from '../../../shared/plan-row.ts'
import { categories, categoryOf, type Category, type CategoryTotals } from '../../../shared/review.ts'
import type { Tally } from '../../../shared/job.ts'
import { sizeOf } from './run-schema.ts'

type Sum = { -readonly [Field in keyof Tally]: Tally[Field] }

const sum = (): Sum => ({ count: 0, bytes: 0 })

/** What a plan comes to, kept in step with its rows: reading it costs nothing, whatever the number of rows. */
export class PlanTotals {
  readonly #categories = new Map<Category, { included: Sum; leftOut: Sum }>(
    categories.map((name) => [name, { included: sum(), leftOut: sum() }]),
  )
  readonly #states = new Map<RowState, Sum>(rowStates.map((name) => [name, sum()]))
  /** Rows that planning refused: they failed, and another try changes nothing of it. */
  #refusedByPlan = 0
  #hash = createHash('sha256')
  /** Raised with each change of any row. */
  revision = 0

  /** A row joins the plan. */
  add(seq: number, row: NewRow): void {
    const state = row.state ?? 'planned'
    this.#count(categoryOf(row), state, sizeOf(row), 1)
    const { key, action, source, destination } = row
    this.#hash.update(
      JSON.stringify([
        seq,
        action,
        key,
        source?.size,
        source?.modified,
        source?.etag,
        destination?.size,
        destination?.etag,
        ...(row.from === undefined ? [] : [row.from.key, row.from.seen.etag]),
      ]),
    )
    this.revision++
  }

  /** Rows of a run that is over. */
  count(category: Category, state: RowState, { count, bytes }: Tally): void {
    this.#count(category, state, bytes, 1, count)
  }

  /** A row is another one from now on: taken out, put back, begun, done. */
  change(category: Category, size: number, from: RowState, to: RowState): void {
    this.#count(category, from, size, -1)
    this.#count(category, to, size, 1)
    this.revision++
  }

  /** A row changes what it means: a delete that is protected. */
  become(from: Category, to: Category, state: RowState, size: number): void {
    this.#count(from, state, size, -1)
    this.#count(to, state, size, 1)
    this.revision++
  }

  /** A row of a new name and one that deletes are one that moves from now on. */
  pair(fresh: PlanRow, old: PlanRow): void {
    this.#count(categoryOf(fresh), fresh.state, sizeOf(fresh), -1)
    this.#count(categoryOf(old), old.state, sizeOf(old), -1)
    this.#count('move', fresh.state, 0, 1)
    this.decide(['move', fresh.seq, old.seq, old.key])
  }

  /** Something was decided about rows: the digest is another from now on. */
  decide(decision: unknown): void {
    this.#hash.update(JSON.stringify(decision))
    this.revision++
  }

  /** Stands for the rows and all that was decided about them. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }

  categories(): Record<Category, CategoryTotals> {
    return Object.fromEntries(
      [...this.#categories].map(([name, { included, leftOut }]) => [
        name,
        { included: { ...included }, leftOut: { ...leftOut } },
      ]),
    ) as Record<Category, CategoryTotals>
  }

  /** How many rows there are of some categories, whatever their state. */
  rowsOf(names: readonly Category[]): number {
    let rows = 0
    for (const [name, { included, leftOut }] of this.#categories) {
      if (names.includes(name)) rows += included.count + leftOut.count
    }
    return rows
  }

  states(): Record<RowState, Tally> {
    return Object.fromEntries([...this.#states].map(([name, tally]) => [name, { ...tally }])) as Record<
      RowState,
      Tally
    >
  }

  /** How many rows failed that can be tried again. */
  retryable(): number {
    return (this.#states.get('failed')?.count ?? 0) - this.#refusedByPlan
  }

  #count(category: Category, state: RowState, bytes: number, sign: 1 | -1, count = 1): void {
    if (category === 'problem' && state === 'failed') this.#refusedByPlan += sign * count
    const side = state === 'excluded-by-you' ? 'leftOut' : 'included'
    for (const tally of [this.#categories.get(category)?.[side], this.#states.get(state)]) {
      if (tally === undefined) continue
      tally.count += sign * count
      tally.bytes += sign * bytes
    }
  }
}

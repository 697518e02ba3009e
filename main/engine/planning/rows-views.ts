import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { categories, type RowsView } from '../../../shared/review.ts'
import type { Clock } from '../world.ts'
import type { PlanTotals } from './plan-totals.ts'
import { readRow } from './run-schema.ts'

/** How many views are kept at once: the one on screen, and the one before it. */
const viewsKept = 2

/** Among so many rows, the first of the plan, the first page of some categories is looked for without a table. */
const nearTheTop = 20_000

/** How many rows there are, what they come to, and the number that is raised with each change. */
interface Store {
  readonly count: number
  /** Numbers up to that which no row has. */
  readonly gaps: number
  readonly totals: Pick<PlanTotals, 'revision' | 'rowsOf'>
}

interface KeptView {
  readonly table: string
  /** Of the store when it was made. */
  revision: number
  /** The last row it has looked at. */
  seq: number
  total: number
  /** Milliseconds: when it was made, and how long that took. */
  made: number
  took: number
}

/**
 * Pages of rows as they are looked at. The whole plan in its own order is read by row number; any other view is a table
 * of its own, in temporary memory, of places and row numbers. A view by category or folder in the plan's order grows with
 * the plan; others are made again when rows have changed, at the most a tenth of the time. The first page of some categories
 * mostly needs no table: the totals say how many rows there are, and those on top are soon found.
 */
export class RowsViews {
  readonly #db: DatabaseSync
  readonly #clock: Clock
  readonly #kept = new Map<string, KeptView>()
  #made = 0

  constructor(db: DatabaseSync, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  page(view: RowsView, offset: number, limit: number, store: Store): { total: number; rows: PlanRow[] } {
    if (isWholePlan(view) && store.gaps === 0) {
      const [order, edge] = view.descending ? ['desc', '<='] : ['asc', '>']
      const from = view.descending ? store.count - offset : offset
      const rows = this.#db
        .prepare(`select * from row where seq ${edge} ? order by seq ${order} limit ?`)
        .all(from, limit)
      return { total: store.count, rows: rows.map(readRow) }
    }
    const top = offset === 0 ? this.#top(view, limit, store) : null
    if (top !== null) return top
    const kept = this.#keep(view, store)
    const rows = this.#db
      .prepare(
        `select row.* from temp.${kept.table} as place join row on row.seq = place.seq
         where place.position > ? and place.position <= ? order by place.position`,
      )
      .all(offset, offset + limit)
    return { total: kept.total, rows: rows.map(readRow) }
  }

  /** The condition of a view, in which a move is under either name, for other statements on its rows. */
  where(view: RowsView): { sql: string; values: SQLInputValue[] } {
    return condition(view)
  }

  /** Rows have come to rest: views that were left behind are made again when they are next asked for. */
  expire(): void {
    for (const kept of this.#kept.values()) kept.made = -Infinity
  }

  /** Nothing that was kept is true any more. */
  forget(): void {
    for (const { table } of this.#kept.values()) this.#db.exec(`drop table temp.${table}`)
    this.#kept.clear()
  }

  /** The first page of a view by category alone; null where it takes a table to find it. */
  #top(view: RowsView, limit: number, { totals }: Store): { total: number; rows: PlanRow[] } | null {
    if (!growsWithThePlan(view) || view.search !== '' || view.folder !== '') return null
    const total = totals.rowsOf(view.categories)
    const wanted = Math.min(limit, total)
    if (wanted === 0) return { total, rows: [] }
    const { sql, values } = condition(view)
    const rows = this.#db
      .prepare(`select * from row where seq <= ${nearTheTop} and ${sql} order by seq limit ?`)
      .all(...values, wanted)
    return rows.length === wanted ? { total, rows: rows.map(readRow) } : null
  }

  #keep(view: RowsView, store: Store): KeptView {
    const name = JSON.stringify(view)
    const kept = this.#kept.get(name)
    if (kept !== undefined) {
      if (kept.revision === store.totals.revision) return kept
      if (growsWithThePlan(view)) {
        if (kept.seq < store.count) this.#fill(kept, view, store)
        kept.revision = store.totals.revision
        return kept
      }
      if (this.#clock.now() - kept.made < 10 * kept.took) return kept
      this.#drop(name, kept)
    }
    const table = `view_${++this.#made}`
    this.#db.exec(`create temp table ${table} (position integer primary key, seq integer not null)`)
    const fresh: KeptView = { table, revision: store.totals.revision, seq: 0, total: 0, made: 0, took: 0 }
    const begun = this.#clock.now()
    this.#fill(fresh, view, store)
    fresh.made = this.#clock.now()
    fresh.took = fresh.made - begun
    this.#kept.set(name, fresh)
    for (const [oldest, entry] of this.#kept) {
      if (this.#kept.size <= viewsKept) break
      this.#drop(oldest, entry)
    }
    return fresh
  }

  #fill(kept: KeptView, view: RowsView, store: Store): void {
    const { sql, values } = condition(view)
    const changes = this.#db
      .prepare(
        `insert into temp.${kept.table} (seq) select seq from row where seq > ? and ${sql} order by ${order(view)}`,
      )
      .run(kept.seq, ...values).changes
    kept.total += Number(changes)
    kept.seq = store.count
  }

  #drop(name: string, { table }: KeptView): void {
    this.#db.exec(`drop table temp.${table}`)
    this.#kept.delete(name)
  }
}

const isWholePlan = (view: RowsView): boolean =>
  view.sort === 'key' &&
  view.search === '' &&
  view.folder === '' &&
  view.states === null &&
  categories.every((name) => view.categories.includes(name))

/** Rows only ever join such a view, at its end: neither a category, once a plan is complete, nor a key changes. */
const growsWithThePlan = (view: RowsView): boolean =>
  view.sort === 'key' && !view.descending && view.states === null

function condition(view: RowsView): { sql: string; values: SQLInputValue[] } {
  const parts: string[] = []
  const values: SQLInputValue[] = []
  if (!categories.every((name) => view.categories.includes(name))) {
    parts.push(`category in (${view.categories.map(() => '?').join(', ')})`)
    values.push(...view.categories)
  }
  if (view.states !== null) {
    parts.push(`state in (${view.states.map(() => '?').join(', ')})`)
    values.push(...view.states)
  }
  if (view.folder !== '') {
    // A folder ends in `/`, and `0` is the character after it.
    const below = [view.folder, `${view.folder.slice(0, -1)}0`]
    parts.push('(key >= ? and key < ? or from_key >= ? and from_key < ?)')
    values.push(...below, ...below)
  }
  if (view.search !== '') {
    // SQLite's lower() knows ASCII letters only, as shared/review.ts says.
    parts.push(`(instr(lower(key), lower(?)) > 0 or instr(lower(coalesce(from_key, '')), lower(?)) > 0)`)
    values.push(view.search, view.search)
  }
  return { sql: parts.length === 0 ? 'true' : parts.join(' and '), values }
}

const columns: Readonly<Record<RowsView['sort'], string>> = {
  key: 'seq',
  action: 'category',
  size: 'size',
  modified: 'coalesce(source_modified, destination_modified)',
  reason: 'reason',
  state: 'state',
}

function order(view: RowsView): string {
  const direction = view.descending ? 'desc' : 'asc'
  return view.sort === 'key' ? `seq ${direction}` : `${columns[view.sort]} ${direction}, seq`
}

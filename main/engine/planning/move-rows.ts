import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import type { Tally } from '../../../shared/job.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { addShare, shareCounts, type FolderTree, type ShareCounts } from './folder-tree.ts'
import type { PlanTotals } from './plan-totals.ts'
import { bindFrom, readRow, sizeOf } from './run-schema.ts'

/**
 * Which side of a pair is looked up: objects are, by their ETags, for a file (or another object) whose digest is known.
 * `old` are rows that delete, `new` those that bring a name the destination does not have.
 */
export type LookedUp = 'old' | 'new'

// The `+` keeps SQLite from reading all of a stage for each page: rows are read in their order.
const isNew = `+stage = 'transfer' and reason = 'only-source' and state = 'planned' and destination_size is null and source_size > 0`
// What is archived can't be copied to another name.
const isOld = `+stage = 'delete' and reason = 'only-dest' and state = 'planned' and destination_size > 0
  and coalesce(destination_class, '') not in ('GLACIER', 'DEEP_ARCHIVE')`

const conditions = { new: isNew, old: isOld } as const
const sides = { new: 'source', old: 'destination' } as const
const stages = { new: 'transfer', old: 'delete' } as const

/** SQLite has no word for the name after the last slash. */
const baseOf = `substr(key, length(rtrim(key, replace(key, '/', ''))) + 1)`

/**
 * Finds, among the rows of a plan that is complete, those that only give another name to what the destination has, and
 * makes one row of each two. What may be looked up is kept in a table of its own on disk: no more than a page of rows is
 * ever in memory.
 */
export class MoveRows {
  readonly #db: DatabaseSync
  readonly #begin: () => void
  readonly #totals: PlanTotals
  readonly #folders: FolderTree
  readonly #moved = { count: 0, bytes: 0 }
  /** Each is used once a row: made once. */
  readonly #statements = new Map<string, StatementSync>()
  #byFolder = new Map<string, ShareCounts>()

  constructor(db: DatabaseSync, begin: () => void, totals: PlanTotals, folders: FolderTree) {
    this.#db = db
    this.#begin = begin
    this.#totals = totals
    this.#folders = folders
  }

  /** Before any row is added: sizes are looked up later. */
  prepare(): void {
    this.#begin()
    this.#db.exec('create index if not exists row_by_size on row (stage, size)')
  }

  /** Gathers what may be looked up: rows of a size that some row of the other kind has too. */
  gather(lookedUp: LookedUp): void {
    const asking = lookedUp === 'new' ? 'old' : 'new'
    this.#begin()
    this.#db.exec(
      `create table move_candidate (
         seq integer primary key, size integer not null, etag text not null, base text not null, in_parts integer not null
       ) strict;
       create index move_by_etag on move_candidate (size, etag, base, seq);
       create index move_by_place on move_candidate (size, etag, seq);
       create index move_by_base on move_candidate (size, base, seq);
       create index move_by_parts on move_candidate (size, in_parts, seq);
       insert into move_candidate
         select seq, size, ${sides[lookedUp]}_etag, ${baseOf}, ${sides[lookedUp]}_etag like '%-%' from row
         where ${conditions[lookedUp]} and ${sides[lookedUp]}_etag is not null
           and exists (select 1 from row as other where other.stage = '${stages[asking]}' and other.size = row.size)`,
    )
  }

  /** Rows after a number for which there is something to look up, in order; `named`: under the same last name. */
  asking(lookedUp: LookedUp, named: boolean, seq: number, limit: number): PlanRow[] {
    const isThere = `place.size = row.size${named ? ` and place.base = ${baseOf}` : ''}`
    return this.#prepared(
      `select * from row where seq > ? and ${conditions[lookedUp === 'new' ? 'old' : 'new']}
           and exists (select 1 from move_candidate as place where ${isThere}) order by seq limit ?`,
    )
      .all(seq, limit)
      .map(readRow)
  }

  /** Whether an ETag that may be an MD5 of all bytes is among those of a size. */
  hasWhole(size: number): boolean {
    return (
      this.#prepared('select 1 from move_candidate where size = ? and in_parts = 0 limit 1').get(size) !==
      undefined
    )
  }

  /** The first row with this ETag; `named`: with the same last name too. */
  withEtag({ size, key, named }: Sought, etag: string): PlanRow | null {
    const found = named
      ? this.#prepared(
          'select seq from move_candidate where size = ? and etag = ? and base = ? order by seq limit 1',
        ).get(size, etag, baseName(key))
      : this.#prepared('select seq from move_candidate where size = ? and etag = ? order by seq limit 1').get(
          size,
          etag,
        )
    return found === undefined ? null : this.#row(found['seq'])
  }

  /** Rows whose ETags have to be looked into: those of the same last name, or else those made of parts. */
  others({ size, key, named }: Sought, limit: number): PlanRow[] {
    const found = named
      ? this.#prepared('select seq from move_candidate where size = ? and base = ? order by seq limit ?').all(
          size,
          baseName(key),
          limit,
        )
      : this.#prepared(
          'select seq from move_candidate where size = ? and in_parts = 1 order by seq limit ?',
        ).all(size, limit)
    return found.flatMap(({ seq }) => this.#row(seq) ?? [])
  }

  /**
   * Makes one row of two: the new name's, which says where its content is. Nothing is done where a person has taken one of
   * them out of the plan meanwhile.
   */
  pair(fresh: PlanRow, old: PlanRow): void {
    const { destination } = old
    const isPlanned = ({ seq }: PlanRow): boolean => this.#row(seq)?.state === 'planned'
    if (destination === null || !isPlanned(fresh) || !isPlanned(old)) return
    this.#begin()
    this.#prepared(
      `update row set action = 'move', category = 'move', reason = 'renamed', decided_by = '--moves', size = 0,
           from_key = ?, from_size = ?, from_modified = ?, from_etag = ?, from_class = ?, from_dev = ?, from_ino = ?,
           from_changed = ? where seq = ?`,
    ).run(...bindFrom({ key: old.key, seen: destination }), fresh.seq)
    this.#prepared('delete from row where seq = ?').run(old.seq)
    this.#prepared('delete from move_candidate where seq in (?, ?)').run(fresh.seq, old.seq)
    this.#totals.pair(fresh, old)
    this.#count(fresh.key, 'new', sizeOf(fresh), -1)
    this.#count(fresh.key, 'move', 0, 1)
    this.#count(old.key, 'delete', destination.size, -1)
    this.#moved.count++
    this.#moved.bytes += destination.size
  }

  /** Brings the folders up to what was paired. */
  flush(): void {
    this.#begin()
    this.#folders.changeAll(this.#byFolder)
    this.#byFolder = new Map()
  }

  /** @returns what moves, with its bytes. */
  end(): Tally {
    this.flush()
    this.#statements.clear()
    this.#folders.forgetEmpty()
    this.#db.exec('drop table move_candidate; drop index if exists row_by_size')
    return { ...this.#moved }
  }

  /** An old name that two moves take, or another row is about; null where there is none. */
  takenTwice(): string | null {
    const found = this.#db
      .prepare(
        `select from_key as name from row where from_key is not null group by from_key having count(*) > 1
         union all select own.key from row as own join row as other on other.from_key = own.key
           where own.stage <> 'skip'
         limit 1`,
      )
      .get()
    return found === undefined ? null : String(found['name'])
  }

  /** Moves whose first half is done, or whose only one is yet to be, by their old names. */
  halfDone(after: string, limit: number): PlanRow[] {
    return this.#db
      .prepare(
        `select * from row where from_key > ? and action = 'move' and state = 'running' order by from_key limit ?`,
      )
      .all(after, limit)
      .map(readRow)
  }

  #row(seq: SQLOutputValue | undefined): PlanRow | null {
    const columns = this.#prepared('select * from row where seq = ?').get(Number(seq))
    return columns === undefined ? null : readRow(columns)
  }

  #prepared(sql: string): StatementSync {
    const made = this.#statements.get(sql) ?? this.#db.prepare(sql)
    this.#statements.set(sql, made)
    return made
  }

  #count(key: string, category: 'new' | 'move' | 'delete', size: number, sign: 1 | -1): void {
    const folder = key.slice(0, key.lastIndexOf('/') + 1)
    const counts = this.#byFolder.get(folder) ?? shareCounts()
    this.#byFolder.set(folder, counts)
    addShare(counts, { category, state: 'planned', size, sign })
  }
}

interface Sought {
  readonly size: number
  readonly key: string
  readonly named: boolean
}

const baseName = (key: string): string => key.slice(key.lastIndexOf('/') + 1)

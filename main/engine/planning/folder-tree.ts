import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { RowState } from '../../../shared/plan-row.ts'
import { categories, type Category, type FolderLosses, type FolderTotals } from '../../../shared/review.ts'
import { folderColumns } from './run-schema.ts'

/** Counts of one folder and all below it, as far as they are known; the fields are the columns of its table. */
interface Counts {
  readonly rows: Record<Category, number>
  leftOut: number
  bytes: number
  deleteBytes: number
  destinationEntries: number
}

const noCounts = (): Counts => ({
  rows: { new: 0, changed: 0, newer: 0, properties: 0, move: 0, delete: 0, problem: 0 },
  leftOut: 0,
  bytes: 0,
  deleteBytes: 0,
  destinationEntries: 0,
})

function add(to: Counts, from: Counts): void {
  for (const name of categories) to.rows[name] += from.rows[name]
  to.leftOut += from.leftOut
  to.bytes += from.bytes
  to.deleteBytes += from.deleteBytes
  to.destinationEntries += from.destinationEntries
}

const hasRows = ({ rows, leftOut }: Counts): boolean =>
  leftOut > 0 || categories.some((name) => rows[name] > 0)

interface Open {
  readonly path: string
  /** Not yet in the table. */
  readonly counts: Counts
  /** It, or something below it, has rows, so that it has a place in the table. */
  stored: boolean
}

/** What a row adds to its folders. @param sign -1 takes it away again. */
export interface Share {
  readonly category: Category
  readonly state: RowState
  readonly size: number
  readonly sign: 1 | -1
}

/**
 * The folders of a plan with what is at and below each. Keys come in order, so that only the folders from the root to
 * the current key are open; a folder gets its place in the table when it has its first row, and not without one.
 */
export class FolderTree {
  readonly #db: DatabaseSync
  readonly #upsert: StatementSync
  readonly #children: StatementSync
  readonly #childCount: StatementSync
  readonly #anyChild: StatementSync
  readonly #losers: StatementSync
  readonly #lossesBelow: StatementSync
  readonly #lossSum: StatementSync
  readonly #one: StatementSync
  readonly #root: StatementSync
  #open: Open[] = [{ path: '', counts: noCounts(), stored: false }]

  constructor(db: DatabaseSync) {
    this.#db = db
    this.#upsert = db.prepare(
      `insert into folder (path, parent, ${folderColumns.join(', ')}) values (?, ?, ${folderColumns.map(() => '?').join(', ')})
       on conflict (path) do update set ${folderColumns.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`,
    )
    this.#children = db.prepare('select * from folder where parent = ? order by path limit ? offset ?')
    this.#childCount = db.prepare('select count(*) as n from folder where parent = ?')
    this.#anyChild = db.prepare('select 1 from folder where parent = ? limit 1')
    this.#root = db.prepare(`select * from folder where path = ''`)
    this.#one = db.prepare('select * from folder where path = ?')
    this.#lossesBelow = db.prepare(
      'select * from folder where parent = ? and rows_delete > 0 order by rows_delete desc, path limit ?',
    )
    this.#lossSum = db.prepare(
      `select count(*) as folders, coalesce(sum(rows_delete), 0) as deletes, coalesce(sum(delete_bytes), 0) as bytes
       from folder where parent = ? and rows_delete > 0`,
    )
    this.#losers = db.prepare(
      `select * from folder where rows_delete > 0
       order by cast(rows_delete as real) / max(destination_entries, rows_delete) desc, rows_delete desc, path limit ?`,
    )
  }

  /** The plan has come to a key, which the destination has or has not. */
  pass(key: string, atDestination: boolean): void {
    this.#goTo(key)
    if (atDestination) this.#top.counts.destinationEntries++
  }

  /** A row of the current key, or of one held back in a folder that is still open. */
  addRow(key: string, share: Share): void {
    const folder = key.slice(0, key.lastIndexOf('/') + 1)
    const open = this.#open.findLast(({ path }) => path === folder)
    if (open === undefined) this.change(key, share)
    else addShare(open.counts, share)
  }

  /** Brings the table up to what is known, the open folders included. */
  flush(): void {
    for (let depth = this.#open.length - 1; depth >= 0; depth--) this.#store(depth)
  }

  /** There are no more keys: all is in the table. */
  close(): void {
    while (this.#open.length > 1) this.#close()
    this.#store(0)
  }

  /** A row that is in the table already is another from now on. */
  change(key: string, share: Share): void {
    const counts = noCounts()
    addShare(counts, share)
    this.changeAll(new Map([[key.slice(0, key.lastIndexOf('/') + 1), counts]]))
  }

  /** The same for many rows. */
  changeAll(byFolder: ReadonlyMap<string, Counts>): void {
    const all = new Map<string, Counts>()
    for (const [folder, counts] of byFolder) {
      for (const path of ancestors(folder)) {
        const sum = all.get(path) ?? noCounts()
        add(sum, counts)
        all.set(path, sum)
      }
    }
    for (const [path, counts] of all) this.#write(path, counts)
  }

  /** Rows were taken out of the plan: folders that have none any more have no place in it. */
  forgetEmpty(): void {
    const none = [...categories.map((name) => `rows_${name}`), 'left_out'].map((name) => `${name} = 0`)
    this.#db.exec(`delete from folder where ${none.join(' and ')}`)
  }

  children(parent: string, offset: number, limit: number): { total: number; folders: FolderTotals[] } {
    return {
      total: Number(this.#childCount.get(parent)?.['n'] ?? 0),
      folders: this.#children.all(parent, limit, offset).map((columns) => this.#read(columns)),
    }
  }

  /** Everything; null where there are no rows. */
  root(): FolderTotals | null {
    const columns = this.#root.get()
    return columns === undefined ? null : this.#read(columns)
  }

  /** The folders that lose the largest share of themselves. */
  losers(limit: number): FolderTotals[] {
    return this.#losers.all(limit).map((columns) => this.#read(columns))
  }

  /** What the destination has at and below each folder that has rows. */
  *destinationEntries(): Generator<{ path: string; entries: number }> {
    const all = this.#db.prepare('select path, destination_entries as n from folder order by path')
    for (const { path, n } of all.iterate()) yield { path: String(path), entries: Number(n) }
  }

  /** Says it of a folder in the table, where it was counted elsewhere. */
  setDestinationEntries(path: string, entries: number): void {
    this.#db.prepare('update folder set destination_entries = ? where path = ?').run(entries, path)
  }

  /** A folder, those directly below it that lose most, and what the others lose. */
  losses(path: string, limit: number): FolderLosses {
    const columns = this.#one.get(path)
    const children = this.#lossesBelow.all(path, limit).map((child) => this.#read(child))
    const all = this.#lossSum.get(path)
    const rest = (name: string, shown: number): number => Number(all?.[name] ?? 0) - shown
    return {
      folder: columns === undefined ? null : this.#read(columns),
      children,
      others: {
        folders: rest('folders', children.length),
        deletes: rest(
          'deletes',
          children.reduce((sum, { rows }) => sum + rows.delete, 0),
        ),
        bytes: rest(
          'bytes',
          children.reduce((sum, { deleteBytes }) => sum + deleteBytes, 0),
        ),
      },
    }
  }

  get #top(): Open {
    const top = this.#open.at(-1)
    if (top === undefined) throw new Error('The root folder is always open.')
    return top
  }

  #goTo(key: string): void {
    while (!key.startsWith(this.#top.path)) this.#close()
    let slash = key.indexOf('/', this.#top.path.length)
    while (slash >= 0) {
      this.#open.push({ path: key.slice(0, slash + 1), counts: noCounts(), stored: false })
      slash = key.indexOf('/', slash + 1)
    }
  }

  #close(): void {
    const depth = this.#open.length - 1
    this.#store(depth)
    const closed = this.#open.pop()
    // What had no place in the table still counts in its parent.
    if (closed !== undefined && !closed.stored) add(this.#top.counts, closed.counts)
  }

  /** Writes what a folder has gathered, and hands it on to its parent. */
  #store(depth: number): void {
    const folder = this.#open[depth]
    if (folder === undefined) return
    folder.stored ||= hasRows(folder.counts)
    if (!folder.stored) return
    const { counts } = folder
    this.#write(folder.path, counts)
    const parent = this.#open[depth - 1]
    if (parent !== undefined) {
      add(parent.counts, counts)
      parent.stored = true
    }
    Object.assign(counts, noCounts())
  }

  #write(path: string, { rows, leftOut, bytes, deleteBytes, destinationEntries }: Counts): void {
    const parent = path === '' ? null : path.slice(0, path.lastIndexOf('/', path.length - 2) + 1)
    this.#upsert.run(
      path,
      parent,
      ...categories.map((name) => rows[name]),
      leftOut,
      bytes,
      deleteBytes,
      destinationEntries,
    )
  }

  #read(columns: Record<string, unknown>): FolderTotals {
    const path = String(columns['path'])
    return {
      path,
      rows: Object.fromEntries(
        categories.map((name) => [name, Number(columns[`rows_${name}`])]),
      ) as FolderTotals['rows'],
      leftOut: Number(columns['left_out']),
      bytes: Number(columns['bytes']),
      deleteBytes: Number(columns['delete_bytes']),
      destinationEntries: Number(columns['destination_entries']),
      hasFolders: this.#anyChild.get(path) !== undefined,
    }
  }
}

/** Counts of one row. */
export function addShare(to: Counts, { category, state, size, sign }: Share): void {
  if (state === 'excluded-by-you') {
    to.leftOut += sign
    return
  }
  to.rows[category] += sign
  if (category === 'problem') return
  if (category === 'delete') to.deleteBytes += sign * size
  else to.bytes += sign * size
}

export const shareCounts = noCounts
export type ShareCounts = Counts

/** The folder and all it lies in, the root last. */
function ancestors(folder: string): string[] {
  const paths = [folder]
  for (let path = folder; path !== '';) {
    path = path.slice(0, path.lastIndexOf('/', path.length - 2) + 1)
    paths.push(path)
  }
  return paths
}

import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Seen } from '../../../shared/plan-row.ts'
import type { Clock, Log } from '../world.ts'

/** Milliseconds: the coarsest step in which file systems keep times (FAT), and as much again for clocks that differ. */
const settles = 4000

const day = 24 * 60 * 60 * 1000

/** What is kept: files that were compared in the last 90 days; of those, and of ETags, a million at most (about 200 MB). */
export const digestRetention = { days: 90, files: 1_000_000 }

/** Digests to be written are held back until there are so many. */
const together = 200

/** It is waited for, a second each, so often in a run: whoever holds it then may be standing still. */
const mostWaits = 3

const version = 1

const schema = `create table file (
  dev integer not null, ino integer not null, size integer not null, modified real not null, changed real not null,
  digests text not null, used integer not null, primary key (dev, ino)) without rowid;
create index file_used on file (used);
create table etag (etag text primary key, part_size integer not null, used integer not null) without rowid;
pragma user_version = ${version}`

/**
 * Digests of files of this machine, kept between runs, so that a second look at a file needs no reading. They hold for
 * a file of this device, inode, size, modification and change time, to the quarter of a microsecond in which those are
 * listed. It is a cache: whatever is wrong with its file, nothing is remembered, and nothing fails. Several processes
 * may use one file.
 *
 * Also kept: over parts of which size an ETag was found to be made, which not every server tells.
 */
export class DigestCache {
  readonly #path: string
  readonly #clock: Pick<Clock, 'now'>
  readonly #log: Log
  readonly #retention: typeof digestRetention
  readonly #pending = new Map<string, { readonly seen: Keyed; readonly digests: string }>()
  readonly #pendingSizes = new Map<string, number>()
  /** Null where it can't be used. */
  #open: Open | null = null
  #mayRebuild = true
  #waitsLeft = mostWaits

  /** @param path of its file, which need not exist, nor its folder. */
  constructor(path: string, clock: Pick<Clock, 'now'>, log: Log, retention = digestRetention) {
    this.#path = path
    this.#retention = retention
    this.#clock = clock
    this.#log = log
    this.#try(() => undefined)
  }

  /** What is remembered of a file as it was listed: digests by the names of their kinds. */
  digestsOf(seen: Seen): Map<string, string> {
    const of = keyedBy(seen)
    if (of === null) return new Map()
    const held = this.#pendingOf(of)
    if (held !== null) return readDigests(held)
    const row = this.#try(({ find }) => find.get(of.dev, of.ino))
    const isIt = row?.['size'] === of.size && row['modified'] === of.modified && row['changed'] === of.changed
    if (!isIt) return new Map()
    const digests = String(row['digests'])
    if (today(this.#clock) > Number(row['used'])) this.#put(of, digests)
    return readDigests(digests)
  }

  /**
   * Remembers digests of a file that was as listed before it was read and after.
   * @param begun when reading it began
   */
  keep(seen: Seen, digests: ReadonlyMap<string, string>, begun: number): void {
    const of = keyedBy(seen)
    if (of === null || !isSettled(of, begun)) return
    this.#put(of, JSON.stringify(Object.fromEntries(digests)))
  }

  /** Bytes of the parts that an ETag is made over; null where that is not known. */
  partSizeOf(etag: string): number | null {
    const size =
      this.#pendingSizes.get(etag) ?? this.#try(({ findSize }) => findSize.get(etag))?.['part_size']
    return size == null ? null : Number(size)
  }

  /** Remembers it. */
  keepPartSize(etag: string, partSize: number): void {
    this.#pendingSizes.set(etag, partSize)
    this.#flushMany()
  }

  /** Writes what is held back. */
  flush(): void {
    if (this.#pending.size === 0 && this.#pendingSizes.size === 0) return
    const used = today(this.#clock)
    const rows = [...this.#pending.values()]
    const sizes = [...this.#pendingSizes]
    this.#pending.clear()
    this.#pendingSizes.clear()
    this.#try(({ db, insert, insertSize }) => {
      db.exec('begin immediate')
      try {
        for (const { seen, digests } of rows)
          insert.run(seen.dev, seen.ino, seen.size, seen.modified, seen.changed, digests, used)
        for (const [etag, partSize] of sizes) insertSize.run(etag, partSize, used)
        db.exec('commit')
      } finally {
        if (db.isTransaction) db.exec('rollback')
      }
    })
  }

  /** Writes what is held back, forgets what is kept no longer, and closes the file. */
  close(): void {
    this.flush()
    this.#try(({ db }) => {
      const { days, files } = this.#retention
      db.prepare('delete from file where used < ?').run(today(this.#clock) - days)
      for (const [table, key] of [
        ['file', 'dev, ino'],
        ['etag', 'etag'],
      ] as const) {
        const count = Number(db.prepare(`select count(*) as n from ${table}`).get()?.['n'])
        if (count <= files) continue
        const oldest = `select ${key} from ${table} order by used limit ?`
        db.prepare(`delete from ${table} where (${key}) in (${oldest})`).run(count - files)
      }
    })
    this.#leave()
  }

  #leave(): void {
    this.#mayRebuild = false
    this.#open?.db.close()
    this.#open = null
  }

  #put(seen: Keyed, digests: string): void {
    this.#pending.set(`${seen.dev} ${seen.ino}`, { seen, digests })
    this.#flushMany()
  }

  #flushMany(): void {
    if (this.#pending.size + this.#pendingSizes.size >= together) this.flush()
  }

  #pendingOf(of: Keyed): string | null {
    const held = this.#pending.get(`${of.dev} ${of.ino}`)
    if (held?.seen.size !== of.size || held.seen.modified !== of.modified) return null
    return held.seen.changed === of.changed ? held.digests : null
  }

  /**
   * Uses the database. One that is damaged is made anew, once; one that is busy is left alone this time. Anything else, such
   * as another process that has made it anew under this one, is no reason to throw away what others use.
   */
  #try<T>(use: (open: Open) => T): T | undefined {
    try {
      this.#open ??= this.#mayRebuild ? open(this.#path) : null
      return this.#open === null ? undefined : use(this.#open)
    } catch (error) {
      this.#log.write({ what: 'digests-unused', path: this.#path, why: String(error) })
      if (isDamaged(error)) this.#discard()
      else if (!isBusy(error) || --this.#waitsLeft === 0) this.#leave()
      return undefined
    }
  }

  /** Throws the file away: what was in it can be read from the files again. */
  #discard(): void {
    const again = this.#mayRebuild
    this.#mayRebuild = false
    try {
      this.#open?.db.close()
      this.#open = null
      if (!again) return
      for (const end of ['-journal', '']) rmSync(this.#path + end, { force: true })
      this.#open = open(this.#path)
    } catch (error) {
      this.#open = null
      this.#log.write({ what: 'digests-unused', path: this.#path, why: String(error) })
    }
  }
}

interface Open {
  readonly db: DatabaseSync
  readonly find: StatementSync
  readonly insert: StatementSync
  readonly findSize: StatementSync
  readonly insertSize: StatementSync
}

function open(path: string): Open {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(path, { timeout: 1000, allowExtension: false })
  try {
    // No write-ahead log: its file beside this one must not outlive it when another process throws this one away. What
    // a power cut takes is read anew.
    db.exec('pragma trusted_schema = off; pragma journal_mode = delete; pragma synchronous = normal')
    const found = Number(db.prepare('pragma user_version').get()?.['user_version'])
    if (found !== version) remake(db)
    return {
      db,
      find: db.prepare('select size, modified, changed, digests, used from file where dev = ? and ino = ?'),
      insert: db.prepare('insert or replace into file values (?, ?, ?, ?, ?, ?, ?)'),
      findSize: db.prepare('select part_size from etag where etag = ?'),
      insertSize: db.prepare('insert or replace into etag values (?, ?, ?)'),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

/** New, or of another version. Another process may be doing the same. */
function remake(db: DatabaseSync): void {
  db.exec('begin immediate')
  if (Number(db.prepare('pragma user_version').get()?.['user_version']) !== version) {
    db.exec('drop table if exists file; drop table if exists etag')
    db.exec(schema)
  }
  db.exec('commit')
}

/** SQLite's primary result code; null for an error of another kind. */
const codeOf = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null

/** SQLITE_BUSY, SQLITE_LOCKED. */
const isBusy = (error: unknown): boolean => [5, 6].includes(codeOf(error) ?? 0)

/** SQLITE_ERROR (other tables than ours), SQLITE_CORRUPT, SQLITE_NOTADB. */
const isDamaged = (error: unknown): boolean => [1, 11, 26].includes(codeOf(error) ?? 0)

/** A file as the cache knows it. */
interface Keyed {
  readonly dev: number
  readonly ino: number
  readonly size: number
  readonly modified: number
  readonly changed: number
}

/**
 * Null for a file that can't be told from others, or whose changes can't be told from its times:
 *
 * | inode number             | change time                                                                    |        |
 * |--------------------------|--------------------------------------------------------------------------------|--------|
 * | 0, or beyond 2^53        | any                                                                            | null   |
 * | any other                | none                                                                           | null   |
 * | any other                | that of modification, in whole hundredths of a second: FAT keeps no other, and a program can set it | null |
 * | any other                | any other                                                                      | kept   |
 */
function keyedBy({ size, modified, file }: Seen): Keyed | null {
  if (file === undefined || file.ino <= 0 || !Number.isSafeInteger(file.ino)) return null
  if (file.changed <= 0 || (file.changed === modified && modified % 10 === 0)) return null
  return { dev: file.dev, ino: file.ino, size, modified, changed: file.changed }
}

/**
 * Whether a later change would show in the change time: not if the file was changed so short a time before it was read
 * that a change right afterwards may get the same one.
 */
const isSettled = ({ changed }: Keyed, begun: number): boolean => changed < begun - settles

const today = (clock: Pick<Clock, 'now'>): number => Math.floor(clock.now() / day)

function readDigests(text: string): Map<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(text) as Record<string, string>))
  } catch {
    return new Map()
  }
}

import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { SluiceError } from '../../../shared/errors.ts'
import type { Entry } from './entry.ts'

/** One name with what is known of it. */
export interface NamedEntry {
  /** A folder's ends in `/`. */
  readonly name: string
  readonly size: number
  readonly modified: number
  readonly changed: number
  readonly dev: number
  readonly ino: number
}

type Row = Record<string, SQLOutputValue>

/** What SQLite may hold in memory of it, in KiB. */
const cacheSize = 16 * 1024

/**
 * The names of one very large folder, sorted on disk: in a database without a name, which SQLite keeps in the folder for
 * temporary files and which is gone when it is closed, or its process ends however. SQLite compares text by its UTF-8
 * bytes, which is the order of keys.
 *
 * @throws SluiceError `disk-failed` where there is no room for it, from every method.
 */
export class SpilledNames {
  readonly inMemory = false
  readonly #folder: string
  readonly #db: DatabaseSync
  readonly #insert: StatementSync
  #rows: Iterator<Row> | null = null
  #count = 0
  #place = -1
  #row: Row = {}

  /** @param folder its path, for people. */
  constructor(folder: string) {
    this.#folder = folder
    this.#db = this.#act(() => new DatabaseSync(''))
    this.#insert = this.#act(() => {
      this.#db.exec(
        `pragma journal_mode = off; pragma synchronous = off; pragma temp_store = file; pragma cache_size = -${cacheSize};
         create table name (name text not null, size real, modified real, changed real, dev real, ino real) strict;
         begin`,
      )
      return this.#db.prepare('insert into name values (?, ?, ?, ?, ?, ?)')
    })
  }

  get length(): number {
    return this.#count
  }

  add({ name, size, modified, changed, dev, ino }: NamedEntry): void {
    this.#act(() => this.#insert.run(name, size, modified, changed, dev, ino))
    this.#count++
  }

  sort(): void {
    this.#rows = this.#act(() =>
      this.#db.prepare('select * from name order by name').iterate()[Symbol.iterator](),
    )
  }

  nameAt(place: number): string {
    return String(this.#at(place)['name'])
  }

  entryAt(place: number, prefix: string): Entry {
    const row = this.#at(place)
    return {
      key: prefix + String(row['name']),
      size: number(row['size']),
      modified: number(row['modified']),
      file: { changed: number(row['changed']), dev: number(row['dev']), ino: number(row['ino']) },
    }
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close()
  }

  #at(place: number): Row {
    while (this.#place < place) {
      const step = this.#act(() => this.#rows?.next())
      if (step === undefined || step.done === true) throw new RangeError(`There is no name ${place}.`)
      this.#place++
      this.#row = step.value
    }
    if (this.#place > place) throw new RangeError(`Name ${place} was passed.`)
    return this.#row
  }

  #act<Result>(act: () => Result): Result {
    try {
      return act()
    } catch (error) {
      throw new SluiceError(
        {
          code: 'disk-failed',
          message: `The names in ${this.#folder} can't be sorted on disk: ${error instanceof Error ? error.message : String(error)}.`,
          subject: this.#folder,
          advice:
            'Nothing was deleted. The folder has very many names; make room in the folder for temporary files, or choose another with SQLITE_TMPDIR.',
        },
        { cause: error },
      )
    }
  }
}

/** SQLite keeps a NaN as null. */
const number = (value: SQLOutputValue | undefined): number => (typeof value === 'number' ? value : NaN)

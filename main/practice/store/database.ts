import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue, StatementSync } from 'node:sqlite'

/** The version of the schema below, kept in the file itself. */
const schemaVersion = 1

/**
 * Keys are TEXT in the BINARY collation: SQLite compares them as the bytes of their UTF-8, which is S3's listing order.
 * `seq` grows with each version written, so of one key the greatest is the newest. A row of
 * `content` is the whole of a version, or a part of one or of an upload; small ones have their bytes right there, all
 * others in the content file of that id.
 */
const schema = `
  CREATE TABLE buckets (
    name TEXT PRIMARY KEY,
    created INTEGER NOT NULL,
    versioning TEXT NOT NULL DEFAULT 'never' CHECK (versioning IN ('never', 'enabled', 'suspended'))
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE versions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    bucket TEXT NOT NULL REFERENCES buckets (name),
    key TEXT NOT NULL,
    version_id TEXT NOT NULL,
    latest INTEGER NOT NULL,
    delete_marker INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    properties TEXT NOT NULL,
    UNIQUE (bucket, key, version_id)
  ) STRICT;
  CREATE INDEX versions_by_age ON versions (bucket, key, seq DESC);
  CREATE UNIQUE INDEX latest_versions ON versions (bucket, key) WHERE latest = 1;

  CREATE TABLE uploads (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    bucket TEXT NOT NULL REFERENCES buckets (name),
    key TEXT NOT NULL,
    started INTEGER NOT NULL,
    checksum_algorithm TEXT,
    checksum_type TEXT,
    newest_version INTEGER NOT NULL,
    object_existed INTEGER NOT NULL,
    properties TEXT NOT NULL
  ) STRICT;
  CREATE INDEX uploads_by_key ON uploads (bucket, key, seq);

  CREATE TABLE content (
    id TEXT PRIMARY KEY,
    version INTEGER REFERENCES versions (seq),
    upload INTEGER REFERENCES uploads (seq),
    part INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    checksum TEXT NOT NULL,
    bytes BLOB,
    CHECK ((version IS NULL) <> (upload IS NULL))
  ) STRICT;
  CREATE INDEX content_of_version ON content (version, part) WHERE version IS NOT NULL;
  CREATE UNIQUE INDEX content_of_upload ON content (upload, part) WHERE upload IS NOT NULL;
`

/** The index of the server: which buckets, versions and uploads there are, and which files hold their bytes. */
export class Database {
  readonly #sqlite: DatabaseSync
  readonly #begin: StatementSync
  readonly #commit: StatementSync

  /**
   * Opens or makes the index. It is locked while open: a second server on the same directory is refused.
   * @throws Error that names the file
   */
  constructor(path: string) {
    this.#sqlite = new DatabaseSync(path)
    this.#begin = this.#sqlite.prepare('BEGIN IMMEDIATE')
    this.#commit = this.#sqlite.prepare('COMMIT')
    try {
      this.#sqlite.exec(
        'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;',
      )
      this.transaction(() => {
        this.#prepareSchema(path)
      })
    } catch (error) {
      this.#sqlite.close()
      if (error instanceof Error && error.message.includes('database is locked')) {
        throw new Error(`Another practice server is running on ${path}`, { cause: error })
      }
      throw error
    }
  }

  #prepareSchema(path: string): void {
    const version = this.statement<{ user_version: number }>('PRAGMA user_version').one()?.user_version ?? 0
    if (version === schemaVersion) return
    if (version !== 0) throw new Error(`${path} was written by another version of the practice server`)
    this.#sqlite.exec(schema)
    this.#sqlite.exec(`PRAGMA user_version = ${String(schemaVersion)}`)
  }

  statement<Row = never>(sql: string): Statement<Row> {
    return new Statement<Row>(this.#sqlite.prepare(sql))
  }

  /** All of it or, when it throws, nothing. */
  transaction<Result>(work: () => Result): Result {
    this.#begin.run()
    try {
      const result = work()
      this.#commit.run()
      return result
    } catch (error) {
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    this.#sqlite.close()
  }
}

/** A prepared statement whose rows have a shape that its SQL guarantees. */
export class Statement<Row> {
  readonly #statement: StatementSync

  constructor(statement: StatementSync) {
    this.#statement = statement
  }

  one(...values: SQLInputValue[]): Row | undefined {
    return this.#statement.get(...values) as Row | undefined
  }

  all(...values: SQLInputValue[]): Row[] {
    return this.#statement.all(...values) as Row[]
  }

  /** Rows one by one, read as far as they are asked for. */
  each(...values: SQLInputValue[]): IterableIterator<Row> {
    return this.#statement.iterate(...values) as IterableIterator<Row>
  }

  /** Runs it; the id of the row it put in. */
  run(...values: SQLInputValue[]): number {
    return Number(this.#statement.run(...values).lastInsertRowid)
  }
}

import type { Database, Statement } from './database.ts'
import type { ObjectVersion, Piece, ReceivedPiece } from './object-version.ts'

/** What objects and parts consist of. Each call belongs into a transaction. */
export class Pieces {
  readonly #ofVersion: Statement<Piece>
  readonly #put: Statement<never>
  readonly #removeOfVersion: Statement<{ file: string | null }>
  readonly #bytes: Statement<{ bytes: Uint8Array | null }>

  constructor(database: Database) {
    this.#ofVersion = database.statement(
      'SELECT id, size, etag, checksum FROM content WHERE version = ? ORDER BY part',
    )
    this.#put = database.statement(
      'INSERT INTO content (id, version, part, modified, size, etag, checksum, bytes) VALUES (?, ?, 1, ?, ?, ?, ?, ?)',
    )
    this.#removeOfVersion = database.statement(
      'DELETE FROM content WHERE version = ? RETURNING CASE WHEN bytes IS NULL THEN id END AS file',
    )
    this.#bytes = database.statement('SELECT bytes FROM content WHERE id = ?')
  }

  /** In their order. */
  ofVersion(version: ObjectVersion): Piece[] {
    return this.#ofVersion.all(version.seq)
  }

  /** Makes a piece the whole of a version. */
  put(version: ObjectVersion, { id, size, etag, checksum, bytes }: ReceivedPiece): void {
    this.#put.run(id, version.seq, version.modified, size, etag, checksum, bytes)
  }

  /** The content files that are then without an owner. */
  removeOfVersion(version: ObjectVersion): string[] {
    return filesOf(this.#removeOfVersion.all(version.seq))
  }

  /** The bytes of a small piece, which are in the index itself; null where they are in a file. */
  smallBytes(id: string): Uint8Array | null {
    return this.#bytes.one(id)?.bytes ?? null
  }

  /** Whether anything consists of that content file. */
  knowsFile(id: string): boolean {
    return this.#bytes.one(id)?.bytes === null
  }
}

export function filesOf(rows: readonly { readonly file: string | null }[]): string[] {
  return rows.flatMap(({ file }) => (file === null ? [] : [file]))
}

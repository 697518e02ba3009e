import type { ChecksumAlgorithm } from '../checksums/checksum.ts'
import type { Database, Statement } from './database.ts'
import type { ChecksumType, ObjectVersion, Part, Properties, ReceivedPart } from './object-version.ts'
import { filesOf } from './pieces.ts'
import type { Position } from './position.ts'

/** A multipart upload under way. */
export interface Upload {
  readonly seq: number
  readonly id: string
  readonly bucket: string
  readonly key: string
  /** Milliseconds since 1970, a whole second. */
  readonly started: number
  /** As it was asked for at the start; null where it was not. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType } | null
  /** The version written last, anywhere, when the upload began. */
  readonly newestVersion: number
  /** Whether there was an object under the key when the upload began. */
  readonly objectExisted: boolean
  readonly properties: Properties
}

export type NewUpload = Omit<Upload, 'seq'>

interface UploadRow {
  readonly seq: number
  readonly id: string
  readonly bucket: string
  readonly key: string
  readonly started: number
  readonly checksum_algorithm: ChecksumAlgorithm | null
  readonly checksum_type: ChecksumType | null
  readonly newest_version: number
  readonly object_existed: number
  readonly properties: string
}

/**
 * Multipart uploads and their parts. Each call belongs into a transaction; those that drop parts answer the content
 * files to be removed once it holds.
 */
export class Uploads {
  readonly #find: Statement<UploadRow>
  readonly #page: Statement<UploadRow>
  readonly #ofBucket: Statement<UploadRow>
  readonly #start: Statement<never>
  readonly #parts: Statement<Part>
  readonly #putPart: Statement<never>
  readonly #removePart: Statement<{ file: string | null }>
  readonly #removeParts: Statement<{ file: string | null }>
  readonly #movePart: Statement<never>
  readonly #remove: Statement<never>

  constructor(database: Database) {
    this.#find = database.statement('SELECT * FROM uploads WHERE id = ?')
    this.#page = database.statement(
      `SELECT * FROM uploads WHERE bucket = ?
       AND key >= ? AND (key > ? OR seq > ?) ORDER BY key, seq`,
    )
    this.#ofBucket = database.statement('SELECT * FROM uploads WHERE bucket = ?')
    this.#start = database.statement(
      `INSERT INTO uploads (id, bucket, key, started, checksum_algorithm, checksum_type, newest_version,
       object_existed, properties) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#parts = database.statement(
      `SELECT part AS number, id, size, etag, checksum, modified FROM content
       WHERE upload = ? AND part > ? ORDER BY part LIMIT ?`,
    )
    this.#putPart = database.statement(
      'INSERT INTO content (id, upload, part, modified, size, etag, checksum, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    const removeParts = 'DELETE FROM content WHERE upload = ?'
    const returning = 'RETURNING CASE WHEN bytes IS NULL THEN id END AS file'
    this.#removePart = database.statement(`${removeParts} AND part = ? ${returning}`)
    this.#removeParts = database.statement(`${removeParts} ${returning}`)
    this.#movePart = database.statement(
      'UPDATE content SET upload = NULL, version = ?, part = ? WHERE id = ?',
    )
    this.#remove = database.statement('DELETE FROM uploads WHERE seq = ?')
  }

  /** Null where there is no such upload of that key. */
  find(bucket: string, key: string, id: string): Upload | null {
    const row = this.#find.one(id)
    return row?.bucket === bucket && row.key === key ? toUpload(row) : null
  }

  /** Uploads after a place in their listing, read as far as they are asked for: by key, of one key the oldest first. */
  *uploadsAfter(bucket: string, after: Position): Generator<Upload> {
    for (const row of this.#page.each(bucket, after.key, after.key, after.order)) yield toUpload(row)
  }

  start(upload: NewUpload): void {
    const { checksum } = upload
    this.#start.run(
      upload.id,
      upload.bucket,
      upload.key,
      upload.started,
      checksum?.algorithm ?? null,
      checksum?.type ?? null,
      upload.newestVersion,
      upload.objectExisted ? 1 : 0,
      JSON.stringify(upload.properties),
    )
  }

  /** Parts with a greater number, in order. */
  parts(upload: Upload, afterNumber = 0, limit = 10_000): Part[] {
    return this.#parts.all(upload.seq, afterNumber, limit)
  }

  /** Puts a part in, in place of one with its number. */
  putPart(upload: Upload, part: ReceivedPart): string[] {
    const removed = filesOf(this.#removePart.all(upload.seq, part.number))
    const { id, number, modified, size, etag, checksum, bytes } = part
    this.#putPart.run(id, upload.seq, number, modified, size, etag, checksum, bytes)
    return removed
  }

  /** Makes these parts the content of a version; all others are dropped, and the upload with them. */
  finish(upload: Upload, version: ObjectVersion, parts: readonly Part[]): string[] {
    for (const [index, part] of parts.entries()) this.#movePart.run(version.seq, index + 1, part.id)
    return this.abort(upload)
  }

  abort(upload: Upload): string[] {
    const removed = filesOf(this.#removeParts.all(upload.seq))
    this.#remove.run(upload.seq)
    return removed
  }

  abortAll(bucket: string): string[] {
    return this.#ofBucket.all(bucket).flatMap((row) => this.abort(toUpload(row)))
  }
}

function toUpload(row: UploadRow): Upload {
  const { checksum_algorithm: algorithm, checksum_type: type } = row
  return {
    seq: row.seq,
    id: row.id,
    bucket: row.bucket,
    key: row.key,
    started: row.started,
    checksum: algorithm === null || type === null ? null : { algorithm, type },
    newestVersion: row.newest_version,
    objectExisted: row.object_existed === 1,
    properties: JSON.parse(row.properties) as Properties,
  }
}

import type { Versioning } from './buckets.ts'
import type { Database, Statement } from './database.ts'
import type { NewVersion, ObjectVersion, Properties, StoredChecksum } from './object-version.ts'
import type { Pieces } from './pieces.ts'
import type { Position } from './position.ts'
import { newVersionId, nullVersion } from './version-id.ts'

interface VersionRow {
  readonly seq: number
  readonly bucket: string
  readonly key: string
  readonly version_id: string
  readonly latest: number
  readonly delete_marker: number
  readonly modified: number
  readonly size: number
  readonly etag: string
  readonly properties: string
}

/**
 * The versions of objects and their delete markers. Writing follows the bucket's versioning
 * (AmazonS3/latest/userguide/versioning-workflows.html):
 *
 * | bucket    | a write                             | a delete without version id              |
 * |-----------|-------------------------------------|------------------------------------------|
 * | never     | replaces the null version           | removes the null version                 |
 * | enabled   | adds a version with an id           | adds a delete marker with an id          |
 * | suspended | replaces the null version           | replaces the null version by a marker    |
 *
 * Each call belongs into a transaction. Those that drop bytes answer the ids of content files to be removed once the
 * transaction holds.
 */
export class Versions {
  readonly #latest: Statement<VersionRow>
  readonly #byId: Statement<VersionRow>
  readonly #currentPage: Statement<VersionRow>
  readonly #versionPage: Statement<VersionRow>
  readonly #newestSeq: Statement<{ seq: number }>
  readonly #insert: Statement<never>
  readonly #demote: Statement<never>
  readonly #promote: Statement<never>
  readonly #setProperties: Statement<never>
  readonly #pieces: Pieces
  readonly #remove: Statement<never>

  constructor(database: Database, pieces: Pieces) {
    this.#pieces = pieces
    this.#latest = database.statement('SELECT * FROM versions WHERE bucket = ? AND key = ? AND latest = 1')
    this.#byId = database.statement('SELECT * FROM versions WHERE bucket = ? AND key = ? AND version_id = ?')
    this.#currentPage = database.statement(
      `SELECT * FROM versions WHERE bucket = ? AND latest = 1 AND delete_marker = 0
       AND key >= ? AND (key > ? OR 0 > ?) ORDER BY key`,
    )
    this.#versionPage = database.statement(
      `SELECT * FROM versions WHERE bucket = ?
       AND key >= ? AND (key > ? OR -seq > ?) ORDER BY key, seq DESC`,
    )
    this.#newestSeq = database.statement(`SELECT seq FROM sqlite_sequence WHERE name = 'versions'`)
    this.#insert = database.statement(
      `INSERT INTO versions (bucket, key, version_id, latest, delete_marker, modified, size, etag, properties)
       VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?)`,
    )
    this.#demote = database.statement(
      'UPDATE versions SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1',
    )
    this.#promote = database.statement(
      `UPDATE versions SET latest = 1 WHERE seq =
       (SELECT seq FROM versions WHERE bucket = ? AND key = ? ORDER BY seq DESC LIMIT 1)`,
    )
    this.#setProperties = database.statement('UPDATE versions SET properties = ? WHERE seq = ?')
    this.#remove = database.statement('DELETE FROM versions WHERE seq = ?')
  }

  /** The newest version, which may be a delete marker. */
  latest(bucket: string, key: string): ObjectVersion | null {
    return fromRow(this.#latest.one(bucket, key))
  }

  byId(bucket: string, key: string, versionId: string): ObjectVersion | null {
    return fromRow(this.#byId.one(bucket, key, versionId))
  }

  /** The object as a reader without a version id sees it. */
  current(bucket: string, key: string): ObjectVersion | null {
    const latest = this.latest(bucket, key)
    return latest?.deleteMarker === true ? null : latest
  }

  /** Current objects after a place in the listing, in its order, read as far as they are asked for. */
  *currentAfter(bucket: string, after: Position): Generator<ObjectVersion> {
    for (const row of this.#currentPage.each(bucket, after.key, after.key, after.order)) yield toVersion(row)
  }

  /** The same of versions and delete markers: by key, of one key the newest first. */
  *versionsAfter(bucket: string, after: Position): Generator<ObjectVersion> {
    for (const row of this.#versionPage.each(bucket, after.key, after.key, after.order)) yield toVersion(row)
  }

  /** The place in the order of writing of the version written last. */
  newestSeq(): number {
    return this.#newestSeq.one()?.seq ?? 0
  }

  /** Writes a version as the newest. Its pieces are the caller's to put. */
  add(versioning: Versioning, version: NewVersion): { added: ObjectVersion; removed: string[] } {
    const stored = JSON.stringify({ ...version.properties, checksum: version.checksum })
    return this.#append(versioning, { ...version, stored, deleteMarker: false })
  }

  /** Deletes without a version id; the delete marker that this left, if it left one. */
  delete(
    versioning: Versioning,
    bucket: string,
    key: string,
    modified: number,
  ): { marker: ObjectVersion | null; removed: string[] } {
    if (versioning === 'never') {
      const version = this.byId(bucket, key, nullVersion)
      return { marker: null, removed: version === null ? [] : this.remove(version) }
    }
    const marker = { bucket, key, modified, size: 0, etag: '', stored: '{}', deleteMarker: true }
    const { added, removed } = this.#append(versioning, marker)
    return { marker: added, removed }
  }

  /** Removes one version for good; the newest of those left becomes the latest. */
  remove(version: ObjectVersion): string[] {
    const removed = this.#pieces.removeOfVersion(version)
    this.#remove.run(version.seq)
    if (version.latest) this.#promote.run(version.bucket, version.key)
    return removed
  }

  setTags(version: ObjectVersion, tags: Properties['tags']): void {
    this.#setProperties.run(
      JSON.stringify({ ...version.properties, tags, checksum: version.checksum }),
      version.seq,
    )
  }

  #append(
    versioning: Versioning,
    row: Pick<NewVersion, 'bucket' | 'key' | 'modified' | 'size' | 'etag'> & {
      readonly stored: string
      readonly deleteMarker: boolean
    },
  ): { added: ObjectVersion; removed: string[] } {
    const { bucket, key } = row
    const replaced = versioning === 'enabled' ? null : this.byId(bucket, key, nullVersion)
    const removed = replaced === null ? [] : this.remove(replaced)
    const versionId = versioning === 'enabled' ? newVersionId(this.newestSeq() + 1) : nullVersion
    this.#demote.run(bucket, key)
    const marker = row.deleteMarker ? 1 : 0
    this.#insert.run(bucket, key, versionId, marker, row.modified, row.size, row.etag, row.stored)
    const added = this.byId(bucket, key, versionId)
    if (added === null) throw new Error('A version just written is not there')
    return { added, removed }
  }
}

function fromRow(row: VersionRow | undefined): ObjectVersion | null {
  return row === undefined ? null : toVersion(row)
}

function toVersion(row: VersionRow): ObjectVersion {
  const { checksum = null, ...properties } = JSON.parse(row.properties) as Properties & {
    checksum?: StoredChecksum
  }
  return {
    seq: row.seq,
    bucket: row.bucket,
    key: row.key,
    versionId: row.version_id,
    latest: row.latest === 1,
    deleteMarker: row.delete_marker === 1,
    modified: row.modified,
    size: row.size,
    etag: row.etag,
    properties,
    checksum,
  }
}

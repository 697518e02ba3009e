import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

/** The tables of `LargeTransfers`. */
export const largeTransfersSchema = `
create table if not exists upload (
  seq integer not null, endpoint text not null, bucket text not null, key text not null,
  upload_id text not null, part_size integer not null, start text not null,
  primary key (seq, upload_id)
) strict;
create table if not exists download (
  seq integer primary key, endpoint text not null, bucket text not null, key text not null,
  etag text not null, path text not null
) strict;
`

/** An upload in parts that was begun and not ended. */
export interface BegunUpload {
  /** The label of the server's endpoint. */
  readonly endpoint: string
  readonly bucket: string
  readonly key: string
  readonly uploadId: string
  /** Bytes of every part but the last. */
  readonly partSize: number
  /** A digest of all that the object was begun with besides its name; where it differs, it would be another object. */
  readonly start: string
}

/** A download to a temp file that was begun and not ended. */
export interface BegunDownload {
  readonly endpoint: string
  readonly bucket: string
  readonly key: string
  /** Of the version that is fetched. */
  readonly etag: string
  /** The final path; the temp file is beside it. */
  readonly path: string
}

/**
 * The large transfers that a run has begun and not ended, by the numbers of their rows: whoever finds the record of a
 * killed run can go on with them, or clear them away.
 */
export class LargeTransfers {
  readonly #db: DatabaseSync
  readonly #begin: () => void
  readonly #commit: () => void

  /** @param begin opens a transaction where none is. @param commit makes it durable. */
  constructor(db: DatabaseSync, begin: () => void, commit: () => void) {
    this.#db = db
    this.#begin = begin
    this.#commit = commit
  }

  /** Durable when it returns: before the first part is sent. */
  rememberUpload(seq: number, { endpoint, bucket, key, uploadId, partSize, start }: BegunUpload): void {
    this.#begin()
    this.#db
      .prepare(
        'insert or replace into upload (seq, endpoint, bucket, key, upload_id, part_size, start) values (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(seq, endpoint, bucket, key, uploadId, partSize, start)
    this.#commit()
  }

  /** The upload is completed or aborted: nothing is left of it. */
  forgetUpload(seq: number, uploadId: string): void {
    this.#begin()
    this.#db.prepare('delete from upload where seq = ? and upload_id = ?').run(seq, uploadId)
  }

  uploads(): (BegunUpload & { readonly seq: number })[] {
    return readUploads(this.#db)
  }

  /** Durable when it returns: before there is a temp file. */
  rememberDownload(seq: number, { endpoint, bucket, key, etag, path }: BegunDownload): void {
    this.#begin()
    this.#db
      .prepare(
        'insert or replace into download (seq, endpoint, bucket, key, etag, path) values (?, ?, ?, ?, ?, ?)',
      )
      .run(seq, endpoint, bucket, key, etag, path)
    this.#commit()
  }

  /** The temp file has its final name, or is gone. */
  forgetDownload(seq: number): void {
    this.#begin()
    this.#db.prepare('delete from download where seq = ?').run(seq)
  }
}

/** The uploads that the record of a run has. */
export function readUploads(db: DatabaseSync): (BegunUpload & { readonly seq: number })[] {
  return db
    .prepare('select seq, endpoint, bucket, key, upload_id, part_size, start from upload order by seq')
    .all()
    .map((row) => ({
      ...nameIn(row),
      uploadId: text(row['upload_id']),
      partSize: Number(row['part_size']),
      start: text(row['start']),
    }))
}

/** The downloads that the record of a run has. */
export function readDownloads(db: DatabaseSync): (BegunDownload & { readonly seq: number })[] {
  return db
    .prepare('select seq, endpoint, bucket, key, etag, path from download order by seq')
    .all()
    .map((row) => ({ ...nameIn(row), etag: text(row['etag']), path: text(row['path']) }))
}

type Columns = Record<string, SQLOutputValue>

const nameIn = ({ seq, endpoint, bucket, key }: Columns) => ({
  seq: Number(seq),
  endpoint: text(endpoint),
  bucket: text(bucket),
  key: text(key),
})

const text = (value: SQLOutputValue | undefined): string => (typeof value === 'string' ? value : '')

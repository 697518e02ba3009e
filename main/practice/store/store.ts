import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { S3Error } from '../s3-error.ts'
import type { Bucket } from './buckets.ts'
import { Buckets } from './buckets.ts'
import type { ContentRange } from './content-files.ts'
import { ContentFiles } from './content-files.ts'
import { Database } from './database.ts'
import type { Piece } from './object-version.ts'
import { Pieces } from './pieces.ts'
import { Uploads } from './uploads.ts'
import { Versions } from './versions.ts'

/** What a transaction came to: its result, and the content files that no longer belong to anything. */
export interface Change<Result> {
  readonly result: Result
  readonly removed: readonly string[]
}

/** All that the server keeps: the index in SQLite, and the bytes in files beside it. */
export class Store {
  readonly buckets: Buckets
  readonly pieces: Pieces
  readonly versions: Versions
  readonly uploads: Uploads
  readonly content: ContentFiles
  readonly #database: Database

  private constructor(database: Database, content: ContentFiles) {
    this.#database = database
    this.content = content
    this.buckets = new Buckets(database)
    this.pieces = new Pieces(database)
    this.versions = new Versions(database, this.pieces)
    this.uploads = new Uploads(database)
  }

  /** Opens or makes the store in a directory, and removes what a killed server left there half done. */
  static async open(directory: string): Promise<Store> {
    const contentDirectory = path.join(directory, 'content')
    await mkdir(contentDirectory, { recursive: true })
    const database = new Database(path.join(directory, 'index.sqlite'))
    try {
      const store = new Store(database, new ContentFiles(contentDirectory))
      await store.content.prepare((id) => store.pieces.knowsFile(id))
      return store
    } catch (error) {
      database.close()
      throw error
    }
  }

  /** @throws S3Error `NoSuchBucket` */
  bucket(name: string): Bucket {
    const bucket = this.buckets.find(name)
    if (bucket === null) throw new S3Error('NoSuchBucket', { details: { BucketName: name } })
    return bucket
  }

  /**
   * The bytes of an object from one place to another, both included, or all of them. They are those of this moment,
   * whatever is written while they are read.
   */
  read(
    pieces: readonly Piece[],
    range: { readonly first: number; readonly last: number } | null,
  ): AsyncIterableIterator<Uint8Array> {
    const ranges: ContentRange[] = []
    let start = 0
    for (const { id, size } of pieces) {
      const from = Math.max((range?.first ?? 0) - start, 0)
      const end = Math.min((range?.last ?? Infinity) + 1 - start, size)
      if (from < end) {
        const bytes = this.pieces.smallBytes(id)
        ranges.push({ id, from, length: end - from, bytes: bytes?.subarray(from, end) ?? null })
      }
      start += size
    }
    return this.content.read(ranges)
  }

  /** Changes the index, then removes what the change left without an owner. */
  async change<Result>(work: () => Change<Result>): Promise<Result> {
    return this.settle(this.transaction(work))
  }

  /**
   * Changes the index as a whole or not at all. The work is synchronous: nothing else happens between the conditions
   * it checks and what it writes.
   */
  transaction<Result>(work: () => Result): Result {
    return this.#database.transaction(work)
  }

  /** Removes the content files that a change took out of the index. */
  async settle<Result>({ result, removed }: Change<Result>): Promise<Result> {
    await this.content.remove(removed)
    return result
  }

  close(): void {
    this.#database.close()
  }
}

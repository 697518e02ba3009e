import { DatabaseSync } from 'node:sqlite'
import { tempName } from '../local/temp-file.ts'
import {
  readDownloads,
  readUploads,
  type BegunDownload,
  type BegunUpload,
  type LargeTransfers,
} from '../planning/large-transfers.ts'
import { openPastDatabase } from '../planning/run-database.ts'
import type { Log } from '../world.ts'

/** The record of a run. */
export interface RunRecord {
  readonly runId: string
  /** Path of its store. */
  readonly storePath: string
}

type Left<T> = T & { readonly seq: number } & RunRecord

interface AllLeft {
  readonly uploads: readonly Left<BegunUpload>[]
  /** Those of runs that are going on. */
  readonly inUse: readonly Left<BegunUpload>[]
  readonly downloads: readonly Left<BegunDownload>[]
}

const nothingLeft: AllLeft = { uploads: [], inUse: [], downloads: [] }

/**
 * The large transfers that runs of ours have begun, and were killed before they ended them. The records are read when
 * they are first asked for; one that can't be read tells nothing (F85).
 */
export class EndedRuns {
  readonly #records: () => Promise<readonly RunRecord[]>
  readonly #stateOfRun: (runId: string) => 'unknown' | 'running' | 'over'
  readonly #log: Log
  #left: Promise<AllLeft> | null = null
  readonly #taken = new Set<string>()

  constructor(
    records: () => Promise<readonly RunRecord[]>,
    stateOfRun: (runId: string) => 'unknown' | 'running' | 'over',
    log: Log,
  ) {
    this.#records = records
    this.#stateOfRun = stateOfRun
    this.#log = log
  }

  /** All uploads that are left, of whatever target. */
  async uploads(): Promise<readonly Left<BegunUpload>[]> {
    return (await this.#readAll()).uploads
  }

  /** Whether an upload is that of a run that is going on. */
  async isInUse(uploadId: string): Promise<boolean> {
    return (await this.#readAll()).inUse.some((upload) => upload.uploadId === uploadId)
  }

  /**
   * Takes over the uploads to a target: from then on they are in the record of this run, and in no other. The newest
   * run's come first. One that was taken over before, and could not be aborted, stays on record and is not given again.
   */
  async takeUploads(
    target: Pick<BegunUpload, 'endpoint' | 'bucket' | 'key'>,
    into: Pick<LargeTransfers, 'rememberUpload' | 'forgetUpload'>,
    seq: number,
  ): Promise<BegunUpload[]> {
    const found = (await this.uploads()).filter(
      (left) => sameObject(left, target) && !this.#taken.has(left.uploadId),
    )
    return found.filter((left) => {
      into.rememberUpload(seq, left)
      if (this.dropUpload(left)) {
        this.#taken.add(left.uploadId)
        return true
      }
      into.forgetUpload(seq, left.uploadId)
      return false
    })
  }

  /** Names of the temp files that downloads of the same version to the same path have left, if they are still there. */
  async tempNames(wanted: BegunDownload): Promise<string[]> {
    const { downloads } = await this.#readAll()
    return downloads
      .filter((left) => sameObject(left, wanted) && left.etag === wanted.etag && left.path === wanted.path)
      .map(({ runId, seq }) => tempName(runId, seq))
  }

  #readAll(): Promise<AllLeft> {
    this.#left ??= this.#records().then((records) => {
      const all = records.map((record) => this.#read(record))
      return {
        inUse: all.flatMap(({ inUse }) => inUse),
        uploads: all.flatMap(({ uploads }) => uploads),
        downloads: all.flatMap(({ downloads }) => downloads),
      }
    })
    return this.#left
  }

  #read(record: RunRecord): AllLeft {
    try {
      const db = openPastDatabase(record.storePath)
      try {
        const uploads = readUploads(db).map((upload) => ({ ...upload, ...record }))
        const downloads = readDownloads(db).map((download) => ({ ...download, ...record }))
        // Whether a run goes on is asked only where it matters.
        const state = uploads.length + downloads.length > 0 ? this.#stateOfRun(record.runId) : 'unknown'
        if (state === 'over') return { uploads, downloads, inUse: [] }
        if (state === 'running') return { ...nothingLeft, inUse: uploads }
      } finally {
        db.close()
      }
    } catch (error) {
      this.#log.write({ what: 'record-unread', path: record.storePath, why: String(error) })
    }
    return nothingLeft
  }

  /**
   * Takes an upload out of the record of its run.
   * @returns false where somebody else was quicker, or the record can't be changed.
   */
  dropUpload({ storePath, seq, uploadId }: Left<BegunUpload>): boolean {
    try {
      const db = new DatabaseSync(storePath, { timeout: 1000 })
      try {
        const { changes } = db
          .prepare('delete from upload where seq = ? and upload_id = ?')
          .run(seq, uploadId)
        return Number(changes) === 1
      } finally {
        db.close()
      }
    } catch (error) {
      this.#log.write({ what: 'record-unchanged', path: storePath, why: String(error) })
      return false
    }
  }
}

const sameObject = (
  a: Pick<BegunUpload, 'endpoint' | 'bucket' | 'key'>,
  b: Pick<BegunUpload, 'endpoint' | 'bucket' | 'key'>,
): boolean => a.endpoint === b.endpoint && a.bucket === b.bucket && a.key === b.key

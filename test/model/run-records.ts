import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { readUploads } from '../../main/engine/planning/large-transfers.ts'
import { openPastDatabase } from '../../main/engine/planning/run-database.ts'
import type { RunRecord } from '../../main/engine/running/ended-runs.ts'
import type { Recorded } from './run-seen.ts'

type OnRecord = Omit<Recorded, 'begun'>

/** Memory that is a disk, where the system has it: nothing waits for a platter. */
const disk = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A run that was killed before its record was made has none. */
function readRecord(storePath: string): OnRecord | null {
  let db: DatabaseSync | null = null
  try {
    db = openPastDatabase(storePath)
    const deletes = db.prepare(`select key from row where stage = 'delete' and state <> 'planned'`).all()
    const moves = db
      .prepare(`select from_key as key from row where from_key is not null and state <> 'planned'`)
      .all()
    return {
      uploads: new Set(readUploads(db).map(({ uploadId }) => uploadId)),
      deletes: new Set([...deletes, ...moves].map(({ key }) => String(key))),
    }
  } finally {
    db?.close()
  }
}

/**
 * The records of one world's runs. Those of a killed run are what it had on disk in that moment: its process is only
 * held still here, and would go on having its files open.
 */
export class RunRecords {
  readonly #folder = mkdtempSync(path.join(disk, 'sluice-model-'))
  readonly #records: RunRecord[] = []

  /** Where the record of a run goes. */
  storePath(runId: string): string {
    return path.join(this.#folder, `${runId}.sqlite`)
  }

  /** Where all runs keep digests of files. */
  get digestsPath(): string {
    return path.join(this.#folder, 'digests.sqlite')
  }

  /** A run is over. @returns what is on disk of it. */
  end(runId: string, how: 'by itself' | 'killed'): OnRecord | null {
    let storePath = this.storePath(runId)
    if (how === 'killed') {
      const left = path.join(this.#folder, `${runId}-left.sqlite`)
      for (const tail of ['', '-wal']) {
        if (existsSync(storePath + tail)) copyFileSync(storePath + tail, left + tail)
      }
      storePath = left
    }
    if (!existsSync(storePath)) return null
    this.#records.unshift({ runId, storePath })
    return readRecord(storePath)
  }

  /** Of the runs that are over, the newest first. */
  all(): RunRecord[] {
    return this.#records
  }

  close(): void {
    rmSync(this.#folder, { recursive: true })
  }
}

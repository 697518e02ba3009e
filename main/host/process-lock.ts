import { DatabaseSync } from 'node:sqlite'

/** Something only one process holds at a time; the system lets go of it when that process ends, however it ends. */
export interface ProcessLock {
  release(): void
}

const busy = 5

/**
 * Takes the lock that a file stands for, and makes the file where it is missing. It is SQLite's own lock on it, which
 * every platform has and no crash leaves behind. The file stays: whether it is locked is what counts.
 *
 * @returns null while another run holds it.
 */
export function takeLock(path: string): ProcessLock | null {
  const file = new DatabaseSync(path)
  try {
    file.exec('pragma busy_timeout = 0; begin exclusive')
    return {
      release() {
        file.close()
      },
    }
  } catch (error) {
    file.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return null
    throw error
  }
}

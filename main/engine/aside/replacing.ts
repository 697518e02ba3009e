import type { Outcome } from '../../../shared/plan-row.ts'
import { changedSinceListed } from '../local/as-seen.ts'
import { fsErrorCode } from '../local/explain-fs-error.ts'
import type { FileStat, FileSystem } from '../local/file-system.ts'
import type { PutAside } from '../local/remove-file.ts'
import { seenOf } from '../local/as-seen.ts'
import type { FileAside, FileToKeep } from './file-aside.ts'

/** A file, or link, that is about to be replaced by another: what is kept of it, and what was put in its place. */
export class Replacing {
  /** What the row keeps; once the new file has its name. */
  outcome: Pick<Outcome, 'aside' | 'written'> = {}
  readonly #fs: FileSystem
  readonly #aside: FileAside
  readonly #file: Pick<FileToKeep, 'key' | 'seq' | 'path'>

  constructor(fs: FileSystem, aside: FileAside, file: Pick<FileToKeep, 'key' | 'seq' | 'path'>) {
    this.#fs = fs
    this.#aside = aside
    this.#file = file
  }

  /** For `TempFile.finish`. */
  putAside(signal: AbortSignal): (workPath: string, own: FileStat) => Promise<PutAside> {
    return async (workPath, own) => {
      const written = seenOf(own)
      if (!(await this.#isThere(workPath))) {
        this.outcome = { written }
        const recheck = async (): Promise<void> => {
          if (await this.#isThere(workPath)) throw changedSinceListed(this.#file.path)
        }
        return { moved: false, recheck, drop: () => Promise.resolve(null) }
      }
      const put = await this.#aside.keep({ ...this.#file, workPath, mayMove: false }, signal)
      this.outcome = { aside: put.kept, written }
      return put
    }
  }

  #isThere(path: string): Promise<boolean> {
    return this.#fs.lstat(path).then(
      () => true,
      (error: unknown) => {
        if (fsErrorCode(error) === 'ENOENT') return false
        throw error
      },
    )
  }
}

import { dirname, sep } from 'node:path'
import { fsErrorCode } from './explain-fs-error.ts'
import type { FileSystem } from './file-system.ts'

/** The file system that a folder is on. */
export interface Mount {
  /** The topmost folder above it that is on the same file system. */
  readonly point: string
  /** The number that the system has for it: another after a restart, for some (btrfs, LVM, networks). */
  readonly dev: number
}

/**
 * The file system of a folder; of one that is not there, that of the nearest folder above it, in which it would be made.
 * One that is mounted when it is first used (autofs) is mounted by this. Null where that can't be told.
 */
export async function mountOf(
  fs: Pick<FileSystem, 'stat' | 'realpath'>,
  folder: string,
): Promise<Mount | null> {
  try {
    let point = await nearest(fs, folder)
    // A look at the folder itself need not mount what waits there for its first use; one into it does.
    const { dev } = await fs.stat(`${point}${point.endsWith(sep) ? '' : sep}.`)
    for (let above = dirname(point); above !== point; above = dirname(point)) {
      if ((await fs.stat(above)).dev !== dev) break
      point = above
    }
    return { point, dev }
  } catch (error) {
    if (fsErrorCode(error) === undefined) throw error
    return null
  }
}

async function nearest(fs: Pick<FileSystem, 'realpath'>, folder: string): Promise<string> {
  try {
    return await fs.realpath(folder)
  } catch (error) {
    const above = dirname(folder)
    if (fsErrorCode(error) !== 'ENOENT' || above === folder) throw error
    return nearest(fs, above)
  }
}

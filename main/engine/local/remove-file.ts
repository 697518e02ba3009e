import { basename, join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import type { Seen } from '../../../shared/plan-row.ts'
import { listedTime } from '../listing/listed-time.ts'
import { explainFsError, fsErrorCode } from './explain-fs-error.ts'
import type { FileStat, FileSystem } from './file-system.ts'
import type { SafeFolders } from './safe-folder.ts'

/**
 * Removes a file, if it is still what the plan has seen. A link is removed itself, and judged by what it leads to,
 * which is what was listed (SYM-6, SYM-7). A folder that it leaves empty stays (DEL-8).
 *
 * @param path from `keyToPath`.
 * @returns whether there was something to remove.
 * @throws SluiceError `changed` if it is another file by now, `through-link` if it is behind a link.
 */
export async function removeFile(folders: SafeFolders, path: string, seen: Seen): Promise<boolean> {
  const folder = await folders.find(path)
  if (folder === null) return false
  const workPath = join(folder.workPath, basename(path))
  try {
    if (!isAsSeen(await statAsListed(folders.fs, workPath), seen)) throw changed(path)
    await folder.recheck()
    await folders.fs.unlink(workPath)
    folder.markChanged()
    return true
  } catch (error) {
    if (fsErrorCode(error) === 'ENOENT') return false
    throw explainFsError(error, path)
  } finally {
    await folder.close()
  }
}

async function statAsListed(fs: FileSystem, path: string): Promise<FileStat | null> {
  const own = await fs.lstat(path)
  if (own.kind !== 'link') return own
  try {
    return await fs.stat(path)
  } catch (error) {
    if (fsErrorCode(error) === undefined) throw error
    return null
  }
}

/**
 * The change time is left out: removing one of two names of a file changes the other's, and so would spare it.
 */
function isAsSeen(now: FileStat | null, seen: Seen): boolean {
  if (now?.kind !== 'file' || now.size !== seen.size || listedTime(now.modified) !== seen.modified)
    return false
  return seen.file === undefined || (now.dev === seen.file.dev && now.ino === seen.file.ino)
}

const changed = (path: string): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `${path} was changed or replaced since it was listed.`,
    subject: path,
    advice: 'It was left as it is. Run the sync again to see it as it is now.',
  })

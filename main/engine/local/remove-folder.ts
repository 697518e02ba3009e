import { basename, join } from 'node:path'
import { explainFsError, fsErrorCode } from './explain-fs-error.ts'
import type { SafeFolders } from './safe-folder.ts'

/**
 * Removes a folder that has nothing in it. The system itself refuses any other, so nothing that has come into it since
 * anybody looked is lost; and it refuses links.
 *
 * @param path from `keyToPath`.
 * @returns what became of it; `gone` where it was not there.
 * @throws SluiceError `through-link` if it is behind a link, `conflict` if it is no folder.
 */
export async function removeEmptyFolder(
  folders: SafeFolders,
  path: string,
): Promise<'removed' | 'gone' | 'not-empty'> {
  const parent = await folders.find(path)
  if (parent === null) return 'gone'
  try {
    await parent.recheck()
    await folders.fs.removeFolder(join(parent.workPath, basename(path)))
    parent.markChanged()
    return 'removed'
  } catch (error) {
    const code = fsErrorCode(error)
    if (code === 'ENOENT') return 'gone'
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return 'not-empty'
    throw explainFsError(error, path)
  } finally {
    await parent.close()
  }
}

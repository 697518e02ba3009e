import { basename, join } from 'node:path'
import type { Seen } from '../../../shared/plan-row.ts'
import { changedSinceListed, isAsSeen, statAsListed } from './as-seen.ts'
import { explainFsError, fsErrorCode } from './explain-fs-error.ts'
import type { SafeFolders } from './safe-folder.ts'

/** What was put aside of a file that is about to be removed. */
export interface PutAside {
  /** It has no name there any more. */
  readonly moved: boolean
  /** Takes it away again: the file stays. */
  readonly drop: () => Promise<void>
}

/**
 * Removes a file, if it is still what the plan has seen. A link is removed itself, and judged by what it leads to,
 * which is what was listed (SYM-6, SYM-7). A folder that it leaves empty stays (DEL-8).
 *
 * @param path from `keyToPath`. @param keep puts the file aside, right before it goes; once
 * @returns whether there was something to remove.
 * @throws SluiceError `changed` if it is another file by now, `through-link` if it is behind a link.
 */
export async function removeFile(
  folders: SafeFolders,
  path: string,
  seen: Seen,
  keep?: (workPath: string) => Promise<PutAside>,
): Promise<boolean> {
  const folder = await folders.find(path)
  if (folder === null) return false
  const workPath = join(folder.workPath, basename(path))
  let kept: PutAside | undefined
  try {
    await folders.untilLetGo(async () => {
      const now = await statAsListed(folders.fs, workPath)
      // A link that leads nowhere by now had its target deleted, by this very run perhaps: there is nothing in it to lose.
      if (now !== null && !isAsSeen(now, seen)) throw changedSinceListed(path)
      await folder.recheck()
      kept ??= await keep?.(workPath)
      if (kept?.moved !== true) await folders.fs.unlink(workPath)
    })
    folder.markChanged()
    return true
  } catch (error) {
    // What was kept and then removed by another is kept all the same.
    if (fsErrorCode(error) === 'ENOENT') return kept !== undefined
    // One too many there is no loss.
    await kept?.drop().catch(() => undefined)
    throw explainFsError(error, path)
  } finally {
    await folder.close()
  }
}

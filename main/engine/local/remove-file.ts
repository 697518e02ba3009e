import { basename, join } from 'node:path'
import type { Seen } from '../../../shared/plan-row.ts'
import type { KeptAsideFile } from '../aside/file-aside.ts'
import { StillAside } from '../aside/still-aside.ts'
import { changedSinceListed, isAsSeen, statAsListed } from './as-seen.ts'
import { explainFsError, fsErrorCode } from './explain-fs-error.ts'
import type { FileSystem } from './file-system.ts'
import type { SafeFolders } from './safe-folder.ts'

/** What was put aside of a file that is about to be removed, or replaced. */
export type PutAside = Pick<KeptAsideFile, 'moved' | 'recheck' | 'drop'>

/**
 * Removes a file, if it is still what the plan has seen. A link is removed itself, and judged by what it leads to,
 * which is what was listed (SYM-6, SYM-7). A folder that it leaves empty stays (DEL-8).
 *
 * @param path from `keyToPath`. @param keep puts the file aside, right before it goes; once
 * @returns whether there was something to remove.
 * @throws SluiceError `changed` if it is another file by now, `through-link` if it is behind a link; `StillAside` where what was
 * put aside stays there all the same.
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
  const check = async (): Promise<void> => {
    const now = await statAsListed(folders.fs, workPath)
    // A link that leads nowhere by now had its target deleted, by this very run perhaps: there is nothing in it to lose.
    if (now !== null && !isAsSeen(now, seen)) throw changedSinceListed(path)
  }
  try {
    await folders.untilLetGo(async () => {
      await check()
      await folder.recheck()
      if (keep !== undefined) {
        kept ??= await keep(workPath)
        if (kept.moved) return
        // That may have taken long.
        await check()
        await kept.recheck()
      }
      await folders.fs.unlink(workPath)
    })
    folder.markChanged()
    return true
  } catch (error) {
    // What was kept and then removed by another is kept all the same.
    if (fsErrorCode(error) === 'ENOENT') return kept !== undefined
    const told = explainFsError(error, path)
    const stays = (await kept?.drop()) ?? null
    if (stays === null) throw told
    // Disks of a network may remove a file, and say that they could not.
    if (!(await isGone(folders.fs, workPath))) throw new StillAside(told, stays)
    folder.markChanged()
    return true
  } finally {
    await folder.close()
  }
}

const isGone = (fs: FileSystem, path: string): Promise<boolean> =>
  fs.lstat(path).then(
    () => false,
    (error: unknown) => fsErrorCode(error) === 'ENOENT',
  )

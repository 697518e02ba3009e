import { basename, join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import type { Seen } from '../../../shared/plan-row.ts'
import { changedSinceListed, isAsSeen, seenOf } from './as-seen.ts'
import { explainFsError, fsErrorCode } from './explain-fs-error.ts'
import type { FileStat, FileSystem } from './file-system.ts'
import { renameOntoOurs } from './rename-entry.ts'
import type { SafeFolder, SafeFolders } from './safe-folder.ts'

/** What became of it; `written` is the file as it is then, `notice` a sentence for people (MTM-2). */
export type FileMoved =
  | { readonly kind: 'moved'; readonly written: Seen; readonly notice: string | null }
  /** A link, or on another disk, or there is no place for it: it has no other name to be given. */
  | { readonly kind: 'elsewhere' }

/**
 * Gives a file another name below the root, in another folder perhaps, and the time of the object that has its content.
 * Nothing is replaced, and nothing is done through a link.
 *
 * | under the old name       | under the new name          | done                                             |
 * |--------------------------|-----------------------------|--------------------------------------------------|
 * | what the plan has seen   | nothing                     | renamed                                          |
 * | a link to it             | any                         | nothing: `elsewhere`                             |
 * | what the plan has seen   | a link or a folder          | nothing: `elsewhere`                             |
 * | nothing                  | that very file              | nothing: a run that was cut off has renamed it   |
 * | anything else            | any                         | `changed`                                        |
 * | what the plan has seen   | anything                    | `changed`                                        |
 *
 * @param paths from `keyToPath`. @param modified milliseconds since 1970; whole seconds where an object says it.
 * @throws SluiceError
 */
export async function moveFile(
  folders: SafeFolders,
  paths: { readonly old: string; readonly new: string },
  seen: Seen,
  modified: number,
): Promise<FileMoved> {
  const from = await folders.find(paths.old)
  if (from === null) throw changedSinceListed(paths.old)
  try {
    const to = await folders.make(paths.new)
    try {
      return await moveBetween(folders, { from, to }, paths, seen, modified)
    } finally {
      await to.close()
    }
  } catch (error) {
    throw explainFsError(error, paths.new)
  } finally {
    await from.close()
  }
}

async function moveBetween(
  folders: SafeFolders,
  { from, to }: { readonly from: SafeFolder; readonly to: SafeFolder },
  paths: { readonly old: string; readonly new: string },
  seen: Seen,
  modified: number,
): Promise<FileMoved> {
  const { fs } = folders
  const work = { old: join(from.workPath, basename(paths.old)), new: join(to.workPath, basename(paths.new)) }
  const [own, there] = [await lookAt(fs, work.old), await lookAt(fs, work.new)]
  if (own === null && there?.kind === 'file' && isSameFile(there, seen))
    return hasMoved(fs, work.new, paths.new, modified)
  if (own?.kind === 'link') return { kind: 'elsewhere' }
  if (!isAsSeen(own, seen)) throw changedSinceListed(paths.old)
  // No listing has those as entries: a download knows what to do about them.
  if (there?.kind === 'link' || there?.kind === 'folder') return { kind: 'elsewhere' }
  if (there !== null) throw appeared(paths.new)
  await from.recheck()
  await to.recheck()
  try {
    await folders.untilLetGo(() => giveName(fs, work, paths))
  } catch (error) {
    if (fsErrorCode(error) === 'EXDEV') return { kind: 'elsewhere' }
    throw error
  }
  from.markChanged()
  to.markChanged()
  return hasMoved(fs, work.new, paths.new, modified)
}

/**
 * One name after the other: at each step the file is whole under each name that it has. Only where the disk gives no file
 * two names is the new one taken by an empty file first.
 */
async function giveName(
  fs: FileSystem,
  work: { readonly old: string; readonly new: string },
  paths: { readonly old: string; readonly new: string },
): Promise<void> {
  try {
    await fs.link(work.old, work.new)
  } catch (error) {
    const code = fsErrorCode(error) ?? ''
    if (code === 'EEXIST') throw appeared(paths.new)
    if (!withoutLinks.has(code)) throw error
    await renameOntoOurs(fs, work, paths.new)
    return
  }
  try {
    const [old, own] = [await lookAt(fs, work.old), await fs.lstat(work.new)]
    // Somebody else has taken the old name meanwhile: it is theirs.
    if (old === null || old.dev !== own.dev || old.ino !== own.ino) throw changedSinceListed(paths.old)
    await fs.unlink(work.old)
  } catch (error) {
    await fs.unlink(work.new).catch(() => undefined)
    throw error
  }
}

/** What a disk says that has no second names for a file, or has none for this one. */
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'])

async function hasMoved(
  fs: FileSystem,
  workPath: string,
  path: string,
  modified: number,
): Promise<FileMoved> {
  const notice = await giveTime(fs, workPath, path, modified)
  return { kind: 'moved', written: seenOf(await fs.lstat(workPath)), notice }
}

/** A rename keeps what a file is known by. */
const isSameFile = (
  now: { readonly dev: number; readonly ino: number; readonly size: number },
  { size, file }: Seen,
): boolean => file !== undefined && now.dev === file.dev && now.ino === file.ino && now.size === size

async function lookAt(fs: FileSystem, path: string): Promise<FileStat | null> {
  try {
    return await fs.lstat(path)
  } catch (error) {
    if (fsErrorCode(error) === 'ENOENT') return null
    throw error
  }
}

async function giveTime(
  fs: FileSystem,
  workPath: string,
  path: string,
  modified: number,
): Promise<string | null> {
  try {
    const file = await fs.openToRead(workPath)
    try {
      await file.setTimes(modified)
    } finally {
      await file.close()
    }
    return null
  } catch (error) {
    return `It was renamed, but its last modified time could not be set. ${explainFsError(error, path).message}`
  }
}

const appeared = (path: string): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `${path} is there, and was not when the folder was listed.`,
    subject: path,
    advice: 'It was left as it is. Run the sync again to see it as it is now.',
  })

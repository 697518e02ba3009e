import { SluiceError } from '../../../shared/errors.ts'
import type { Seen } from '../../../shared/plan-row.ts'
import { listedTime } from '../listing/listed-time.ts'
import { fsErrorCode } from './explain-fs-error.ts'
import type { FileStat, FileSystem } from './file-system.ts'

/**
 * A file as a listing would see it: a link by what it leads to (SYM-6); null for a link that leads nowhere.
 * @throws ENOENT where there is no such name.
 */
export async function statAsListed(fs: FileSystem, path: string): Promise<FileStat | null> {
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
 * Whether a file is still the one that was listed. The change time is left out: removing one of two names of a file
 * changes the other's, and so would spare it.
 */
export function isAsSeen(now: FileStat | null, seen: Seen): boolean {
  if (now?.kind !== 'file' || now.size !== seen.size || listedTime(now.modified) !== seen.modified)
    return false
  return seen.file === undefined || (now.dev === seen.file.dev && now.ino === seen.file.ino)
}

/** A file that was just written. */
export const seenOf = ({ size, modified, dev, ino, changed }: FileStat): Seen => ({
  size,
  modified: listedTime(modified),
  file: { dev, ino, changed },
})

export const changedSinceListed = (path: string): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `${path} was changed, replaced or removed since it was listed.`,
    subject: path,
    advice: 'It was left as it is. Run the sync again to see it as it is now.',
  })

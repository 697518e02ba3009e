import { dirname, join } from 'node:path'
import { fsErrorCode } from '../local/explain-fs-error.ts'
import type { FileStat, FileSystem } from '../local/file-system.ts'
import type { TrashHome } from '../world.ts'

/** The trash of one disk. */
export interface TrashFolder {
  /** Absolute; not necessarily there yet. */
  readonly path: string
  /** What the paths in it are relative to; null where they are absolute. */
  readonly top: string | null
}

const sticky = 0o1000

/**
 * Where the files of a disk go, by the Trash specification of freedesktop.org (1.0, "Trash directories"). Nothing is made.
 *
 * | the disk           | there is                                  | trash                   |
 * |--------------------|-------------------------------------------|-------------------------|
 * | that of the home   | –                                         | the home's own          |
 * | another            | `.Trash`, a folder with the sticky bit    | `.Trash/<uid>` in its top folder |
 * | another            | no such, or a link, or without that bit   | `.Trash-<uid>` there    |
 * | another            | a link or a file of that name, or another's folder; or nothing may be made there | none |
 *
 * @param folder absolute, without links: that of the file. @param dev the disk it is on.
 */
export async function findTrash(
  fs: FileSystem,
  { folder: home, uid }: TrashHome,
  { folder, dev }: { readonly folder: string; readonly dev: number },
): Promise<TrashFolder | null> {
  const above = await nearest(fs, home)
  if (above !== null && above.stat.dev === dev)
    return (await canMake(fs, above)) ? { path: home, top: null } : null
  const top = await topOf(fs, folder, dev)
  const shared = await lookAt(fs, join(top, '.Trash'))
  const candidates =
    shared?.kind === 'folder' && (shared.mode & sticky) !== 0
      ? [join(top, '.Trash', String(uid)), join(top, `.Trash-${uid}`)]
      : [join(top, `.Trash-${uid}`)]
  for (const path of candidates) {
    const there = await lookAt(fs, path)
    if (there !== null && !isOwn(there, uid)) continue
    const base = there === null ? await nearest(fs, path) : { path, stat: there }
    if (base !== null && base.stat.dev === dev && (await canMake(fs, base))) return { path, top }
  }
  return null
}

/** A trash of another's making is none: its owner can read and remove what goes there. */
export const isOwn = ({ kind, owner }: FileStat, uid: number): boolean => kind === 'folder' && owner === uid

interface Found {
  readonly path: string
  readonly stat: FileStat
}

/** What stands at a path, or nearest above it. */
async function nearest(fs: FileSystem, path: string): Promise<Found | null> {
  for (let at = path; ; at = dirname(at)) {
    const stat = await fs.stat(at).catch(() => null)
    if (stat !== null) return { path: at, stat }
    if (dirname(at) === at) return null
  }
}

async function canMake(fs: FileSystem, { path, stat }: Found): Promise<boolean> {
  if (stat.kind !== 'folder') return false
  return fs.checkWritable(path).then(
    () => true,
    () => false,
  )
}

/** The highest folder above that is on the same disk. */
async function topOf(fs: FileSystem, folder: string, dev: number): Promise<string> {
  let top = folder
  for (;;) {
    const outer = dirname(top)
    if (outer === top || (await fs.stat(outer)).dev !== dev) return top
    top = outer
  }
}

async function lookAt(fs: FileSystem, path: string): Promise<FileStat | null> {
  try {
    return await fs.lstat(path)
  } catch (error) {
    if (fsErrorCode(error) === undefined) throw error
    return null
  }
}

import { join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import { badName, checkNewName, nameTaken } from '../../../shared/new-name.ts'
import type { World } from '../world.ts'
import { explainFsError, fsErrorCode } from './explain-fs-error.ts'
import type { FileStat, FileSystem, OpenFile } from './file-system.ts'
import { holdFolder } from './hold-folder.ts'
import { foldName } from './fold-name.ts'
import { keyToPath } from './key-to-path.ts'

/**
 * Gives a name in a folder another one, in the same folder. Nothing is replaced, and a link is renamed itself.
 *
 * | the new name                    | what was renamed | done                                                   |
 * |---------------------------------|------------------|--------------------------------------------------------|
 * | is the old one                  | anything         | nothing                                                |
 * | is the same one, spelt otherwise| anything         | renamed: the disk makes no difference between the two  |
 * | is there                        | anything         | refused                                                |
 * | is not there                    | a folder         | renamed: the system replaces no folder but an empty one|
 * | is not there                    | anything else    | taken by an empty file of ours, which it then replaces |
 *
 * @param folder absolute; where it is or leads through a link, that was for whoever opened it to decide.
 * @throws SluiceError `usage` for a name that can't be given here, `conflict` for one that is there, `gone` …
 */
export async function renameEntry(
  { fs, platform }: Pick<World, 'fs' | 'platform'>,
  folder: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  if (from === to) return
  checkNewName(to)
  const landing = keyToPath(folder, to, platform)
  if (!landing.ok) throw badName(landing.why)
  const current = keyToPath(folder, from, platform)
  if (!current.ok || from.includes('/')) throw badName('This name can’t be changed here.')
  try {
    const held = await holdFolder(fs, await fs.realpath(folder))
    try {
      const paths = { old: join(held.path, from), new: join(held.path, to) }
      await renameHeld(fs, paths, { folder: held.path, from, to, address: landing.path })
    } finally {
      await held.close()
    }
  } catch (error) {
    if (fsErrorCode(error) === 'ENOENT') throw gone(current.path, error)
    throw explainFsError(error, current.path)
  }
}

interface Names {
  readonly folder: string
  readonly from: string
  readonly to: string
  /** Of the new name, for people. */
  readonly address: string
}

async function renameHeld(
  fs: FileSystem,
  paths: { readonly old: string; readonly new: string },
  names: Names,
): Promise<void> {
  const old = await fs.lstat(paths.old)
  const there = await lstatOrNull(fs, paths.new)
  if (there !== null) {
    if (!(await isSameName(fs, names, old, there))) throw nameTaken(names.address, 'rename')
    await fs.rename(paths.old, paths.new)
  } else if (old.kind === 'folder') await fs.rename(paths.old, paths.new)
  else await renameOntoOurs(fs, paths, names.address)
}

/** What rename(2) replaces is then our own: between looking and renaming, nobody else can have taken the name unnoticed. */
export async function renameOntoOurs(
  fs: FileSystem,
  paths: { readonly old: string; readonly new: string },
  address: string,
): Promise<void> {
  const ours = await takeName(fs, paths.new, address)
  try {
    if (!(await isStillOurs(fs, paths.new, ours))) throw nameTaken(address, 'rename')
    await fs.rename(paths.old, paths.new)
  } catch (error) {
    if (await isStillOurs(fs, paths.new, ours)) await fs.unlink(paths.new).catch(() => undefined)
    throw error
  }
}

async function takeName(fs: FileSystem, path: string, address: string): Promise<FileStat> {
  let file: OpenFile
  try {
    file = await fs.create(path)
  } catch (error) {
    throw fsErrorCode(error) === 'EEXIST' ? nameTaken(address, 'rename') : error
  }
  try {
    return await file.stat()
  } finally {
    await file.close()
  }
}

async function isStillOurs(fs: FileSystem, path: string, ours: FileStat): Promise<boolean> {
  const now = await lstatOrNull(fs, path)
  return now !== null && isSame(now, ours) && now.kind === 'file' && now.size === 0
}

/**
 * On a disk that makes no difference between `a` and `A`, whatever the system, one is found under the name of the other. Two names of one
 * file (hard links) are found under either too; but then the folder has both.
 */
async function isSameName(fs: FileSystem, names: Names, old: FileStat, there: FileStat): Promise<boolean> {
  if (!isSame(old, there) || foldName(names.from, 'darwin') !== foldName(names.to, 'darwin')) return false
  return !(await fs.readFolder(names.folder)).some(({ name }) => name === names.to)
}

const isSame = (a: FileStat, b: FileStat): boolean => a.dev === b.dev && a.ino === b.ino

async function lstatOrNull(fs: FileSystem, path: string): Promise<FileStat | null> {
  try {
    return await fs.lstat(path)
  } catch (error) {
    if (fsErrorCode(error) === 'ENOENT') return null
    throw error
  }
}

const gone = (path: string, cause: unknown): SluiceError =>
  new SluiceError(
    {
      code: 'gone',
      message: `${path} is not there any more.`,
      subject: path,
      advice: 'List the folder anew (Ctrl+R) to see what is.',
    },
    { cause },
  )

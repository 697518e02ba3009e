import { SluiceError, type ErrorCode } from '../../../shared/errors.ts'
import { explainFsError, fsErrorCode } from '../local/explain-fs-error.ts'
import type { FileStat } from '../local/file-system.ts'
import { checkNames, failureOf, pathBelow } from './check-names.ts'
import type { Entry } from './entry.ts'
import { sameFolder, type FolderNames } from './folder-names.ts'
import { sayFinding, type LocalListing, type WalkedFolder } from './local-listing.ts'

const pageSize = 1000

interface Level extends WalkedFolder {
  readonly names: FolderNames
  /** It has no name in it at all. */
  readonly isEmpty: boolean
  /** The place of the name that comes next. */
  next: number
}

/**
 * Lists a folder with all below it, in key order, in pages of about a thousand entries. Folders themselves are no
 * entries (LST-11), but for empty ones of a side that is to be removed from. Of the tree, the folders from the root to the current one are in memory, and all names of a folder
 * are checked before the first is listed, so that its problems come before its entries (LST-7).
 *
 * | root is                    | as a source                           | as a destination   |
 * |----------------------------|---------------------------------------|--------------------|
 * | not there                  | source-missing, or empty if it may be missing              ||
 * | a link, links not followed | empty (SYM-3)                         | followed (D-4)     |
 * | a file or a device         | usage (D-9)                           | usage (D-9)        |
 * | unreadable, or it fails    | folder-unreadable                     | folder-unreadable  |
 *
 * @throws SluiceError as in the table; also `folder-unreadable` when the root is not the folder it was at the start
 * (unmounted, replaced), since then nothing read from it proves anything. The signal's reason when it aborts.
 */
export async function* listLocal(listing: LocalListing, signal: AbortSignal): AsyncGenerator<Entry[], void> {
  signal.throwIfAborted()
  const root = await openRoot(listing)
  if (root === null) return
  const levels: Level[] = [await readRoot(listing, root, signal)]
  let page: Entry[] = []
  let listed = 0
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    signal.throwIfAborted()
    const place = level.next++
    if (place === level.names.length) {
      levels.pop()
    } else if (level.names.isFolder(place)) {
      const folder = folderBelow(level, place)
      // Until there is an entry, whether the side is empty (D-2) depends on what excluded folders have.
      if (listed > 0 && listing.filter?.canSkipFolder(folder.prefix)) continue
      const below = await readBelow(listing, levels, folder, signal)
      if (below !== null) levels.push(below)
      if (below?.isEmpty !== true || listing.toRemove !== true) continue
      page.push({ ...level.names.entryAt(place, level.prefix), size: 0 })
    } else {
      page.push(level.names.entryAt(place, level.prefix))
      listed++
    }
    if (page.length < pageSize) continue
    yield page
    page = []
  }
  await checkStillThere(listing, root)
  if (page.length > 0) yield page
}

/** Null where the listing is empty without looking any further. */
async function openRoot({
  fs,
  root,
  followLinks,
  asDestination,
  mayBeMissing,
}: LocalListing): Promise<WalkedFolder | null> {
  let stat: FileStat
  try {
    if (!followLinks && !asDestination && (await fs.lstat(root)).kind === 'link') return null
    stat = await fs.stat(root)
    if (stat.kind === 'folder') await fs.checkReadable(root, 'folder')
  } catch (error) {
    if (failureOf(error) === 'unreadable') throw unreadableRoot(root, error)
    if (mayBeMissing) return null
    throw rootError(
      'source-missing',
      root,
      `The user-provided path ${root} does not exist.`,
      'Check the path; nothing was changed.',
      error,
    )
  }
  if (stat.kind !== 'folder') {
    throw rootError(
      'usage',
      root,
      `${root} is not a folder.`,
      'Name the folder it is in, and choose it with --exclude and --include.',
    )
  }
  return { path: root, prefix: '', dev: stat.dev, ino: stat.ino }
}

async function readRoot(listing: LocalListing, root: WalkedFolder, signal: AbortSignal): Promise<Level> {
  try {
    return await readLevel(listing, [], root, signal)
  } catch (error) {
    if (fsErrorCode(error) === undefined) throw error
    throw unreadableRoot(root.path, error)
  }
}

function folderBelow(level: Level, place: number): WalkedFolder {
  const name = level.names.nameAt(place)
  const path = pathBelow(level.path, name.slice(0, -1))
  return { path, prefix: level.prefix + name, ...level.names.identityAt(place) }
}

/** Null where the folder can't be read any more, which has been said then. */
async function readBelow(
  listing: LocalListing,
  above: readonly WalkedFolder[],
  folder: WalkedFolder,
  signal: AbortSignal,
): Promise<Level | null> {
  try {
    return await readLevel(listing, above, folder, signal)
  } catch (error) {
    const key = folder.prefix.slice(0, -1)
    const kind = error instanceof FolderReplaced ? 'replaced' : failureOf(error)
    sayFinding(listing, { kind, key, path: folder.path, folder: true })
    return null
  }
}

async function readLevel(
  listing: LocalListing,
  above: readonly WalkedFolder[],
  folder: WalkedFolder,
  signal: AbortSignal,
): Promise<Level> {
  const found = await listing.fs.readFolder(folder.path)
  if (!sameFolder(await listing.fs.stat(folder.path), folder)) throw new FolderReplaced()
  const names = await checkNames(listing, [...above, folder], folder, found, signal)
  return { ...folder, names, isEmpty: found.length === 0, next: 0 }
}

/** Something else stands under the name: what was read may be of either. Shaped like what a disk says. */
class FolderReplaced extends Error {
  readonly code = 'ESTALE'

  constructor() {
    super('It was replaced while it was being read.')
  }
}

async function checkStillThere({ fs }: LocalListing, root: WalkedFolder): Promise<void> {
  let now: FileStat
  try {
    now = await fs.stat(root.path)
  } catch (error) {
    throw unreadableRoot(root.path, error)
  }
  if (!sameFolder(now, root)) throw unreadableRoot(root.path, new FolderReplaced())
}

function unreadableRoot(root: string, cause: unknown): SluiceError {
  const words = cause instanceof FolderReplaced ? cause.message : explainFsError(cause, root).message
  const advice = 'Nothing was deleted. Check its permissions, and whether its disk is still connected.'
  return rootError('folder-unreadable', root, `The folder ${root} could not be read. ${words}`, advice, cause)
}

function rootError(
  code: ErrorCode,
  root: string,
  message: string,
  advice: string,
  cause?: unknown,
): SluiceError {
  return new SluiceError({ code, message, subject: root, advice }, { cause })
}

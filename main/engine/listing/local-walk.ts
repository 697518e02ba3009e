import { SluiceError, type ErrorCode } from '../../../shared/errors.ts'
import { explainFsError, fsErrorCode } from '../local/explain-fs-error.ts'
import type { FileStat } from '../local/file-system.ts'
import { failureOf, pathBelow } from './check-names.ts'
import type { Entry } from './entry.ts'
import { sameFolder } from './folder-names.ts'
import { FoldersAhead } from './folders-ahead.ts'
import type { LocalListing, WalkedFolder } from './local-listing.ts'
import { FolderReplaced, readNames, sayFindings, sayUnread, type ReadFolder } from './read-names.ts'

const pageSize = 1000

interface Level extends ReadFolder {
  /** The place of the name that comes next. */
  next: number
  readonly ahead: FoldersAhead
  /** The place up to which its folders were looked for to be read ahead. */
  lookedAhead: number
}

/**
 * Lists a folder with all below it, in key order, in pages of about a thousand entries. Folders themselves are no
 * entries (LST-11), but for empty ones of a side that is to be removed from. Of the tree, the folders from the root to the
 * current one are in memory, each with a few of those in it that come next; all names of a folder are checked before the
 * first is listed, and its problems said when the walk comes to it, so that they come before its entries (LST-7).
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
  const leaving = new AbortController()
  const walk = new Walk(listing, AbortSignal.any([signal, leaving.signal]))
  try {
    yield* walk.pages(root)
  } finally {
    leaving.abort()
    await walk.close()
  }
}

class Walk {
  readonly #listing: LocalListing
  readonly #signal: AbortSignal
  readonly #levels: Level[] = []
  #listed = 0

  constructor(listing: LocalListing, signal: AbortSignal) {
    this.#listing = listing
    this.#signal = signal
  }

  async *pages(root: WalkedFolder): AsyncGenerator<Entry[], void> {
    const listing = this.#listing
    this.#enter(await readRoot(listing, root, this.#signal))
    let page: Entry[] = []
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      this.#signal.throwIfAborted()
      const place = level.next++
      if (place === level.names.length) {
        this.#levels.pop()
        level.names.close()
      } else if (level.names.nameAt(place).endsWith('/')) {
        const below = await this.#readBelow(level, place)
        if (below !== null) this.#enter(below)
        if (below?.isEmpty !== true || listing.toRemove !== true) continue
        page.push({ ...level.names.entryAt(place, level.prefix), size: 0 })
      } else {
        page.push(level.names.entryAt(place, level.prefix))
        this.#listed++
      }
      if (page.length < pageSize) continue
      yield page
      page = []
    }
    await checkStillThere(listing, root)
    if (page.length > 0) yield page
  }

  /** Waits for what is being read. */
  async close(): Promise<void> {
    await Promise.all(this.#levels.map(({ ahead }) => ahead.close()))
    for (const { names } of this.#levels) names.close()
  }

  #enter(folder: ReadFolder): void {
    sayFindings(this.#listing, folder)
    const ahead = new FoldersAhead(this.#listing, [...this.#levels, folder], this.#signal)
    this.#levels.push({ ...folder, next: 0, ahead, lookedAhead: 0 })
  }

  /** Null where the folder is skipped, or can't be read any more, which has been said then. */
  async #readBelow(level: Level, place: number): Promise<ReadFolder | null> {
    const folder = folderBelow(level, place)
    // Until there is an entry, whether the side is empty (D-2) depends on what excluded folders have.
    if (this.#listed > 0 && this.#listing.filter?.canSkipFolder(folder.prefix)) return null
    const coming = level.ahead.take(place, folder)
    this.#readAhead(level)
    const outcome = await coming
    if (outcome.ok) return outcome.folder
    this.#signal.throwIfAborted()
    sayUnread(this.#listing, folder, outcome.error)
    return null
  }

  /** Begins to read the folders that come next, but not those that are likely to be skipped. */
  #readAhead(level: Level): void {
    const { names, ahead } = level
    if (!names.inMemory) return
    level.lookedAhead = Math.max(level.lookedAhead, level.next)
    for (; level.lookedAhead < names.length && !ahead.isFull; level.lookedAhead++) {
      if (!names.nameAt(level.lookedAhead).endsWith('/')) continue
      const folder = folderBelow(level, level.lookedAhead)
      if (!this.#listing.filter?.canSkipFolder(folder.prefix)) ahead.begin(level.lookedAhead, folder)
    }
  }
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
  return { path: root, prefix: '', dev: stat.dev, ino: stat.ino, size: stat.size }
}

async function readRoot(listing: LocalListing, root: WalkedFolder, signal: AbortSignal): Promise<ReadFolder> {
  try {
    return await readNames(listing, [], root, signal)
  } catch (error) {
    if (fsErrorCode(error) === undefined) throw error
    throw unreadableRoot(root.path, error)
  }
}

function folderBelow(level: Level, place: number): WalkedFolder {
  const { key, size, file } = level.names.entryAt(place, level.prefix)
  const path = pathBelow(level.path, key.slice(level.prefix.length, -1))
  return { path, prefix: key, size, dev: file?.dev ?? NaN, ino: file?.ino ?? NaN }
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

import { sep } from 'node:path'
import { fsErrorCode } from '../local/explain-fs-error.ts'
import type { FileStat, FolderName } from '../local/file-system.ts'
import { escapeBytes } from './escape-bytes.ts'
import { FolderNames, sameFolder } from './folder-names.ts'
import { compareKeys } from './key-order.ts'
import { isDate, listedTime } from './listed-time.ts'
import { sayFinding, type Finding, type LocalListing, type WalkedFolder } from './local-listing.ts'

/** How many names of a folder are looked at side by side. */
const atOnce = 32

/**
 * Looks at all names of a folder (LST-7) and keeps, in key order, those that can be listed or entered. What is wrong
 * with the others is said, in key order too.
 *
 * @param above the folders the walk came through, the root first; `folder` itself is the last.
 */
export async function checkNames(
  listing: LocalListing,
  above: readonly WalkedFolder[],
  folder: WalkedFolder,
  found: readonly FolderName[],
  signal: AbortSignal,
): Promise<FolderNames> {
  const check = new NameCheck(listing, above, folder, found.length)
  const queue = found.values()
  const worker = async (): Promise<void> => {
    for (const name of queue) {
      signal.throwIfAborted()
      await check.look(name)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, found.length) }, worker))
  return check.finish()
}

class NameCheck {
  readonly #listing: LocalListing
  readonly #above: readonly WalkedFolder[]
  readonly #folder: WalkedFolder
  readonly #names: FolderNames
  readonly #findings: Finding[] = []

  constructor(listing: LocalListing, above: readonly WalkedFolder[], folder: WalkedFolder, most: number) {
    this.#listing = listing
    this.#above = above
    this.#folder = folder
    this.#names = new FolderNames(most)
  }

  finish(): FolderNames {
    this.#findings.sort((a, b) => compareKeys(a.key, b.key))
    for (const finding of this.#findings) sayFinding(this.#listing, finding)
    this.#names.sort()
    return this.#names
  }

  /**
   * | it is                                    | as a source              | as a destination                  |
   * |------------------------------------------|--------------------------|-----------------------------------|
   * | a temp file of ours                      | left out (D-24)          | left out                          |
   * | a link, links not followed               | left out (SYM-2)         | left out (SYM-6)                  |
   * | a name that isn't UTF-8                  | not-utf8 (D-3)           | not-utf8                          |
   * | not there, out of reach, or a link to nothing | missing (SKP-1, SKP-2)   | missing (SYM-8)                   |
   * | a device, FIFO or socket                 | special (SKP-3)          | special                           |
   * | a link to a folder                       | entered (SYM-1)          | left alone, unknown (D-4)         |
   * | a link to a folder that it is in         | link-loop (D-6)          | left alone, unknown               |
   * | a folder that can't be read              | unreadable (SKP-4)       | unreadable                        |
   * | a file that can't be read                | unreadable (SKP-4)       | unreadable, yet listed: what replaces it must find it as it was |
   * | a file whose time is no date             | bad-time, 1970 (SKP-6)   | bad-time, 1970                    |
   * | any other file, or link to one           | listed (SYM-1)           | listed (SYM-6)                    |
   */
  async look(found: FolderName): Promise<void> {
    const { fs, followLinks, isOwnTemp } = this.#listing
    if (found.kind === 'link' && !followLinks) return
    if (found.name === null) {
      this.#refuseBytes(found.bytes)
      return
    }
    const { name } = found
    const path = pathBelow(this.#folder.path, name)
    const key = this.#folder.prefix + name
    if (isOwnTemp?.(path)) return
    try {
      // A name that the folder says is no link is looked at without following one: it may have become one.
      const own = found.kind === 'link' ? null : await fs.lstat(path)
      const linked = own === null || own.kind === 'link'
      if (linked && !followLinks) return
      const stat = linked ? await fs.stat(path) : own
      if (stat.kind === 'folder') await this.#takeFolder({ name, key, path, stat, linked })
      else if (stat.kind === 'file') await this.#takeFile({ name, key, path, stat, linked })
      else this.#findings.push({ kind: 'special', key, path })
    } catch (error) {
      this.#findings.push({ kind: isForbidden(error) ? 'missing' : failureOf(error), key, path })
    }
  }

  async #takeFolder({ name, key, path, stat, linked }: Looked): Promise<void> {
    const { asDestination, filter } = this.#listing
    if (linked && asDestination) {
      this.#findings.push({ kind: 'through-link', key, path, folder: true })
    } else if (linked && this.#above.some((folder) => sameFolder(folder, stat))) {
      this.#findings.push({ kind: 'link-loop', key, path, folder: true })
    } else if (filter?.canSkipFolder(key) || (await this.#isReadable(path, stat))) {
      this.#names.add(name, stat, stat.modified)
    } else {
      this.#findings.push({ kind: 'unreadable', key, path, folder: true })
    }
  }

  async #takeFile({ name, key, path, stat }: Looked): Promise<void> {
    const { asDestination, filter } = this.#listing
    if (filter?.includes(key) !== false && !(await this.#isReadable(path, stat))) {
      this.#findings.push({ kind: 'unreadable', key, path })
      if (!asDestination) return
    }
    if (!isDate(stat.modified)) this.#findings.push({ kind: 'bad-time', key, path })
    this.#names.add(name, stat, listedTime(stat.modified))
  }

  /**
   * What everyone may read need not be asked for one by one; where the bits say too much, opening it will fail. Of a
   * folder only its names must be readable: whether it can be entered is seen at each of them (SKP-1).
   */
  async #isReadable(path: string, { mode }: FileStat): Promise<boolean> {
    if ((mode & 0o444) === 0o444) return true
    try {
      await this.#listing.fs.checkReadable(path, 'file')
      return true
    } catch (error) {
      if (failureOf(error) === 'unreadable') return false
      throw error
    }
  }

  /** Such a name is no key, and what other tools make of it is not known: they put U+FFFD for what isn't UTF-8. */
  #refuseBytes(bytes: Uint8Array): void {
    const key = this.#folder.prefix + Buffer.from(bytes).toString('utf8')
    this.#findings.push({ kind: 'not-utf8', key, path: pathBelow(this.#folder.path, escapeBytes(bytes)) })
  }
}

interface Looked {
  readonly name: string
  readonly key: string
  readonly path: string
  readonly stat: FileStat
  readonly linked: boolean
}

/** A folder on the way to a name can't be entered. */
const isForbidden = (error: unknown): boolean => fsErrorCode(error) === 'EACCES'

export const pathBelow = (folder: string, name: string): string =>
  folder.endsWith(sep) ? folder + name : folder + sep + name

/** What a failed call says of a name. @throws what no file system says. */
export function failureOf(error: unknown): 'missing' | 'unreadable' {
  const code = fsErrorCode(error)
  if (code === undefined) throw error
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' ? 'missing' : 'unreadable'
}

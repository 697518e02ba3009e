import { sep } from 'node:path'
import { fsErrorCode } from '../local/explain-fs-error.ts'
import type { FileStat, FolderName } from '../local/file-system.ts'
import { escapeBytes } from './escape-bytes.ts'
import { sameFolder } from './folder-names.ts'
import { GatheredNames, type SortedNames } from './gathered-names.ts'
import { compareKeys } from './key-order.ts'
import { isDate, listedTime } from './listed-time.ts'
import type { Finding, LocalListing, WalkedFolder } from './local-listing.ts'
import { lookAtAll, sideBySide } from './look-at-all.ts'

/** How many names are looked at before what was seen of them is judged. */
const batchSize = 256

/** Of a folder with more names than this they are sorted on disk. */
const namesInMemory = 100_000

/** The names of a folder that can be listed or entered, and what is wrong with the others, both in key order. */
export interface CheckedNames {
  readonly names: SortedNames
  /** Not said yet. */
  readonly findings: readonly Finding[]
  /** It has no name in it at all. */
  readonly isEmpty: boolean
}

/**
 * Looks at all names of a folder (LST-7) and keeps, in key order, those that can be listed or entered.
 *
 * @param above the folders the walk came through, the root first.
 */
export async function checkNames(
  listing: LocalListing,
  above: readonly WalkedFolder[],
  folder: WalkedFolder,
  found: AsyncIterable<readonly FolderName[]> | Iterable<readonly FolderName[]>,
  signal: AbortSignal,
): Promise<CheckedNames> {
  const check = new NameCheck(listing, [...above, folder], folder)
  try {
    for await (const names of found) {
      for (let from = 0; from < names.length; from += batchSize)
        await check.lookAt(names.slice(from, from + batchSize), signal)
    }
    return check.finish()
  } catch (error) {
    check.giveUp()
    throw error
  }
}

type About = Pick<Finding, 'folder'>
const inFolder: About = { folder: true }

/** What is still to be asked of a name, where its own entry does not say all. */
type Later = () => Promise<void>

class NameCheck {
  readonly #listing: LocalListing
  readonly #through: readonly WalkedFolder[]
  readonly #folder: WalkedFolder
  readonly #names: GatheredNames
  readonly #findings: Finding[] = []
  #isEmpty = true

  constructor(listing: LocalListing, through: readonly WalkedFolder[], folder: WalkedFolder) {
    this.#listing = listing
    this.#through = through
    this.#folder = folder
    this.#names = new GatheredNames(folder.path, listing.namesInMemory ?? namesInMemory)
  }

  finish(): CheckedNames {
    this.#findings.sort((a, b) => compareKeys(a.key, b.key))
    return { names: this.#names.sorted(), findings: this.#findings, isEmpty: this.#isEmpty }
  }

  giveUp(): void {
    this.#names.close()
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
  async lookAt(batch: readonly FolderName[], signal: AbortSignal): Promise<void> {
    const { fs, followLinks, isOwnTemp } = this.#listing
    const names: string[] = []
    const paths: string[] = []
    const later: Later[] = []
    for (const found of batch) {
      this.#isEmpty = false
      const { name } = found
      if (found.kind === 'link' && !followLinks) continue
      if (name === null) {
        this.#refuseBytes(found.bytes)
        continue
      }
      const path = pathBelow(this.#folder.path, name)
      if (isOwnTemp?.(path)) continue
      if (found.kind === 'link') later.push(() => this.#follow(name, path))
      else {
        names.push(name)
        paths.push(path)
      }
    }
    // A name that the folder says is no link is looked at without following one: it may have become one.
    const seen = await lookAtAll(fs, paths, signal)
    for (let i = 0; i < names.length; i++) {
      const [name = '', path = '', stat] = [names[i], paths[i], seen[i]]
      const more = stat === undefined ? null : this.#judge(name, path, stat)
      if (more !== null) later.push(more)
    }
    await sideBySide(later, signal)
  }

  #judge(name: string, path: string, stat: FileStat | Error): Later | null {
    if (stat instanceof Error) {
      this.#failed(name, path, stat)
      return null
    }
    if (stat.kind !== 'link') return this.#take(name, path, stat, false)
    return this.#listing.followLinks ? () => this.#follow(name, path) : null
  }

  async #follow(name: string, path: string): Promise<void> {
    try {
      await this.#take(name, path, await this.#listing.fs.stat(path), true)?.()
    } catch (error) {
      this.#failed(name, path, error)
    }
  }

  #take(name: string, path: string, stat: FileStat, linked: boolean): Later | null {
    if (stat.kind === 'folder') return this.#takeFolder(name, path, stat, linked)
    if (stat.kind === 'file') return this.#takeFile(name, path, stat)
    this.#find('special', name, path)
    return null
  }

  #takeFolder(name: string, path: string, stat: FileStat, linked: boolean): Later | null {
    const { asDestination, filter } = this.#listing
    if (linked && asDestination) this.#find('through-link', name, path, inFolder)
    else if (linked && this.#through.some((folder) => sameFolder(folder, stat)))
      this.#find('link-loop', name, path, inFolder)
    else if (isReadableByAll(stat) || filter?.canSkipFolder(this.#folder.prefix + name))
      this.#names.add(name, stat, stat.modified)
    else {
      return this.#ifReadable(name, path, inFolder, (isReadable) => {
        if (isReadable) this.#names.add(name, stat, stat.modified)
      })
    }
    return null
  }

  #takeFile(name: string, path: string, stat: FileStat): Later | null {
    const { asDestination, filter } = this.#listing
    const add = (): void => {
      if (!isDate(stat.modified)) this.#find('bad-time', name, path)
      this.#names.add(name, stat, listedTime(stat.modified))
    }
    if (!isReadableByAll(stat) && filter?.includes(this.#folder.prefix + name) !== false) {
      return this.#ifReadable(name, path, {}, (isReadable) => {
        if (isReadable || asDestination) add()
      })
    }
    add()
    return null
  }

  /**
   * Of a folder only its names must be readable: whether it can be entered is seen at each of them (SKP-1). What can't be
   * read is said.
   */
  #ifReadable(name: string, path: string, what: About, then: (isReadable: boolean) => void): Later {
    return async () => {
      try {
        await this.#listing.fs.checkReadable(path, 'file')
      } catch (error) {
        if (failureOf(error) !== 'unreadable') {
          this.#failed(name, path, error)
          return
        }
        this.#find('unreadable', name, path, what)
        then(false)
        return
      }
      then(true)
    }
  }

  #failed(name: string, path: string, error: unknown): void {
    this.#find(isForbidden(error) ? 'missing' : failureOf(error), name, path)
  }

  #find(kind: Finding['kind'], name: string, path: string, what: About = {}): void {
    this.#findings.push({ kind, key: this.#folder.prefix + name, path, ...what })
  }

  /** Such a name is no key, and what other tools make of it is not known: they put U+FFFD for what isn't UTF-8. */
  #refuseBytes(bytes: Uint8Array): void {
    const key = this.#folder.prefix + Buffer.from(bytes).toString('utf8')
    this.#findings.push({ kind: 'not-utf8', key, path: pathBelow(this.#folder.path, escapeBytes(bytes)) })
  }
}

/** What everyone may read need not be asked for one by one; where the bits say too much, opening it will fail. */
const isReadableByAll = ({ mode }: FileStat): boolean => (mode & 0o444) === 0o444

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

import { dirname, sep } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import { explainFsError, fsErrorCode } from './explain-fs-error.ts'
import type { FileSystem, OpenFolder } from './file-system.ts'
import { holdFolder } from './hold-folder.ts'
import { SameNames } from './same-names.ts'

/** A folder at or below a destination's root that is behind no link; to be closed after use. */
export interface SafeFolder {
  /** As people and journals know it. */
  readonly path: string
  /** What is done to names below this path is done in this very folder. */
  readonly workPath: string
  /** @throws SluiceError `through-link` or `changed` when `path` does not lead to this folder any more. */
  recheck(): Promise<void>
  /** A name in it was made, replaced or removed: `SafeFolders.sync` is to put that on disk. */
  markChanged(): void
  close(): Promise<void>
}

interface Identity {
  readonly dev: number
  readonly ino: number
}

/** How many folders are remembered as checked. Keys come in order, so the same few are asked for again and again. */
const mostRemembered = 1000

/** Each is open while it is put on disk, and a process may have only so many open. */
const mostSyncedAtOnce = 8

/**
 * The folders of one destination. Its root is resolved once and trusted; below it nothing is written or deleted through
 * a link (D-4).
 *
 * A folder is reached by opening one name after the other, each in the folder opened before it, and is held while it is
 * worked in: a link put in its place, or in that of one above it, leads nowhere (F12, F13). Where the system can't hold
 * folders, they are looked at instead, before the work and once more right before a file gets its final name.
 */
export class SafeFolders {
  readonly fs: FileSystem
  /** Does something to a name, again while another program holds it. */
  readonly untilLetGo: <T>(act: () => Promise<T>) => Promise<T>
  /** For all who give a file below the root its name. */
  readonly sameNames = new SameNames()
  readonly #root: string
  readonly #realRoot: string
  readonly #rootIdentity: Identity
  /** Folders reached without a link, by path: the oldest first. */
  readonly #checked = new Map<string, Identity>()
  readonly #unsynced = new Set<string>()

  private constructor(
    fs: FileSystem,
    root: string,
    realRoot: string,
    rootIdentity: Identity,
    untilLetGo: SafeFolders['untilLetGo'],
  ) {
    this.fs = fs
    this.untilLetGo = untilLetGo
    this.#root = root
    this.#realRoot = realRoot
    this.#rootIdentity = rootIdentity
  }

  /**
   * Makes the root and its parents where they are missing, and resolves it.
   * @param root absolute, without a separator at its end (except `/`).
   * @param untilLetGo once if absent
   */
  static async below(
    fs: FileSystem,
    root: string,
    untilLetGo: SafeFolders['untilLetGo'] = (act) => act(),
  ): Promise<SafeFolders> {
    try {
      const realRoot = await realpathMade(fs, root)
      return new SafeFolders(fs, root, realRoot, await fs.stat(realRoot), untilLetGo)
    } catch (error) {
      throw explainFsError(error, root)
    }
  }

  /**
   * The folder that a file is in, made with its parents if missing.
   * @param path of the file: from `keyToPath`, so below the root.
   * @throws SluiceError `through-link` if a link is on the way, `conflict` if something else that is no folder is.
   */
  async make(path: string): Promise<SafeFolder> {
    const folder = dirname(path)
    return this.#toSafeFolder(folder, (await this.#reopen(folder)) ?? (await this.#walk(folder, true)))
  }

  /** The same, but nothing is made: null where it isn't there. */
  async find(path: string): Promise<SafeFolder | null> {
    const folder = dirname(path)
    try {
      return this.#toSafeFolder(folder, (await this.#reopen(folder)) ?? (await this.#walk(folder, false)))
    } catch (error) {
      if (error instanceof SluiceError && error.code === 'gone') return null
      throw error
    }
  }

  /** Puts the names of all folders that changed since the last time on disk. */
  async sync(): Promise<void> {
    const folders = [...this.#unsynced].values()
    this.#unsynced.clear()
    const lane = async (): Promise<void> => {
      for (const path of folders) await this.#syncFolder(path)
    }
    await Promise.all(Array.from({ length: mostSyncedAtOnce }, lane))
  }

  async #syncFolder(path: string): Promise<void> {
    try {
      await this.fs.syncFolder(this.#realPath(path))
    } catch (error) {
      // A folder that is gone has no names to keep.
      if (fsErrorCode(error) !== 'ENOENT') throw explainFsError(error, path)
    }
  }

  #toSafeFolder(path: string, held: OpenFolder): SafeFolder {
    return {
      path,
      workPath: held.path,
      recheck: () => this.#recheck(path, held),
      markChanged: () => {
        this.#unsynced.add(path)
      },
      close: () => held.close(),
    }
  }

  /** A folder checked before, if its path still leads to the same one: then it does not matter which way. */
  async #reopen(path: string): Promise<OpenFolder | null> {
    const identity = this.#checked.get(path)
    if (identity === undefined) return null
    try {
      const held = await holdFolder(this.fs, this.#realPath(path))
      if (sameIdentity(await held.stat(), identity)) return held
      await held.close()
    } catch (error) {
      if (fsErrorCode(error) === undefined) throw error
    }
    // It is not what it was: walking there says what is wrong, if anything is.
    this.#checked.delete(path)
    return null
  }

  /** From the root to the folder, never through a link. */
  async #walk(path: string, make: boolean): Promise<OpenFolder> {
    let at = this.#root
    let held = await this.#openRoot()
    for (const name of this.#namesTo(path)) {
      const outer = held
      try {
        held = await this.#step(outer, at, name, make)
      } finally {
        await outer.close()
      }
      at = below(at, name)
    }
    this.#remember(path, await held.stat())
    return held
  }

  async #openRoot(): Promise<OpenFolder> {
    try {
      const held = await holdFolder(this.fs, this.#realRoot)
      if (sameIdentity(await held.stat(), this.#rootIdentity)) return held
      await held.close()
    } catch (error) {
      const isGone = ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(fsErrorCode(error) ?? '')
      if (!isGone) throw explainFsError(error, this.#root)
    }
    throw replaced(this.#root)
  }

  async #step(outer: OpenFolder, outerPath: string, name: string, make: boolean): Promise<OpenFolder> {
    const inner = below(outer.path, name)
    const path = below(outerPath, name)
    try {
      return await holdFolder(this.fs, inner)
    } catch (error) {
      if (!make || fsErrorCode(error) !== 'ENOENT') throw await this.#explainStep(error, inner, path)
    }
    try {
      await this.fs.makeFolder(inner)
      this.#unsynced.add(outerPath)
      return await holdFolder(this.fs, inner)
    } catch (error) {
      throw await this.#explainStep(error, inner, path)
    }
  }

  /** Systems differ in what they say of a link where a folder is wanted, so the name itself is asked. */
  async #explainStep(error: unknown, inner: string, path: string): Promise<SluiceError> {
    const isLink = await this.fs.lstat(inner).then(
      (stat) => stat.kind === 'link',
      () => false,
    )
    if (!isLink) return explainFsError(error, path)
    return new SluiceError(
      {
        code: 'through-link',
        message: `${path} is a link: nothing is written or deleted behind it.`,
        subject: path,
        advice: 'Replace the link by a folder, sync to where it leads, or exclude what is below it.',
      },
      { cause: error },
    )
  }

  async #recheck(path: string, held: OpenFolder): Promise<void> {
    const identity = await held.stat()
    const now = await this.fs.stat(this.#realPath(path)).catch(() => null)
    if (now !== null && sameIdentity(now, identity)) return
    this.#checked.delete(path)
    await (await this.#walk(path, false)).close()
    throw replaced(path)
  }

  #remember(path: string, identity: Identity): void {
    this.#checked.set(path, identity)
    if (this.#checked.size <= mostRemembered) return
    for (const oldest of this.#checked.keys()) {
      this.#checked.delete(oldest)
      return
    }
  }

  #namesTo(path: string): string[] {
    if (path === this.#root) return []
    const start = below(this.#root, '')
    if (path.startsWith(start)) return path.slice(start.length).split(sep)
    throw new SluiceError({ code: 'internal', message: `${path} is not below ${this.#root}.`, subject: path })
  }

  #realPath(path: string): string {
    return this.#namesTo(path).reduce(below, this.#realRoot)
  }
}

async function realpathMade(fs: FileSystem, root: string): Promise<string> {
  try {
    return await fs.realpath(root)
  } catch (error) {
    if (fsErrorCode(error) !== 'ENOENT') throw error
    await fs.makeFolder(root)
    return await fs.realpath(root)
  }
}

const below = (folder: string, name: string): string =>
  folder.endsWith(sep) ? folder + name : folder + sep + name

const sameIdentity = (a: Identity, b: Identity): boolean => a.dev === b.dev && a.ino === b.ino

const replaced = (path: string): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `${path} is not the folder any more that it was: it was moved, replaced or unmounted.`,
    subject: path,
    advice: 'Nothing was put there. Check the disk, then run the sync again.',
  })

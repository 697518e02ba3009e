import { basename, join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import { StillAside } from '../aside/still-aside.ts'
import { explainFsError, fsErrorCode } from './explain-fs-error.ts'
import type { FileStat, FileSystem, OpenFile } from './file-system.ts'
import { RangesFile, rangesName } from './ranges-file.ts'
import type { PutAside } from './remove-file.ts'
import type { SafeFolder, SafeFolders } from './safe-folder.ts'
import type { SameNames } from './same-names.ts'
import { takeOver, type TakenOver } from './take-over.ts'
import type { ByteRange } from './written-ranges.ts'

/**
 * The name of a temp file: the journal of the run has it before the file is made, and only so is it known to be ours
 * (D-24). At most 255 bytes whatever the final name is (D-13): a run id is short ASCII.
 */
export const tempName = (runId: string, number: number): string => `.sluice-${runId}-${number}.part`

/**
 * The run that a name would be a temp file of, or the note beside one; null for any other name. Whether that run was ours,
 * its journal says.
 */
export const runOfTempName = (name: string): string | null =>
  /^\.sluice-(.+)-\d+\.(?:part|ranges)$/.exec(name)?.[1] ?? null

/** Bytes that are written until they are sent to the disk: all of a large file at its end would be waited for. */
const syncEvery = 64 * 1024 * 1024

export interface NewTempFile {
  readonly folders: SafeFolders
  /** The final path, from `keyToPath`. */
  readonly path: string
  /** From `tempName`. */
  readonly name: string
  /** Permission bits that new files do not get. */
  readonly umask: number
  /** For one that shall be gone on with after a kill; where absent, nothing is noted of what is written. */
  readonly resumable?: Resumable
}

interface Resumable {
  /** Names that temp files of ended runs may have beside it: the first that is there is gone on with. */
  readonly left: readonly string[]
  /** Bytes that are written between two notes of them. */
  readonly noteEvery: number
  /** Told once, where they can't be noted any more: it is filled all the same, and a kill loses what is in it. */
  readonly onNotNoted: (error: Error) => void
}

/** What the finished file has to be. */
export interface Finished {
  /** Bytes. */
  readonly size: number
  /** Milliseconds since 1970; the file gets whole seconds (MTM-1). */
  readonly modified: number
  /** Throws where the final name must be left as it is. */
  readonly check?: () => Promise<void>
  /**
   * Called once after `check` with the finished file: puts what has the final name aside, and leaves it there. Then it is
   * checked again.
   */
  readonly putAside?: (workPath: string, own: FileStat) => Promise<PutAside>
}

/**
 * A file being filled beside its final name, which is not touched before `finish`: at every moment there is the whole
 * old file or the whole new one. Use `finish` or `discard`, once.
 */
export class TempFile {
  /** Of the temp file, for people and journals. */
  readonly path: string
  /** What an ended run has left in it, not proved. */
  readonly kept: readonly ByteRange[]
  readonly #finalPath: string
  readonly #fs: FileSystem
  readonly #folder: SafeFolder
  readonly #sameNames: SameNames
  readonly #untilLetGo: SafeFolders['untilLetGo']
  readonly #file: OpenFile
  readonly #ranges: RangesFile | null
  readonly #workPath: string
  readonly #umask: number
  #unsynced = 0
  #isSyncing = false
  /** Of what was begun on the way: rejects where one has failed. */
  #synced: Promise<void> = Promise.resolve()

  private constructor(
    { fs, sameNames, untilLetGo }: SafeFolders,
    folder: SafeFolder,
    { file, kept }: TakenOver,
    ranges: RangesFile | null,
    { path, name, umask }: NewTempFile,
  ) {
    this.kept = kept
    this.path = join(folder.path, name)
    this.#finalPath = path
    this.#fs = fs
    this.#folder = folder
    this.#sameNames = sameNames
    this.#untilLetGo = untilLetGo
    this.#file = file
    this.#ranges = ranges
    this.#workPath = join(folder.workPath, name)
    this.#umask = umask
  }

  /**
   * Makes it, and the folders it is in; nobody else can read it until it is finished.
   * @throws SluiceError `through-link`, `conflict`, `not-permitted`, `disk-full` …
   */
  static async create(wanted: NewTempFile): Promise<TempFile> {
    const { folders } = wanted
    const folder = await folders.make(wanted.path)
    try {
      const { fs } = folders
      // Before anything is fetched; it is looked at again before it gets its name.
      await checkFinalName(fs, join(folder.workPath, basename(wanted.path)), wanted.path)
      const { name, resumable } = wanted
      const notePath = join(folder.workPath, rangesName(name))
      const ranges =
        resumable === undefined
          ? null
          : new RangesFile(fs, notePath, resumable.noteEvery, resumable.onNotNoted)
      try {
        const left = ranges && (await takeOver(fs, folder, { name, left: resumable?.left ?? [] }, ranges))
        const work = left ?? { file: await fs.create(join(folder.workPath, name)), kept: [] }
        return new TempFile(folders, folder, work, ranges, wanted)
      } catch (error) {
        await ranges?.remove()
        throw error
      }
    } catch (error) {
      await folder.close()
      throw explainFsError(error, wanted.path)
    }
  }

  /** Bytes read into `into` from `position`; 0 at the end. */
  async read(into: Uint8Array, position: number): Promise<number> {
    try {
      return await this.#file.read(into, position)
    } catch (error) {
      throw explainFsError(error, this.#finalPath)
    }
  }

  /** Writes all of `bytes`, `position` bytes from the start; only then are they noted. */
  async write(bytes: Uint8Array, position: number): Promise<void> {
    try {
      await this.#file.write(bytes, position)
      await this.#ranges?.add({ from: position, to: position + bytes.length })
      this.#unsynced += bytes.length
      if (this.#unsynced >= syncEvery) this.#syncAside()
    } catch (error) {
      throw explainFsError(error, this.#finalPath)
    }
  }

  /** Nothing in it counts as written any more. */
  async startOver(): Promise<void> {
    try {
      await this.#ranges?.replace([])
    } catch (error) {
      throw explainFsError(error, this.#finalPath)
    }
  }

  /** Begins a sync that nobody waits for, unless one is under way; the last one meets their failures. */
  #syncAside(): void {
    if (this.#isSyncing) return
    this.#isSyncing = true
    this.#unsynced = 0
    const before = this.#synced
    this.#synced = this.#file
      .sync()
      .finally(() => (this.#isSyncing = false))
      .then(() => before)
    // `finish` meets its failure; until then it must not count as unhandled.
    this.#synced.catch(() => undefined)
  }

  /**
   * Gives it its size, mode, time and final name, with its bytes on disk; `SafeFolders.sync` puts the name there too.
   * A file or link of that name is replaced, the link itself and not what it leads to (F14, SYM-6), unless `check`
   * objects, which is asked just before.
   *
   * @returns what went less than right without making the file any worse, for people (MTM-2).
   * @throws SluiceError `integrity` if bytes are missing, `conflict` if the name is a folder, device, FIFO or socket;
   * `StillAside` where what was put aside stays there all the same.
   * The temp file is then still there, to be discarded.
   */
  async finish({ size, modified, check, putAside }: Finished): Promise<string[]> {
    const aside: { put?: PutAside } = {}
    const look = async (): Promise<void> => {
      await check?.()
      await checkFinalName(this.#fs, this.#finalWorkPath, this.#finalPath)
    }
    try {
      await this.#cutTo(size)
      const notices = await this.#dress(modified)
      await this.#synced
      await this.#file.sync()
      await this.#folder.recheck()
      await this.#sameNames.alone(this.#finalPath, () =>
        this.#untilLetGo(async () => {
          await look()
          if (putAside !== undefined) {
            aside.put ??= await putAside(this.#finalWorkPath, await this.#file.stat())
            await look()
            await aside.put.recheck()
          }
          // Before, so that no kill leaves a note of a file that has its name.
          await this.#ranges?.remove()
          await this.#fs.rename(this.#workPath, this.#finalWorkPath)
          delete aside.put
        }),
      )
      this.#folder.markChanged()
      await this.#file.close()
      await this.#folder.close()
      return notices
    } catch (error) {
      const told = explainFsError(error, this.#finalPath)
      const stays = (await aside.put?.drop()) ?? null
      throw stays === null ? told : new StillAside(told, stays)
    }
  }

  /** Removes it. @returns why it is still there, if it is. */
  async discard(): Promise<SluiceError | null> {
    const [removed, noteRemoved] = await Promise.allSettled([
      this.#fs.unlink(this.#workPath),
      this.#ranges?.remove(),
      this.#file.close(),
    ])
    await this.#folder.close()
    if (removed.status === 'rejected' && fsErrorCode(removed.reason) !== 'ENOENT')
      return explainFsError(removed.reason, this.path)
    return noteRemoved.status === 'rejected' ? explainFsError(noteRemoved.reason, this.path) : null
  }

  get #finalWorkPath(): string {
    return join(this.#folder.workPath, basename(this.#finalPath))
  }

  async #cutTo(size: number): Promise<void> {
    const written = (await this.#file.stat()).size
    if (written > size) await this.#file.truncate(size)
    if (written >= size) return
    throw new SluiceError({
      code: 'integrity',
      message: `${this.#finalPath} has ${written} of its ${size} bytes.`,
      subject: this.#finalPath,
      advice: 'The file that was there is untouched. Run the sync again.',
    })
  }

  /** A new file's mode (DLD-3) and the object's time. Disks that keep neither are no reason to lose the bytes. */
  async #dress(modified: number): Promise<string[]> {
    const notices: string[] = []
    const attempt = async (what: string, call: Promise<void>): Promise<void> => {
      try {
        await call
      } catch (error) {
        const why = explainFsError(error, this.#finalPath).message
        notices.push(`Successfully Downloaded ${this.#finalPath} but was unable to update ${what}. ${why}`)
      }
    }
    await attempt('its permissions', this.#file.setMode(0o666 & ~this.#umask))
    await attempt('the last modified time', this.#file.setTimes(Math.floor(modified / 1000) * 1000))
    return notices
  }
}

/** @throws SluiceError `conflict` if what has the name can't be replaced by a file. */
async function checkFinalName(fs: FileSystem, workPath: string, finalPath: string): Promise<void> {
  const kind = await fs.lstat(workPath).then(
    (stat) => stat.kind,
    (error: unknown) => {
      if (fsErrorCode(error) === 'ENOENT') return null
      throw error
    },
  )
  if (kind !== 'folder' && kind !== 'special') return
  throw new SluiceError({
    code: 'conflict',
    message: `${kind === 'folder' ? 'A folder' : 'A device, FIFO or socket'} stands where ${finalPath} should be a file.`,
    subject: finalPath,
    advice: 'Move it away, or exclude the name.',
  })
}

/**
 * Removes a temp file that an ended run of ours left behind; never through a link.
 * @returns why it is still there, if it is.
 */
export async function removeLeftover(folders: SafeFolders, path: string): Promise<SluiceError | null> {
  try {
    const folder = await folders.find(path)
    if (folder === null) return null
    try {
      await folders.fs.unlink(join(folder.workPath, basename(path)))
      folder.markChanged()
    } finally {
      await folder.close()
    }
    return null
  } catch (error) {
    return fsErrorCode(error) === 'ENOENT' ? null : explainFsError(error, path)
  }
}

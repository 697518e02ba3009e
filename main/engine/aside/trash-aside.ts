import { basename, dirname, join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import { explainFsError, fsErrorCode } from '../local/explain-fs-error.ts'
import { SafeFolders, type SafeFolder } from '../local/safe-folder.ts'
import { tempName } from '../local/temp-file.ts'
import type { TrashHome, World } from '../world.ts'
import { keptFile, type FileAside, type FileToKeep, type KeptAsideFile } from './file-aside.ts'
import { findTrash, isOwn, type TrashFolder } from './find-trash.ts'
import { keptAsideFile } from './kept-aside-file.ts'
import { placeFile } from './place-file.ts'
import { isBelow, realPath } from './real-path.ts'
import { infoName, infoText, trashNames } from './trash-info.ts'

interface OpenTrash {
  readonly folder: TrashFolder
  readonly folders: SafeFolders
}

/** Files go to the trash of the disk that they are on, each with a note of where it was, as file managers put them there. */
export class TrashAside implements FileAside {
  readonly kind = 'trash'
  readonly where = 'the trash'
  readonly #world: Pick<World, 'fs' | 'clock'>
  readonly #home: TrashHome
  readonly #runId: string
  /** Of the destination. */
  readonly #root: string
  /** By the disks' numbers. */
  readonly #trashes = new Map<number, Promise<OpenTrash | null>>()

  constructor(
    world: Pick<World, 'fs' | 'clock'>,
    home: TrashHome,
    { runId, root }: { readonly runId: string; readonly root: string },
  ) {
    this.#world = world
    this.#home = home
    this.#runId = runId
    this.#root = root
  }

  async keep(file: FileToKeep, signal: AbortSignal): Promise<KeptAsideFile> {
    const { fs } = this.#world
    const { path, workPath } = file
    try {
      const folder = await fs.realpath(dirname(path))
      const { dev } = await fs.lstat(workPath)
      const trash = await this.#trashOf(folder, dev)
      if (trash === null) throw noTrash(path)
      return await this.#put(trash, file, join(folder, basename(path)), signal)
    } catch (error) {
      throw explainFsError(error, path)
    }
  }

  async sync(): Promise<void> {
    // Where one can't be made the rows have failed, and said so.
    for (const trash of this.#trashes.values()) await (await trash.catch(() => null))?.folders.sync()
  }

  #trashOf(folder: string, dev: number): Promise<OpenTrash | null> {
    let trash = this.#trashes.get(dev)
    if (trash === undefined) this.#trashes.set(dev, (trash = this.#open(folder, dev)))
    return trash
  }

  async #open(folder: string, dev: number): Promise<OpenTrash | null> {
    const { fs } = this.#world
    const found = await findTrash(fs, this.#home, { folder, dev })
    if (found === null) return null
    // What is in the destination would be a part of the next run.
    if (isBelow(await realPath(fs, this.#root), await realPath(fs, found.path)))
      throw inDestination(found.path)
    // Nobody else is to read what one person throws away.
    await fs.makeFolder(found.path, 0o700)
    // Another may have been faster.
    if (found.top !== null && !isOwn(await fs.lstat(found.path), this.#home.uid)) return null
    return { folder: found, folders: await SafeFolders.below(fs, found.path) }
  }

  async #put(
    { folder: { path: trash, top }, folders }: OpenTrash,
    { path, workPath, seq, mayMove, intend }: FileToKeep,
    realPath: string,
    signal: AbortSignal,
  ): Promise<KeptAsideFile> {
    const { fs, clock } = this.#world
    const [files, infos] = await Promise.all([
      folders.make(join(trash, 'files', 'x')),
      folders.make(join(trash, 'info', 'x')),
    ])
    try {
      const text = infoText(realPath, top, clock.now())
      const name = await this.#reserve(files, infos, trashNames(basename(path), this.#runId, seq), text)
      if (name === null) throw noName(path)
      const to = join(files.workPath, name)
      try {
        const temp = join(files.workPath, tempName(this.#runId, seq))
        intend?.(keptFile('trash', join(files.path, name), await fs.lstat(workPath)))
        const placed = await placeFile(fs, { from: workPath, to, temp, mayMove }, signal)
        for (const changed of [files, infos]) changed.markChanged()
        const kept = keptFile('trash', join(files.path, name), await fs.lstat(to))
        return keptAsideFile(fs, { path, workPath }, placed, kept, () => removeFromTrash(fs, kept.path))
      } catch (error) {
        await fs.unlink(join(infos.workPath, infoName(name)))
        throw error
      }
    } finally {
      await Promise.all([files.close(), infos.close()])
    }
  }

  /** Whoever makes the note of a name has the name. @returns it; null where all of them are taken. */
  async #reserve(
    files: SafeFolder,
    infos: SafeFolder,
    names: readonly string[],
    text: string,
  ): Promise<string | null> {
    const { fs } = this.#world
    for (const name of names) {
      const info = await fs.create(join(infos.workPath, infoName(name))).catch((error: unknown) => {
        if (fsErrorCode(error) === 'EEXIST') return null
        throw error
      })
      if (info === null) continue
      try {
        await info.write(Buffer.from(text), 0)
      } finally {
        await info.close()
      }
      if (!(await isThere(fs, join(files.workPath, name)))) return name
      await fs.unlink(join(infos.workPath, infoName(name)))
    }
    return null
  }
}

/** Takes a name out of a trash, the file first: a note without a file is only untidy. @param path of the file in it. */
export async function removeFromTrash(fs: Pick<World['fs'], 'unlink'>, path: string): Promise<void> {
  await fs.unlink(path)
  await fs.unlink(join(dirname(dirname(path)), 'info', infoName(basename(path))))
}

async function isThere(fs: World['fs'], path: string): Promise<boolean> {
  return fs.lstat(path).then(
    () => true,
    (error: unknown) => {
      if (fsErrorCode(error) === 'ENOENT') return false
      throw error
    },
  )
}

const noTrash = (path: string): SluiceError =>
  new SluiceError({
    code: 'not-permitted',
    message: `${path} can't go to the trash: the disk it is on has none, or none that may be written to.`,
    subject: path,
    advice:
      'It was left as it is. Keep it elsewhere with --backup-dir, or run without --trash to lose it for good.',
  })

const inDestination = (path: string): SluiceError =>
  new SluiceError({
    code: 'not-permitted',
    message: `${path}, the trash of the disk that the file is on, is inside the destination: what is kept there would be a part of the next run.`,
    subject: path,
    advice: 'It was left as it is. Keep it elsewhere with --backup-dir.',
  })

const noName = (path: string): SluiceError =>
  new SluiceError({
    code: 'conflict',
    message: `The trash has no free name for ${path}.`,
    subject: path,
    advice: 'It was left as it is. Empty the trash, or keep it elsewhere with --backup-dir.',
  })

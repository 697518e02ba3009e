import { basename, join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import { explainFsError } from '../local/explain-fs-error.ts'
import { keyToPath } from '../local/key-to-path.ts'
import { SafeFolders } from '../local/safe-folder.ts'
import { tempName } from '../local/temp-file.ts'
import type { World } from '../world.ts'
import { keptFile, type FileAside, type FileToKeep, type KeptAsideFile } from './file-aside.ts'
import { keptAsideFile } from './kept-aside-file.ts'
import { placeFile } from './place-file.ts'

/** Files go to `<folder>/<run id>/<key>`: whoever looks for one finds it under its name. */
export class FolderAside implements FileAside {
  readonly kind = 'folder'
  readonly where: string
  readonly #world: Pick<World, 'fs' | 'platform'>
  readonly #runId: string
  #folders: Promise<SafeFolders> | null = null

  constructor(world: Pick<World, 'fs' | 'platform'>, folder: string, runId: string) {
    this.#world = world
    this.#runId = runId
    this.where = join(folder, runId)
  }

  async keep(file: FileToKeep, signal: AbortSignal): Promise<KeptAsideFile> {
    const { key, seq, path, workPath, mayMove, intend } = file
    const { fs, platform } = this.#world
    const landing = keyToPath(this.where, key, platform)
    if (!landing.ok) throw noPlace(path, this.where, landing.why)
    const folders = await (this.#folders ??= this.#open())
    const folder = await folders.make(landing.path)
    try {
      const to = join(folder.workPath, basename(landing.path))
      const temp = join(folder.workPath, tempName(this.#runId, seq))
      intend?.(keptFile('folder', landing.path, await fs.lstat(workPath)))
      const placed = await placeFile(fs, { from: workPath, to, temp, mayMove }, signal)
      folder.markChanged()
      const kept = keptFile('folder', landing.path, await fs.lstat(to))
      return keptAsideFile(fs, { path, workPath }, placed, kept, () => fs.unlink(landing.path))
    } catch (error) {
      throw explainFsError(error, landing.path)
    } finally {
      await folder.close()
    }
  }

  /** Nobody else is to read here what the folders that it comes from were closed to. */
  async #open(): Promise<SafeFolders> {
    const { fs } = this.#world
    try {
      await fs.makeFolder(this.where, 0o700)
    } catch (error) {
      throw explainFsError(error, this.where)
    }
    return SafeFolders.below(fs, this.where)
  }

  async sync(): Promise<void> {
    // Where it can't be made the rows have failed, and said so.
    await (await this.#folders?.catch(() => null))?.sync()
  }
}

const noPlace = (path: string, where: string, why: string): SluiceError =>
  new SluiceError({
    code: 'name-too-long',
    message: `${path} has no place below ${where}. ${why}`,
    subject: path,
    advice: 'It was left as it is. Name a folder with a shorter path with --backup-dir.',
  })

import type { KeptFile } from '../../../shared/aside.ts'
import { changedSinceListed } from '../local/as-seen.ts'
import type { FileSystem } from '../local/file-system.ts'
import type { FileToKeep, KeptAsideFile } from './file-aside.ts'
import type { Placed } from './place-file.ts'

/** A file that was put somewhere. @param takeAway takes it from there. */
export function keptAsideFile(
  fs: FileSystem,
  { path, workPath }: Pick<FileToKeep, 'path' | 'workPath'>,
  { how, own }: Placed,
  kept: KeptFile,
  takeAway: () => Promise<void>,
): KeptAsideFile {
  /** The change time is left out: a second name changes it. */
  const isThere = async (): Promise<boolean> => {
    const { kind, dev, ino, size, modified } = await fs.lstat(workPath)
    return (
      kind === own.kind &&
      dev === own.dev &&
      ino === own.ino &&
      size === own.size &&
      modified === own.modified
    )
  }
  return {
    kept,
    moved: how === 'moved',
    recheck: async () => {
      if (!(await isThere())) throw changedSinceListed(path)
    },
    drop: async () => {
      try {
        if (!(await isThere())) return kept
        await takeAway()
        return null
      } catch {
        // It can't be told, or not be taken away: one too many there is no loss.
        return kept
      }
    },
  }
}

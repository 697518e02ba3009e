import type { KeptFile } from '../../../shared/aside.ts'
import type { FileStat, FileSystem } from '../local/file-system.ts'

/** A file, or a link, that a run is about to replace or delete. */
export interface FileToKeep {
  readonly key: string
  /** Number of its row. */
  readonly seq: number
  /** As people know it. */
  readonly path: string
  /** The same name in the folder that is held. */
  readonly workPath: string
  /** It is about to be deleted, and not replaced: it may be gone at once. */
  readonly mayMove: boolean
  /** Told where it is about to be, right before it is. */
  readonly intend?: (kept: KeptFile) => void
}

/** What was put aside. */
export interface KeptAsideFile {
  readonly kept: KeptFile
  /** It has left its old name. */
  readonly moved: boolean
  /** @throws `changed` where its old name leads to another file by now, ENOENT where there is none. */
  readonly recheck: () => Promise<void>
  /**
   * The row was not done after all: takes it away there again, but only where its old name still leads to that very file.
   * @returns what stays there.
   */
  readonly drop: () => Promise<KeptFile | null>
}

/** A place for the files of one run: the trash, or a folder. */
export interface FileAside {
  readonly kind: 'trash' | 'folder'
  /** For people. */
  readonly where: string
  /**
   * Nothing that is there is ever replaced.
   * @throws SluiceError; the file is then as it was.
   */
  keep(file: FileToKeep, signal: AbortSignal): Promise<KeptAsideFile>
  /** Puts the names that were made on disk. */
  sync(): Promise<void>
}

/** What was put somewhere, as it is there. */
export const keptFile = (
  kind: FileAside['kind'],
  path: string,
  { size, modified }: Pick<FileStat, 'size' | 'modified'>,
): KeptFile => ({ kind, path, size, modified })

/** Whether it is there still, and is what was put there. */
export async function isStillKept(fs: FileSystem, { path, size, modified }: KeptFile): Promise<boolean> {
  const now = await fs.lstat(path).catch(() => null)
  return (
    now !== null &&
    (now.kind === 'file' || now.kind === 'link') &&
    now.size === size &&
    now.modified === modified
  )
}

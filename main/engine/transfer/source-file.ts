import { SluiceError } from '../../../shared/errors.ts'
import type { Seen } from '../../../shared/plan-row.ts'
import { changedSinceListed, isAsSeen } from '../local/as-seen.ts'
import { explainFsError } from '../local/explain-fs-error.ts'
import type { FileStat, FileSystem, OpenFile } from '../local/file-system.ts'

/** A file that changes under this many readings is given up. */
const mostReadings = 2

/** A file open for one reading. */
export interface SourceFile {
  /** Bytes, when it was opened. */
  readonly size: number
  /** Fills `into` from a position. @throws SluiceError `changed` where the file ends early. */
  read(from: number, into: Uint8Array): Promise<void>
  /** To be called when all is read and before it becomes visible: @throws SluiceError `changed` if it did. */
  checkUnchanged(): Promise<void>
}

/**
 * Opens a file and hands it to `send`, which must call `checkUnchanged` before what it sent becomes visible: bytes
 * read while a file was being written are neither its old version nor its new one (F62). A file that changed is read
 * once more from the start, then given up.
 *
 * @param seen as it was reviewed; null for as it is now.
 * @throws SluiceError `changed`, or what the file system said.
 */
export async function withSourceFile<T>(
  fs: FileSystem,
  path: string,
  seen: Seen | null,
  send: (file: SourceFile) => Promise<T>,
): Promise<T> {
  for (let reading = 1; ; reading++) {
    const file = await onDisk(path, () => fs.openToRead(path))
    try {
      return await send(await sourceFile(file, path, seen))
    } catch (error) {
      if (!(error instanceof FileChanged) || reading === mostReadings) throw error
    } finally {
      await file.close()
    }
  }
}

async function sourceFile(file: OpenFile, path: string, seen: Seen | null): Promise<SourceFile> {
  const before = await onDisk(path, () => file.stat())
  if (before.kind !== 'file') throw new FileChanged(path)
  if (seen !== null && !isAsReviewed(before, seen)) throw changedSinceListed(path)
  return {
    size: before.size,
    read: (from, into) => onDisk(path, () => readFully(file, path, from, into)),
    checkUnchanged: async () => {
      if (!sameVersion(before, await onDisk(path, () => file.stat()))) throw new FileChanged(path)
    },
  }
}

async function readFully(file: OpenFile, path: string, from: number, into: Uint8Array): Promise<void> {
  let filled = 0
  while (filled < into.length) {
    const count = await file.read(into.subarray(filled), from + filled)
    if (count === 0) throw new FileChanged(path)
    filled += count
  }
}

/** Its change time counts too: no program can set that back over what it has written. */
const isAsReviewed = (now: FileStat, seen: Seen): boolean =>
  isAsSeen(now, seen) && (seen.file === undefined || now.changed === seen.file.changed)

const sameVersion = (a: FileStat, b: FileStat): boolean =>
  a.ino === b.ino &&
  a.dev === b.dev &&
  a.size === b.size &&
  a.modified === b.modified &&
  a.changed === b.changed

class FileChanged extends SluiceError {
  constructor(path: string) {
    super({
      code: 'changed',
      message: `${path} was being written while it was read.`,
      subject: path,
      advice: 'Nothing half-written was stored. Run the sync again when whatever writes it is done.',
    })
  }
}

async function onDisk<T>(path: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw error instanceof SluiceError ? error : explainFsError(error, path)
  }
}

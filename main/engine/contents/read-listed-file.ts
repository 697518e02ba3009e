import { SluiceError } from '../../../shared/errors.ts'
import type { Seen } from '../../../shared/plan-row.ts'
import { listedTime } from '../listing/listed-time.ts'
import { explainFsError } from '../local/explain-fs-error.ts'
import type { FileStat, FileSystem, OpenFile } from '../local/file-system.ts'

/** A file as it was listed. */
export interface ListedFile {
  /** Absolute. */
  readonly path: string
  readonly seen: Seen
}

/** Takes the bytes of a file in their order. */
export type TakeBytes = (bytes: Uint8Array) => void

const readAtOnce = 1024 * 1024

/**
 * Reads a whole file, a piece at a time, if it is the one that was listed and stays so until its last byte is read.
 *
 * @throws SluiceError `changed` if it is or becomes another, or what the file system said; the signal's reason.
 */
export async function readListedFile(
  fs: FileSystem,
  { path, seen }: ListedFile,
  take: TakeBytes,
  signal: AbortSignal,
): Promise<void> {
  try {
    const file = await fs.openToRead(path)
    try {
      if (!isListed(await file.stat(), seen)) throw changed(path)
      await readAll(file, seen.size, take, signal)
      if (!isListed(await file.stat(), seen)) throw changed(path)
    } finally {
      await file.close()
    }
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof SluiceError ? error : explainFsError(error, path)
  }
}

/** A file that ends early is found to be another afterwards. */
async function readAll(file: OpenFile, size: number, take: TakeBytes, signal: AbortSignal): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(size, readAtOnce))
  for (let position = 0; position < size;) {
    signal.throwIfAborted()
    const count = await file.read(buffer.subarray(0, size - position), position)
    if (count === 0) return
    take(buffer.subarray(0, count))
    position += count
  }
}

/** All that a listing sees of a file, its change time too: no program can set that one back. */
const isListed = (now: FileStat, seen: Seen): boolean =>
  now.kind === 'file' &&
  now.size === seen.size &&
  listedTime(now.modified) === seen.modified &&
  (seen.file === undefined ||
    (now.dev === seen.file.dev && now.ino === seen.file.ino && now.changed === seen.file.changed))

const changed = (path: string): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `${path} was changed after it was listed.`,
    subject: path,
    advice: 'Run the sync again when whatever writes it is done.',
  })

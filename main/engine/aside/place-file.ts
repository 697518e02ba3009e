import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import { explainFsError, fsErrorCode } from '../local/explain-fs-error.ts'
import type { FileStat, FileSystem, OpenFile } from '../local/file-system.ts'

/** What the system says where it has no second names for files, or none there. */
const cannotLink: ReadonlySet<string> = new Set([
  'EXDEV',
  'EPERM',
  'EMLINK',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
])

export interface Placed {
  /** Whether the file now stands at both names, or at the new one alone. */
  readonly how: 'at both' | 'moved'
  /** The file, or link, as it was at its old name. */
  readonly own: FileStat
}

export interface Placing {
  readonly from: string
  /** Nothing stands there. */
  readonly to: string
  /** Where a copy is made until it is whole, in the same folder: ours, whatever is there. `to` itself if absent. */
  readonly temp?: string
  /** The old name is about to go anyway. */
  readonly mayMove: boolean
}

/**
 * Puts a file, or a link itself, under another name, with its bytes, mode and time. At no moment it has neither name.
 *
 * | the system                             | the old name may go | what is done                              |
 * |----------------------------------------|---------------------|-------------------------------------------|
 * | can link                               | –                   | a second name of the same file            |
 * | can't, on one disk                     | yes                 | renamed                                   |
 * | can't, on one disk                     | no                  | copied, put on disk, and compared         |
 * | another disk                           | –                   | copied, put on disk, and compared         |
 *
 * @throws SluiceError, `changed` where another file has the old name by the end of a copy; what was there is then as it was, and nothing is left at the new name.
 */
export async function placeFile(fs: FileSystem, placing: Placing, signal: AbortSignal): Promise<Placed> {
  const { from, to, mayMove } = placing
  const own = await fs.lstat(from)
  try {
    await link(fs, own, from, to)
    return { how: 'at both', own }
  } catch (error) {
    const code = fsErrorCode(error) ?? ''
    if (!cannotLink.has(code)) throw error
    if (mayMove && code !== 'EXDEV' && (await renameTo(fs, from, to))) return { how: 'moved', own }
  }
  return { how: 'at both', own: await copyFile(fs, placing, signal) }
}

/** Where a system follows links when it makes names, the new one is none of the link's: it goes again. */
async function link(fs: FileSystem, own: FileStat, from: string, to: string): Promise<void> {
  await fs.link(from, to)
  const made = await fs.lstat(to)
  if (made.ino === own.ino && made.dev === own.dev) return
  await fs.unlink(to)
  throw isLink(from)
}

/** @returns whether it could be. @throws EEXIST where something stands there: a rename would replace it. */
async function renameTo(fs: FileSystem, from: string, to: string): Promise<boolean> {
  const there = await fs.lstat(to).catch((error: unknown) => {
    if (fsErrorCode(error) === 'ENOENT') return null
    throw error
  })
  if (there !== null)
    throw Object.assign(new Error(`EEXIST: rename '${from}' -> '${to}'`), { code: 'EEXIST' })
  try {
    await fs.rename(from, to)
    return true
  } catch (error) {
    if (fsErrorCode(error) === 'EXDEV') return false
    throw error
  }
}

/** @returns what was copied. */
async function copyFile(
  fs: FileSystem,
  { from, to, temp = to }: Placing,
  signal: AbortSignal,
): Promise<FileStat> {
  if ((await fs.lstat(from)).kind !== 'file') throw isLink(from)
  const source = await fs.openToRead(from)
  try {
    if (temp !== to) await unlinkIfThere(fs, temp)
    const target = await fs.create(temp)
    const made = new Set([temp])
    try {
      const before = await source.stat()
      const sent = await pour(source, target, signal)
      await target.setMode(before.mode)
      await target.setTimes(before.modified)
      await target.sync()
      if ((await digestOf(target, signal)) !== sent) throw notTheSame(to)
      await target.close()
      if (temp !== to) await giveName(fs, temp, to, made)
      await fs.syncFolder(dirname(to))
      const now = await fs.lstat(from).catch(() => null)
      if (now === null || !isSame(before, now) || !isSame(before, await source.stat())) throw changed(from)
      return before
    } catch (error) {
      await target.close()
      for (const path of made) await unlinkIfThere(fs, path)
      throw error
    }
  } finally {
    await source.close()
  }
}

/** Where there are no second names, nothing may stand there. @param made the names that are ours */
async function giveName(fs: FileSystem, temp: string, to: string, made: Set<string>): Promise<void> {
  try {
    await fs.link(temp, to)
    made.add(to)
    await fs.unlink(temp)
  } catch (error) {
    if (made.has(to) || !cannotLink.has(fsErrorCode(error) ?? '')) throw error
    await renameTo(fs, temp, to)
    made.add(to)
  }
}

async function unlinkIfThere(fs: FileSystem, path: string): Promise<void> {
  try {
    await fs.unlink(path)
  } catch (error) {
    if (fsErrorCode(error) !== 'ENOENT') throw error
  }
}

const chunkSize = 1024 * 1024

/** @returns the digest of what was poured. */
async function pour(source: OpenFile, target: OpenFile, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(chunkSize)
  let position = 0
  for (;;) {
    signal.throwIfAborted()
    const count = await source.read(buffer, position)
    if (count === 0) return hash.digest('hex')
    const bytes = buffer.subarray(0, count)
    hash.update(bytes)
    await target.write(bytes, position)
    position += count
  }
}

async function digestOf(file: OpenFile, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(chunkSize)
  let position = 0
  for (;;) {
    signal.throwIfAborted()
    const count = await file.read(buffer, position)
    if (count === 0) return hash.digest('hex')
    hash.update(buffer.subarray(0, count))
    position += count
  }
}

const isSame = (a: FileStat, b: FileStat): boolean =>
  a.dev === b.dev &&
  a.ino === b.ino &&
  a.size === b.size &&
  a.modified === b.modified &&
  a.changed === b.changed

const isLink = (path: string): SluiceError =>
  new SluiceError({
    code: 'not-permitted',
    message: `${path} is a link, and can't be kept on another disk, or by this system, as one.`,
    subject: path,
    advice: 'It was left as it is. Name a folder on the same disk with --backup-dir, or exclude it.',
  })

const changed = (path: string): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `${path} was written to while it was put aside.`,
    subject: path,
    advice: 'It was left as it is. Run the sync again to see it as it is now.',
  })

const notTheSame = (path: string): SluiceError =>
  explainFsError(
    Object.assign(new Error(`EIO: what was written to '${path}' reads otherwise`), { code: 'EIO' }),
    path,
  )

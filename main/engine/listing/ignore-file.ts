import { join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import { ignoreFileName, type IgnoreFile } from '../../../shared/sync-rules.ts'
import { explainFsError, fsErrorCode } from '../local/explain-fs-error.ts'
import type { FileSystem } from '../local/file-system.ts'
import { parseIgnoreFile } from './ignore-rules.ts'

/** Bytes: more is no list that a person has written. */
export const largestIgnoreFile = 1024 * 1024

/**
 * The rules of the ignore file in a folder; null where there is none, and where the folder lets nobody in.
 * @throws SluiceError where there is one that can't be read or understood: what it leaves out must not be transferred.
 */
export async function readFolderIgnore(
  fs: Pick<FileSystem, 'openToRead' | 'stat'>,
  root: string,
): Promise<IgnoreFile | null> {
  const path = join(root, ignoreFileName)
  try {
    const text = await readIgnoreText(fs, path)
    return text === null ? null : { name: ignoreFileName, rules: parseIgnoreFile(text) }
  } catch (error) {
    if (await isShut(fs, path)) return null
    throw error
  }
}

/** Not even to be looked at: then nothing in its folder can be opened, which the listing says better. */
async function isShut(fs: Pick<FileSystem, 'stat'>, path: string): Promise<boolean> {
  try {
    await fs.stat(path)
    return false
  } catch (error) {
    return fsErrorCode(error) === 'EACCES'
  }
}

/**
 * The rules of a file that was named.
 * @param name how it is called in what is said of its rules
 * @throws SluiceError as `readFolderIgnore` does, and where there is no such file.
 */
export async function readNamedIgnore(
  fs: Pick<FileSystem, 'openToRead'>,
  path: string,
  name: string,
): Promise<IgnoreFile> {
  const text = await readIgnoreText(fs, path)
  if (text !== null) return { name, rules: parseIgnoreFile(text) }
  throw new SluiceError({
    code: 'usage',
    message: `There is no ignore file ${path}.`,
    subject: path,
    advice: 'Nothing was done. Check the path that --ignore-file has.',
  })
}

/** The text of an ignore file; null where there is none. @throws SluiceError */
export async function readIgnoreText(
  fs: Pick<FileSystem, 'openToRead'>,
  path: string,
): Promise<string | null> {
  const bytes = await readBytes(fs, path)
  if (bytes === null) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw badFile(path, 'it is no UTF-8 text')
  }
}

async function readBytes(fs: Pick<FileSystem, 'openToRead'>, path: string): Promise<Uint8Array | null> {
  try {
    const file = await fs.openToRead(path)
    try {
      const { kind, size } = await file.stat()
      if (kind !== 'file') throw badFile(path, 'it is no file')
      if (size > largestIgnoreFile) throw badFile(path, 'it is larger than 1 MiB')
      const bytes = new Uint8Array(size)
      let filled = 0
      while (filled < size) {
        const read = await file.read(bytes.subarray(filled), filled)
        if (read === 0) break
        filled += read
      }
      return bytes.subarray(0, filled)
    } finally {
      await file.close()
    }
  } catch (error) {
    const code = fsErrorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    if (code === 'EISDIR') throw badFile(path, 'it is a folder')
    throw explainFsError(error, path)
  }
}

const badFile = (path: string, why: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `The ignore file ${path} can not be understood: ${why}.`,
    subject: path,
    advice: 'Nothing was done. Correct it, or go without it (--no-ignore-file).',
  })

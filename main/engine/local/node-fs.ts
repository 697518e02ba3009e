import { constants, existsSync, type Dirent, type Stats } from 'node:fs'
import {
  access,
  lstat,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rmdir,
  stat,
  unlink,
  type FileHandle,
} from 'node:fs/promises'
import { dirname } from 'node:path'
import { fsErrorCode } from './explain-fs-error.ts'
import type { FileStat, FileSystem, FolderName, OpenFile, OpenFolder } from './file-system.ts'

/** What a platform has no flag for is undefined here, which `|` takes for 0. */
const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants

/** The disks of this machine, through `node:fs`. */
export function createNodeFs(platform: NodeJS.Platform = process.platform): FileSystem {
  return {
    readFolder,
    stat: async (path) => toFileStat(await stat(path)),
    lstat: async (path) => toFileStat(await lstat(path)),
    realpath: (path) => realpath(path),
    // As the one who asks: for root everything is readable, and on Windows the system answers at opening only.
    checkReadable: (path, kind) => access(path, constants.R_OK | (kind === 'folder' ? constants.X_OK : 0)),
    openToRead: async (path) => new NodeFile(await open(path, O_RDONLY | O_NONBLOCK)),
    create: async (path) => new NodeFile(await open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)),
    reopen: async (path) => new NodeFile(await open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK)),
    makeFolder,
    ...(platform === 'linux' && existsSync('/proc/self/fd') ? { openFolder } : {}),
    rename: (from, to) => rename(from, to),
    unlink: (path) => unlink(path),
    removeFolder: (path) => rmdir(path),
    syncFolder: platform === 'win32' ? nothingToSync : syncFolder,
  }
}

/**
 * Names come as text first, which is several times lighter than bytes. Only where that text has the character that
 * stands for what isn't UTF-8 are the bytes asked for.
 */
async function readFolder(path: string): Promise<FolderName[]> {
  const names = await readdir(path, { withFileTypes: true })
  if (!names.some(({ name }) => name.includes('\ufffd'))) return names.map((entry) => new TextName(entry))
  return (await readdir(path, { withFileTypes: true, encoding: 'buffer' })).map((entry) => ({
    name: utf8(entry.name),
    bytes: entry.name,
    kind: kindOf(entry),
  }))
}

/** Makes its bytes when they are asked for: a folder may have a million names. */
class TextName implements FolderName {
  readonly name: string
  readonly kind: FolderName['kind']

  constructor(entry: Dirent) {
    this.name = entry.name
    this.kind = kindOf(entry)
  }

  get bytes(): Uint8Array {
    return Buffer.from(this.name)
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function utf8(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}

type Kinds = Pick<
  Stats,
  'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket' | 'isBlockDevice' | 'isCharacterDevice'
>

function kindOf(entry: Kinds): FolderName['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  if (entry.isSymbolicLink()) return 'link'
  const special = entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice()
  return special ? 'special' : 'unknown'
}

function toFileStat(stats: Stats): FileStat {
  const kind = kindOf(stats)
  return {
    kind: kind === 'unknown' ? 'special' : kind,
    size: stats.size,
    modified: stats.mtimeMs,
    changed: stats.ctimeMs,
    dev: stats.dev,
    ino: stats.ino,
    links: kind === 'file' ? stats.nlink : 1,
    mode: stats.mode & 0o7777,
  }
}

/** `mkdir -p`, but ending in an error below a folder that is gone, where Node's own tries for ever. */
async function makeFolder(path: string): Promise<void> {
  try {
    await makeOneFolder(path)
  } catch (error) {
    if (fsErrorCode(error) !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await makeOneFolder(path)
  }
}

async function makeOneFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const there = fsErrorCode(error) === 'EEXIST' ? await stat(path).catch(() => null) : null
    if (!there?.isDirectory()) throw error
  }
}

/** The folder as `/proc` names it by its open handle: a path that no change of names leads astray. */
async function openFolder(path: string): Promise<OpenFolder> {
  const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
  return {
    path: `/proc/self/fd/${handle.fd}`,
    stat: async () => toFileStat(await handle.stat()),
    close: () => handle.close(),
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Windows has no way to ask for it: NTFS keeps its names in a journal. */
const nothingToSync = (): Promise<void> => Promise.resolve()

class NodeFile implements OpenFile {
  readonly #handle: FileHandle

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async stat(): Promise<FileStat> {
    return toFileStat(await this.#handle.stat())
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    return (await this.#handle.read(into, 0, into.length, position)).bytesRead
  }

  async write(from: Uint8Array, position: number): Promise<void> {
    let written = 0
    while (written < from.length) {
      const { bytesWritten } = await this.#handle.write(
        from,
        written,
        from.length - written,
        position + written,
      )
      written += bytesWritten
    }
  }

  truncate(size: number): Promise<void> {
    return this.#handle.truncate(size)
  }

  setMode(mode: number): Promise<void> {
    return this.#handle.chmod(mode)
  }

  setTimes(modified: number): Promise<void> {
    return this.#handle.utimes(modified / 1000, modified / 1000)
  }

  sync(): Promise<void> {
    return this.#handle.sync()
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

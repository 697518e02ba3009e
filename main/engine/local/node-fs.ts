import {
  constants,
  existsSync,
  linkSync,
  lstat as lstatWithCallback,
  lstatSync,
  renameSync,
  statSync,
  unlinkSync,
  type Dirent,
} from 'node:fs'
import {
  access,
  link,
  lstat,
  mkdir,
  open,
  opendir,
  readdir,
  realpath,
  rename,
  rmdir,
  stat,
  unlink,
} from 'node:fs/promises'
import { dirname } from 'node:path'
import { fsErrorCode } from './explain-fs-error.ts'
import { DiskPace } from './disk-pace.ts'
import { kindOf, toFileStat } from './file-stat.ts'
import type { FileStat, FileSystem, FolderName, OpenFolder } from './file-system.ts'
import { openFile } from './node-file.ts'

/** What a platform has no flag for is undefined here, which `|` takes for 0. */
const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants

/**
 * The disks of this machine, through `node:fs`.
 * @param now milliseconds, with a fraction, that only go forward: by them it is seen whether a disk has to be waited for
 */
export function createNodeFs(now: () => number, platform: NodeJS.Platform = process.platform): FileSystem {
  const pace = new DiskPace(now)
  return {
    readFolder,
    streamFolder,
    stat: async (path) =>
      toFileStat(
        await pace.call(
          () => statSync(path),
          () => stat(path),
        ),
      ),
    lstat: async (path) =>
      toFileStat(
        await pace.call(
          () => lstatSync(path),
          () => lstat(path),
        ),
      ),
    lstatAll,
    realpath: (path) => realpath(path),
    // As the one who asks: for root everything is readable, and on Windows the system answers at opening only.
    checkReadable: (path, kind) => access(path, constants.R_OK | (kind === 'folder' ? constants.X_OK : 0)),
    checkWritable: (path) => access(path, constants.W_OK | constants.X_OK),
    openToRead: (path) => openFile(path, O_RDONLY | O_NONBLOCK, pace),
    create: (path) => openFile(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, pace, 0o600),
    reopen: (path) => openFile(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK, pace),
    makeFolder,
    ...(platform === 'linux' && existsSync('/proc/self/fd') ? { openFolder } : {}),
    rename: (from, to) =>
      pace.call(
        () => renameSync(from, to),
        () => rename(from, to),
      ),
    link: (from, to) =>
      pace.call(
        () => linkSync(from, to),
        () => link(from, to),
      ),
    unlink: (path) =>
      pace.call(
        () => unlinkSync(path),
        () => unlink(path),
      ),
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

/** Names that are read, and looked at, at a time. */
const batchSize = 1000

/** Names as Latin-1 are their bytes, and just as light. */
async function* streamFolder(path: string): AsyncGenerator<readonly FolderName[], void> {
  const folder = await opendir(path, { encoding: 'latin1', bufferSize: batchSize })
  let batch: FolderName[] = []
  for await (const entry of folder) {
    batch.push(fromLatin1(entry))
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function fromLatin1(entry: Dirent): FolderName {
  const bytes = Buffer.from(entry.name, 'latin1')
  return { name: utf8(bytes), bytes, kind: kindOf(entry) }
}

const lanes = 32

/** With callbacks: a promise for each costs half as much again. */
function lstatAll(paths: readonly string[]): Promise<(FileStat | Error)[]> {
  return new Promise((resolve) => {
    const seen: (FileStat | Error)[] = []
    let begun = 0
    let ended = 0
    const next = (): void => {
      const place = begun++
      const path = paths[place]
      if (path === undefined) return
      lstatWithCallback(path, (error, stats) => {
        seen[place] = error ?? toFileStat(stats)
        if (++ended === paths.length) resolve(seen)
        else next()
      })
    }
    if (paths.length === 0) resolve(seen)
    for (let lane = 0; lane < lanes; lane++) next()
  })
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

/** `mkdir -p`, but ending in an error below a folder that is gone, where Node's own tries for ever. */
async function makeFolder(path: string, mode?: number): Promise<void> {
  try {
    await makeOneFolder(path, mode)
  } catch (error) {
    if (fsErrorCode(error) !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await makeOneFolder(path, mode)
  }
}

async function makeOneFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, mode)
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

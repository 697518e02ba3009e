import { escapeBytes } from '../listing/escape-bytes.ts'
import { explainFsError } from './explain-fs-error.ts'
import type { FileStat, FileSystem } from './file-system.ts'

/** One name in a folder, for people to look at: nothing is left out. */
export interface FolderEntry {
  /** As text; a name that isn't UTF-8 with its bytes escaped. */
  readonly name: string
  /** What it leads to, where it is a link; `link` for one that leads to nothing. */
  readonly kind: 'file' | 'folder' | 'link' | 'special'
  /** Bytes; null for what is no file. */
  readonly size: number | null
  /** Milliseconds since 1970; null where it can't be known. */
  readonly modified: number | null
  /** Why it can't be opened or synced; null where nothing is wrong. */
  readonly problem: string | null
}

const atOnce = 32
const pageSize = 1000

/**
 * Reads one folder, in pages, in no order.
 * @throws SluiceError as the disk says, `gone` where nothing is there; the signal's reason when it aborts.
 */
export async function* readFolder(
  fs: FileSystem,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<FolderEntry[], void> {
  signal.throwIfAborted()
  const names = await fs.readFolder(path).catch((error: unknown) => {
    throw explainFsError(error, path)
  })
  for (let from = 0; from < names.length; from += pageSize) {
    signal.throwIfAborted()
    const page: FolderEntry[] = []
    const queue = names.slice(from, from + pageSize).values()
    const lane = async (): Promise<void> => {
      for (const name of queue) page.push(await look(fs, path, name))
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
    yield page
  }
}

async function look(
  fs: FileSystem,
  folder: string,
  { name, bytes, kind }: Awaited<ReturnType<FileSystem['readFolder']>>[number],
): Promise<FolderEntry> {
  if (name === null) {
    const problem = 'Its name is not UTF-8, so no object key can stand for it.'
    return {
      name: escapeBytes(bytes),
      kind: kind === 'unknown' ? 'special' : kind,
      size: null,
      modified: null,
      problem,
    }
  }
  const path = folder.endsWith('/') || folder.endsWith('\\') ? `${folder}${name}` : `${folder}/${name}`
  const found = await fs.stat(path).catch(() => null)
  if (found === null) return unreachable(fs, path, name)
  return {
    name,
    kind: found.kind,
    size: found.kind === 'file' ? found.size : null,
    modified: found.modified,
    problem: await whatIsWrong(fs, path, found),
  }
}

async function unreachable(fs: FileSystem, path: string, name: string): Promise<FolderEntry> {
  const link = await fs.lstat(path).catch(() => null)
  return {
    name,
    kind: link?.kind ?? 'special',
    size: null,
    modified: link?.modified ?? null,
    problem: link?.kind === 'link' ? 'A link that leads to nothing.' : 'It is gone, or can’t be looked at.',
  }
}

async function whatIsWrong(fs: FileSystem, path: string, { kind }: FileStat): Promise<string | null> {
  if (kind === 'special') return 'A device, pipe or socket: it is never synced.'
  if (kind !== 'file' && kind !== 'folder') return null
  try {
    await fs.checkReadable(path, kind)
    return null
  } catch {
    return 'It can’t be read.'
  }
}

import type { Stats } from 'node:fs'
import type { FileStat, FolderName } from './file-system.ts'

type Kinds = Pick<
  Stats,
  'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket' | 'isBlockDevice' | 'isCharacterDevice'
>

/** What a name of a folder, or a stat, says that it is. */
export function kindOf(entry: Kinds): FolderName['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  if (entry.isSymbolicLink()) return 'link'
  const special = entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice()
  return special ? 'special' : 'unknown'
}

export function toFileStat(stats: Stats): FileStat {
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
    owner: stats.uid,
  }
}

import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { FileSystem } from '../local/file-system.ts'

/** Whether a path is that of a folder, or below it. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** A path with the links in what is there of it followed. */
export async function realPath(fs: FileSystem, path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    const real = await fs.realpath(at).catch(() => null)
    if (real !== null) return join(real, relative(at, path))
    if (at === dirname(at)) return path
  }
}

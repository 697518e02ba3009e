import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'

/* What others do to a folder, at once: nothing of ours comes in between. */

/** Puts a whole new file in the place of a file or folder. @returns whether there was a place for it: below a file is none */
export function placeFile(root: string, name: string, bytes: Uint8Array, modified: Date): boolean {
  const file = path.join(root, name)
  const staged = `${root}.staged`
  // What is behind a link is outside.
  if (throughLink(root, name)) return false
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(staged, bytes)
    utimesSync(staged, modified, modified)
    if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === true) rmSync(file, { recursive: true })
    renameSync(staged, file)
    return true
  } catch (error) {
    if (isInTheWay(error)) return false
    throw error
  }
}

/** New bytes in the file that is there. @returns whether there was one */
export function overwriteFile(root: string, name: string, bytes: Uint8Array): boolean {
  if (!hasFile(root, name)) return false
  writeFileSync(path.join(root, name), bytes)
  return true
}

/** @returns whether there was one */
export function removeFile(root: string, name: string): boolean {
  if (!hasFile(root, name)) return false
  unlinkSync(path.join(root, name))
  return true
}

/** The files below a root, by name; what is behind a link is not in it. */
export function filesOf(root: string): Map<string, Uint8Array> {
  const files = walk(root, '').filter(({ kind }) => kind === 'file')
  return new Map(files.map(({ name }) => [name, readFileSync(path.join(root, name))]))
}

/** Folders with a slash at their end, and links. */
export function foldersAndLinksOf(root: string): string[] {
  return walk(root, '').flatMap(({ name, kind }) =>
    kind === 'folder' ? [`${name}/`] : kind === 'link' ? [name] : [],
  )
}

/** What stands below a folder. `readdir` with `recursive` would go through links. */
function walk(root: string, below: string): { name: string; kind: 'file' | 'folder' | 'link' | 'other' }[] {
  return readdirSync(path.join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(below, entry.name)
    if (entry.isDirectory()) return [{ name, kind: 'folder' as const }, ...walk(root, name)]
    return [{ name, kind: entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other' }]
  })
}

function hasFile(root: string, name: string): boolean {
  if (throughLink(root, name)) return false
  try {
    return lstatSync(path.join(root, name)).isFile()
  } catch (error) {
    if (isInTheWay(error)) return false
    throw error
  }
}

/** Whether a folder on the way to a name is a link. */
function throughLink(root: string, name: string): boolean {
  const folders = name.split('/').slice(0, -1)
  return folders.some((_, i) => {
    const folder = path.join(root, ...folders.slice(0, i + 1))
    return lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true
  })
}

/** A file stands where a folder would have to, or the other way round, or nothing does. */
function isInTheWay(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return ['ENOTDIR', 'EEXIST', 'EISDIR', 'ENOTEMPTY', 'ENOENT'].includes(code)
}

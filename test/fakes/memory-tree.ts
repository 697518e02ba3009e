import { byteName, textOfName } from './byte-name.ts'
import type { DiskNode, FolderNode, SpecialNode } from './memory-disk.ts'
import type { MemoryFs } from './memory-fs.ts'

/**
 * What a test puts on a disk, by path: `{ 'notes/a.txt': 'hello', 'notes/empty/': { folder: true } }`. Folders on the way
 * are made. Planting is the hand of the test, or of another program: no hooks, no trace, no permissions, no full disk.
 */
export type TreeTable = Readonly<Record<string, TreeEntry>>

/** Text and bytes are the contents of a file. */
export type TreeEntry = string | Uint8Array | (What & Properties)

type What =
  | { readonly file: string | Uint8Array }
  /** A device number of its own makes a folder a mount point. */
  | { readonly folder: true; readonly dev?: number }
  | { readonly link: string }
  | { readonly special: SpecialNode['type'] }

interface Properties {
  /** Permission bits. */
  readonly mode?: number
  /** Milliseconds since 1970. */
  readonly modified?: number
  readonly owner?: number
}

/** Plants a table below a folder. */
export function plantTree(fs: MemoryFs, root: string, table: TreeTable): void {
  folderAt(fs, root)
  const planted = Object.entries(table).map(([path, entry]) => {
    return { node: plant(fs, `${root}/${path}`, entry), entry: inFull(entry) }
  })
  // A folder's own time is changed by what was planted into it after it.
  for (const { node, entry } of planted) setProperties(fs, node, entry)
}

/** Plants one entry in the place of what was there. */
export function plant(fs: MemoryFs, path: string, entry: TreeEntry): DiskNode {
  const names = path.split('/').filter((name) => name !== '')
  const folder = folderAt(fs, names.slice(0, -1).join('/'))
  return plantNamed(fs, folder, byteName(names.at(-1) ?? ''), inFull(entry))
}

/** Plants one entry by the bytes of its name, which need not be UTF-8. */
export function plantBytes(fs: MemoryFs, folder: string, name: Uint8Array, entry: TreeEntry): DiskNode {
  return plantNamed(fs, folderAt(fs, folder), byteName(name), inFull(entry))
}

/** What is at a path, whoever may see it; null where nothing is. No link is followed. */
export function nodeAt(fs: MemoryFs, path: string): DiskNode | null {
  let node: DiskNode | undefined = fs.disk.root
  for (const name of path.split('/')) {
    if (name === '') continue
    node = node?.kind === 'folder' ? node.names.get(fs.disk.lookup(byteName(name)))?.node : undefined
  }
  return node ?? null
}

/** Takes away what is at a path, with all below it; a link there is not followed. */
export function uproot(fs: MemoryFs, path: string): void {
  const names = path.split('/').filter((name) => name !== '')
  const folder = folderAt(fs, names.slice(0, -1).join('/'))
  remove(fs, folder, byteName(names.at(-1) ?? ''))
}

function remove(fs: MemoryFs, folder: FolderNode, name: string): void {
  const node = folder.names.get(fs.disk.lookup(name))?.node
  if (node?.kind === 'folder') {
    for (const below of [...node.names.values()]) remove(fs, node, below.name)
  }
  fs.disk.detach(folder, name)
}

function folderAt(fs: MemoryFs, path: string): FolderNode {
  let folder = fs.disk.root
  for (const name of path.split('/')) {
    if (name === '') continue
    const there = folder.names.get(fs.disk.lookup(byteName(name)))?.node
    if (there && there.kind !== 'folder')
      throw new Error(`Can't plant below ${path}: ${name} is a ${there.kind}.`)
    const next: FolderNode = there ?? fs.disk.newFolder(folder.dev, 0o755)
    if (!there) fs.disk.attach(folder, byteName(name), next)
    folder = next
  }
  return folder
}

function plantNamed(fs: MemoryFs, folder: FolderNode, name: string, entry: What & Properties): DiskNode {
  const there = folder.names.get(fs.disk.lookup(name))?.node
  const node = 'folder' in entry && there?.kind === 'folder' ? there : newNode(fs, folder.dev, entry)
  if (node !== there) {
    remove(fs, folder, name)
    fs.disk.attach(folder, name, node)
  }
  setProperties(fs, node, entry)
  return node
}

function newNode(fs: MemoryFs, dev: number, entry: What & Properties): DiskNode {
  if ('link' in entry) return fs.disk.newLink(dev, entry.link)
  if ('special' in entry) return fs.disk.newSpecial(dev, 0o644, entry.special)
  if ('folder' in entry) return fs.disk.newFolder(entry.dev ?? dev, 0o755, entry.owner)
  const bytes = typeof entry.file === 'string' ? Buffer.from(entry.file) : entry.file
  const file = fs.disk.newFile(dev, 0o644, entry.owner)
  fs.disk.used += bytes.length
  return Object.assign(file, { bytes: Uint8Array.from(bytes), size: bytes.length, charged: bytes.length })
}

function setProperties(fs: MemoryFs, node: DiskNode, { mode, modified }: Properties): void {
  if (mode !== undefined) node.mode = mode
  if (modified !== undefined) node.modified = fs.disk.time(modified)
}

function inFull(entry: TreeEntry): What & Properties {
  return typeof entry === 'string' || entry instanceof Uint8Array ? { file: entry } : entry
}

export type SnapshotEntry =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly modified: number; readonly mode: number }
  | { readonly kind: 'folder'; readonly mode: number }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'special' }

/**
 * All that is below a folder, by its path from there, in the order of the bytes of the paths. Names that aren't UTF-8
 * have `\xff` for each byte beyond ASCII. The bytes are a copy.
 */
export function snapshotTree(fs: MemoryFs, root: string): Map<string, SnapshotEntry> {
  const { node } = fs.disk.find({ op: 'snapshot', path: root }, root, true)
  if (node.kind !== 'folder') throw new Error(`${root} is a ${node.kind}`)
  const found: [string, SnapshotEntry][] = []
  collect(node, '', found)
  found.sort(([a], [b]) => (byteName(a) < byteName(b) ? -1 : 1))
  return new Map(found)
}

/** The files below a folder with their contents. */
export function filesBelow(fs: MemoryFs, root: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  for (const [path, entry] of snapshotTree(fs, root)) if (entry.kind === 'file') files.set(path, entry.bytes)
  return files
}

function collect(folder: FolderNode, prefix: string, found: [string, SnapshotEntry][]): void {
  for (const { name, node } of folder.names.values()) {
    const shown =
      textOfName(name) ?? name.replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`)
    const path = `${prefix}${shown}`
    found.push([path, snapshotOf(node)])
    if (node.kind === 'folder') collect(node, `${path}/`, found)
  }
}

function snapshotOf(node: DiskNode): SnapshotEntry {
  switch (node.kind) {
    case 'file':
      return { kind: 'file', bytes: node.bytes.slice(0, node.size), modified: node.modified, mode: node.mode }
    case 'folder':
      return { kind: 'folder', mode: node.mode }
    case 'link':
      return { kind: 'link', target: node.target }
    case 'special':
      return { kind: 'special' }
  }
}

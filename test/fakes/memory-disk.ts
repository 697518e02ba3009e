import { byteName, textOfName } from './byte-name.ts'
import { fsError, type FsCall } from './fs-error.ts'

/** What is on a disk in memory, and how a path leads to it, by POSIX rules: the separator is `/`. */

interface NodeBase {
  readonly ino: number
  readonly dev: number
  readonly uid: number
  /** Permission bits. */
  mode: number
  /** Milliseconds since 1970. */
  modified: number
  changed: number
}

export interface FolderNode extends NodeBase {
  readonly kind: 'folder'
  /** Null for the root. */
  parent: FolderNode | null
  /** Its own name, of bytes; empty for the root. */
  name: string
  /** Taken away: nothing new can be put in it by those who still hold it. */
  gone: boolean
  /** By the name as it is looked up. */
  readonly names: Map<string, { readonly name: string; readonly node: DiskNode }>
}

export interface FileNode extends NodeBase {
  readonly kind: 'file'
  /** At least `size` long; what is beyond is room to grow. */
  bytes: Uint8Array
  size: number
  /** Bytes of the disk it takes: up to the last one written. */
  charged: number
  /** How many names lead to it, and open handles: with neither, its room is free again. */
  links: number
  handles: number
}

export interface LinkNode extends NodeBase {
  readonly kind: 'link'
  readonly target: string
}

export interface SpecialNode extends NodeBase {
  readonly kind: 'special'
  readonly type: 'fifo' | 'socket' | 'device'
}

export type DiskNode = FolderNode | FileNode | LinkNode | SpecialNode

/** Where a path leads: a name in a folder, and what is there. */
export interface Place {
  /** Null above the root. */
  readonly folder: FolderNode | null
  /** As it was asked, of bytes. */
  readonly name: string
  /** As it is in the folder, if it is there. */
  readonly stored: string
  readonly node: DiskNode | null
}

export interface DiskOptions {
  /** Who is asking: permission bits hold for everyone but root, who is 0. There are no groups. */
  readonly uid: number
  /** Names that differ in case only are one name, which keeps the case it was given. */
  readonly insensitive: boolean
  /** Names that differ in Unicode normalisation only are one name, as on APFS. */
  readonly normalizing: boolean
  /** Bytes of file content that fit. */
  readonly capacity: number
  /** Times are cut to a multiple of this many milliseconds: 1000, 2000 (FAT), or 0 to keep them whole. */
  readonly timePrecision: number
  /** False for a file system without hard links, as FAT is. */
  readonly hardLinks: boolean
  readonly now: () => number
}

/** Linux: symlinks followed in one lookup, bytes of a name, bytes of a path with its NUL. */
const linkLimit = 40
const nameLimit = 255
const pathLimit = 4096

/** Milliseconds: a microsecond, which a number holds beside the milliseconds since 1970. */
const leastChange = 0.001

const heldPath = /^\/proc\/self\/fd\/(\d+)/

export const enter = 1
export const write = 2
export const read = 4

export class MemoryDisk {
  readonly options: DiskOptions
  readonly root: FolderNode
  /** Bytes taken by file contents. */
  used = 0
  /** Folders held open, by the number in their path `/proc/self/fd/7`. */
  readonly #held = new Map<number, FolderNode>()
  #nextIno = 2
  #nextHandle = 3
  #lastChange = 0

  constructor(options: DiskOptions) {
    this.options = options
    this.root = this.newFolder(1, 0o755, options.uid)
  }

  /**
   * Follows a path as far as its last name, which need not exist; with `follow` also through a link there.
   * @throws ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG as Linux would.
   */
  walk(call: FsCall, path: string, follow: boolean): Place {
    if (path.includes('\0')) throw nulByte(path)
    if (Buffer.byteLength(path) >= pathLimit) throw fsError('ENAMETOOLONG', call)
    if (!path.startsWith('/'))
      throw path === '' ? fsError('ENOENT', call) : new Error(`Not absolute: ${path}`)
    const { start, below } = this.#startOf(call, path)
    const rest = below.split('/').reverse()
    let node: DiskNode = start
    let place = placeOf(start)
    let links = 0
    for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
      if (node.kind !== 'folder') throw fsError('ENOTDIR', call)
      if (part !== '') this.mustAllow(node, enter, call)
      if (part === '..') node = node.parent ?? node
      if (part === '' || part === '.' || part === '..') {
        place = placeOf(node)
        continue
      }
      const name = byteName(part)
      if (name.length > nameLimit) throw fsError('ENAMETOOLONG', call)
      const found = node.names.get(this.lookup(name))
      place = { folder: node, name, stored: found?.name ?? name, node: found?.node ?? null }
      if (!found) {
        // A slash at the end of a missing name is left to the caller: only a new folder may have one.
        if (rest.some((later) => later !== '')) throw fsError('ENOENT', call)
        return place
      }
      if (found.node.kind === 'link' && (follow || rest.length > 0)) {
        if (++links > linkLimit) throw fsError('ELOOP', call)
        if (found.node.target.startsWith('/')) node = this.root
        rest.push(...found.node.target.split('/').reverse())
      } else {
        node = found.node
      }
    }
    return place
  }

  /** Where the walk of a path starts, and what is left to walk. */
  #startOf(call: FsCall, path: string): { start: FolderNode; below: string } {
    if (!path.startsWith('/proc/')) return { start: this.root, below: path }
    const start = this.#held.get(Number(heldPath.exec(path)?.[1]))
    if (!start) throw fsError('ENOENT', call)
    return { start, below: path.replace(heldPath, '') }
  }

  /** Holds a folder, so that its path leads to it whatever becomes of its name. */
  hold(folder: FolderNode): { path: string; release: () => void } {
    const number = this.#nextHandle++
    this.#held.set(number, folder)
    return { path: `/proc/self/fd/${number}`, release: () => this.#held.delete(number) }
  }

  /** The place of something that is there. */
  find(call: FsCall, path: string, follow: boolean): Place & { readonly node: DiskNode } {
    const place = this.walk(call, path, follow)
    if (!place.node) throw fsError('ENOENT', call)
    return { ...place, node: place.node }
  }

  /** The path of a place without links, dots or doubled slashes. Bytes that aren't UTF-8 become U+FFFD. */
  pathOf(place: Place): string {
    const names = [place.stored]
    for (let folder = place.folder; folder; folder = folder.parent) names.unshift(folder.name)
    return Buffer.from(names.join('/'), 'latin1').toString('utf8') || '/'
  }

  mustAllow(node: DiskNode, wanted: number, call: FsCall): void {
    if (!this.allows(node, wanted)) throw fsError('EACCES', call)
  }

  allows(node: DiskNode, wanted: number): boolean {
    if (this.options.uid === 0) return true
    const bits = node.uid === this.options.uid ? node.mode >> 6 : node.mode
    return (bits & wanted) === wanted
  }

  /** Puts a node under a name, in the place of what was there. */
  attach(folder: FolderNode, name: string, node: DiskNode): void {
    this.detach(folder, name)
    folder.names.set(this.lookup(name), { name, node })
    if (node.kind === 'folder') {
      node.parent = folder
      node.name = name
      node.gone = false
    }
    if (node.kind === 'file') node.links++
    this.touch(folder)
  }

  /** Gives a node that has a name another one, in the place of what was there. */
  move(from: FolderNode, oldName: string, to: FolderNode, name: string, node: DiskNode): void {
    from.names.delete(this.lookup(oldName))
    if (node.kind === 'file') node.links--
    this.touch(from)
    this.attach(to, name, node)
    node.changed = this.changeTime()
  }

  /** Takes a name away. What it led to is gone when nobody has it open. */
  detach(folder: FolderNode, name: string): void {
    const node = folder.names.get(this.lookup(name))?.node
    if (!node) return
    folder.names.delete(this.lookup(name))
    node.changed = this.changeTime()
    this.touch(folder)
    if (node.kind === 'folder') node.gone = true
    if (node.kind === 'file') {
      node.links--
      this.release(node)
    }
  }

  /** Frees a file's room if neither a name nor a handle leads to it. */
  release(file: FileNode): void {
    if (file.links > 0 || file.handles > 0) return
    this.used -= file.charged
    file.charged = 0
  }

  /** The name as it is looked up: what is equal here is the same name. */
  lookup(name: string): string {
    const { insensitive, normalizing } = this.options
    if (!insensitive && !normalizing) return name
    let text = textOfName(name)
    if (text === null) return name
    if (normalizing) text = text.normalize('NFD')
    if (insensitive) text = text.toUpperCase().toLowerCase()
    return byteName(text)
  }

  newFile(dev: number, mode: number, uid = this.options.uid): FileNode {
    const empty = { bytes: new Uint8Array(0), size: 0, charged: 0, links: 0, handles: 0 }
    return { kind: 'file', ...this.#base(dev, mode, uid), ...empty }
  }

  newFolder(dev: number, mode: number, uid = this.options.uid): FolderNode {
    return {
      kind: 'folder',
      ...this.#base(dev, mode, uid),
      parent: null,
      name: '',
      gone: false,
      names: new Map(),
    }
  }

  newLink(dev: number, target: string): LinkNode {
    return { kind: 'link', ...this.#base(dev, 0o777, this.options.uid), target }
  }

  newSpecial(dev: number, mode: number, type: SpecialNode['type']): SpecialNode {
    return { kind: 'special', ...this.#base(dev, mode, this.options.uid), type }
  }

  touch(node: DiskNode): void {
    node.modified = this.time()
    node.changed = this.changeTime()
  }

  /** Now, as the disk keeps it. */
  time(now = this.options.now()): number {
    const step = this.options.timePrecision
    return step === 0 ? now : Math.floor(now / step) * step
  }

  /** The time of a change, which no other change has where times are kept whole (as Linux has it since 6.13). */
  changeTime(): number {
    const now = this.time()
    if (this.options.timePrecision !== 0) return now
    this.#lastChange = Math.max(now, this.#lastChange + leastChange)
    return this.#lastChange
  }

  #base(dev: number, mode: number, uid: number): NodeBase {
    const now = this.time()
    return { ino: this.#nextIno++, dev, uid, mode, modified: now, changed: this.changeTime() }
  }
}

function placeOf(folder: FolderNode): Place {
  return { folder: folder.parent, name: folder.name, stored: folder.name, node: folder }
}

/** Node refuses such a path before it reaches the system. */
function nulByte(path: string): Error {
  const shown = JSON.stringify(path)
  const error = new TypeError(`The argument 'path' must be a string without null bytes. Received ${shown}`)
  return Object.assign(error, { code: 'ERR_INVALID_ARG_VALUE' })
}

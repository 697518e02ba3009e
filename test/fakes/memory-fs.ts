import { dirname } from 'node:path'
import type {
  FileStat,
  FileSystem,
  FolderName,
  OpenFile,
  OpenFolder,
} from '../../main/engine/local/file-system.ts'
import { bytesOfName, textOfName } from './byte-name.ts'
import { codeOf, fsError, type FsCall } from './fs-error.ts'
import {
  enter,
  MemoryDisk,
  read,
  write,
  type DiskNode,
  type DiskOptions,
  type FolderNode,
  type Place,
} from './memory-disk.ts'
import { changing, syscalls, type FsEffect, type FsOp } from './memory-fs-calls.ts'
import { MemoryOpenFile, statOf, type OperatedOn } from './memory-open-file.ts'

export type { FsEffect, FsOp } from './memory-fs-calls.ts'

export interface MemoryFsOptions extends Partial<DiskOptions> {
  /** False for a system that can't name an open folder: any but Linux. */
  readonly openFolders?: boolean
  /** Called before each operation. It may throw (a fault), wait (latency), or change the tree (another program). */
  before?(op: FsOp, path: string): void | Promise<void>
  /** Called after each operation that succeeded: a crash point. */
  after?(effect: FsEffect): void | Promise<void>
}

/**
 * The engine's file system, in memory and exact: Linux' rules for links, permissions, names and rename, with the
 * errors that Node gives. Where other systems differ is an option. Each operation takes place at once, after its hook.
 */
export class MemoryFs implements FileSystem {
  readonly disk: MemoryDisk
  readonly effects: FsEffect[] = []
  /** Files and folders that nobody has closed yet. */
  openFiles = 0
  /** Absent where the options say that the system has none. */
  readonly openFolder?: (path: string) => Promise<OpenFolder>
  before: MemoryFsOptions['before']
  after: MemoryFsOptions['after']
  /** Where the operation just done took place. */
  #landed: Pick<FsEffect, 'real'> = {}

  constructor(options: MemoryFsOptions = {}) {
    this.before = options.before
    this.after = options.after
    if (options.openFolders !== false) this.openFolder = (path) => this.#openFolder(path)
    this.disk = new MemoryDisk({
      uid: 0,
      insensitive: false,
      normalizing: false,
      capacity: Infinity,
      timePrecision: 0,
      hardLinks: true,
      now: () => Date.UTC(2026, 0, 1),
      ...options,
    })
  }

  /** The operations that changed the disk. */
  changes(): FsEffect[] {
    return this.effects.filter((effect) => changing.has(effect.op) && effect.failed === undefined)
  }

  readFolder(path: string): Promise<FolderName[]> {
    return this.#perform('readFolder', { path }, (call) => {
      const { node } = this.disk.find(call, path, true)
      if (node.kind !== 'folder') throw fsError('ENOTDIR', call)
      this.disk.mustAllow(node, read, call)
      return Array.from(node.names.values(), ({ name, node: { kind } }) => ({
        name: textOfName(name),
        bytes: bytesOfName(name),
        kind,
      }))
    })
  }

  stat(path: string): Promise<FileStat> {
    return this.#perform('stat', { path }, (call) => statOf(this.disk.find(call, path, true).node))
  }

  lstat(path: string): Promise<FileStat> {
    return this.#perform('lstat', { path }, (call) => statOf(this.disk.find(call, path, false).node))
  }

  realpath(path: string): Promise<string> {
    return this.#perform('realpath', { path }, (call) => this.disk.pathOf(this.disk.find(call, path, true)))
  }

  checkReadable(path: string, kind: 'file' | 'folder'): Promise<void> {
    return this.#perform('checkReadable', { path }, (call) => {
      const { node } = this.disk.find(call, path, true)
      this.disk.mustAllow(node, kind === 'folder' ? read | enter : read, call)
    })
  }

  checkWritable(path: string): Promise<void> {
    return this.#perform('checkWritable', { path }, (call) => {
      this.disk.mustAllow(this.disk.find(call, path, true).node, write | enter, call)
    })
  }

  openToRead(path: string): Promise<OpenFile> {
    return this.#perform('openToRead', { path }, (call) => {
      const { node } = this.disk.find(call, path, true)
      this.disk.mustAllow(node, read, call)
      if (node.kind === 'special' && node.type === 'socket') throw fsError('ENXIO', call)
      return this.#open(path, node, false)
    })
  }

  reopen(path: string): Promise<OpenFile> {
    return this.#perform('reopen', { path }, (call) => {
      const { node } = this.disk.find(call, path, false)
      if (node.kind === 'link') throw fsError('ELOOP', call)
      if (node.kind === 'folder') throw fsError('EISDIR', call)
      this.disk.mustAllow(node, read, call)
      this.disk.mustAllow(node, write, call)
      if (node.kind === 'special' && node.type === 'socket') throw fsError('ENXIO', call)
      return this.#open(path, node, true)
    })
  }

  create(path: string): Promise<OpenFile> {
    return this.#perform('create', { path }, (call) => {
      const { folder, name, node, slashed } = this.#nameToChange(call, path)
      if (!folder) throw fsError('EEXIST', call)
      if (slashed) throw fsError('EISDIR', call)
      if (node) throw fsError('EEXIST', call)
      this.#mustTakeNames(folder, call)
      const file = this.disk.newFile(folder.dev, 0o600)
      this.disk.attach(folder, name, file)
      this.#landedAt(folder, name)
      return this.#open(path, file, true)
    })
  }

  makeFolder(path: string, mode = 0o777): Promise<void> {
    return this.#perform('makeFolder', { path }, () => {
      this.#makeFolder(path, mode)
    })
  }

  link(from: string, to: string): Promise<void> {
    return this.#perform('link', { path: from, to }, (call) => {
      const { node } = this.disk.find(call, from, false)
      const target = this.#nameToChange(call, to)
      if (!target.folder || target.node) throw fsError('EEXIST', call)
      if (target.slashed) throw fsError('ENOENT', call)
      this.#mustTakeNames(target.folder, call)
      if (node.dev !== target.folder.dev) throw fsError('EXDEV', call)
      if (node.kind === 'folder' || !this.disk.options.hardLinks) throw fsError('EPERM', call)
      this.disk.attach(target.folder, target.name, node)
      node.changed = this.disk.changeTime()
      this.#landedAt(target.folder, target.name)
    })
  }

  rename(from: string, to: string): Promise<void> {
    return this.#perform('rename', { path: from, to }, (call) => {
      const source = this.#nameToChange(call, from)
      const target = this.#nameToChange(call, to)
      const { node } = source
      if (!source.folder || !target.folder) throw fsError('EBUSY', call)
      if (!node) throw fsError('ENOENT', call)
      if (node.kind !== 'folder' && (source.slashed || target.slashed)) throw fsError('ENOTDIR', call)
      if (isWithin(target.folder, node)) throw fsError('EINVAL', call)
      if (target.node && isWithin(source.folder, target.node)) throw fsError('ENOTEMPTY', call)
      if (node.dev !== target.folder.dev) throw fsError('EXDEV', call)
      this.#landedAt(target.folder, target.name)
      if (target.node === node && target.name === target.stored) return
      this.#mustTakeNames(source.folder, call)
      this.#mustTakeNames(target.folder, call)
      if (target.node && target.node !== node) mayReplace(target.node, node, call)
      this.disk.move(source.folder, source.name, target.folder, target.name, node)
    })
  }

  unlink(path: string): Promise<void> {
    return this.#perform('unlink', { path }, (call) => {
      const { folder, name, node, slashed } = this.#nameToChange(call, path)
      if (!folder || node?.kind === 'folder') throw fsError('EISDIR', call)
      if (!node) throw fsError('ENOENT', call)
      if (slashed) throw fsError('ENOTDIR', call)
      this.#mustTakeNames(folder, call)
      this.disk.detach(folder, name)
      this.#landedAt(folder, name)
    })
  }

  removeFolder(path: string): Promise<void> {
    return this.#perform('removeFolder', { path }, (call) => {
      const { folder, name, node } = this.#nameToChange(call, path)
      if (!folder) throw fsError('EBUSY', call)
      if (!node) throw fsError('ENOENT', call)
      if (node.kind !== 'folder') throw fsError('ENOTDIR', call)
      if (node.names.size > 0) throw fsError('ENOTEMPTY', call)
      this.#mustTakeNames(folder, call)
      this.disk.detach(folder, name)
      this.#landedAt(folder, name)
    })
  }

  syncFolder(path: string): Promise<void> {
    return this.#perform('syncFolder', { path }, (call) => {
      const { node } = this.disk.find(call, path, true)
      if (node.kind !== 'folder') throw fsError('ENOTDIR', call)
      this.disk.mustAllow(node, read, call)
    })
  }

  async #perform<T>(op: FsOp, on: OperatedOn, act: (call: FsCall) => T): Promise<T> {
    const record = (end: Pick<FsEffect, 'real' | 'failed'>): FsEffect => {
      const effect = { op, ...on, ...end }
      this.effects.push(effect)
      return effect
    }
    let result: T
    try {
      await this.before?.(op, on.path)
      this.#landed = {}
      result = act({ op: syscalls[op] ?? op, path: on.path, ...(on.to === undefined ? {} : { to: on.to }) })
    } catch (error) {
      record({ failed: codeOf(error) ?? String(error) })
      throw error
    }
    const effect = record(this.#landed)
    await this.after?.(effect)
    return result
  }

  #open(path: string, node: DiskNode, writable: boolean, release?: () => void): OpenFile {
    this.openFiles++
    return new MemoryOpenFile(this.disk, node, {
      path,
      writable,
      perform: (op, on, act) => this.#perform(op, on, act),
      onClose: () => {
        this.openFiles--
        release?.()
      },
    })
  }

  #openFolder(path: string): Promise<OpenFolder> {
    return this.#perform('openFolder', { path }, (call) => {
      const { node } = this.disk.find(call, path, false)
      if (node.kind !== 'folder') throw fsError('ENOTDIR', call)
      this.disk.mustAllow(node, read, call)
      const { path: held, release } = this.disk.hold(node)
      const handle = this.#open(path, node, false, release)
      return { path: held, stat: () => handle.stat(), close: () => handle.close() }
    })
  }

  /**
   * A name that is about to be given or taken away, and whether slashes follow it. A link there is not followed, slashes
   * or not. There is no folder above what can't be named anew: the root, `.` and `..`.
   */
  #nameToChange(call: FsCall, path: string): Place & { readonly slashed: boolean } {
    const bare = path.replace(/\/+$/, '')
    const place = this.disk.walk(call, bare === '' ? path : bare, false)
    const slashed = bare !== path
    return /(^|\/)\.\.?$/.test(bare) ? { ...place, folder: null, slashed } : { ...place, slashed }
  }

  #mustTakeNames(folder: FolderNode, call: FsCall): void {
    if (folder.gone) throw fsError('ENOENT', call)
    this.disk.mustAllow(folder, write | enter, call)
  }

  /** As `mkdir -p` does: parents only where they are missing. */
  #makeFolder(path: string, mode: number): void {
    try {
      this.#makeOneFolder(path, mode)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error
      this.#makeFolder(dirname(path), 0o777)
      this.#makeOneFolder(path, mode)
    }
  }

  #makeOneFolder(path: string, mode: number): void {
    const call = { op: 'mkdir', path }
    if (this.#leadsToFolder(call, path)) return
    const { folder, name, node } = this.#nameToChange(call, path)
    if (node || !folder) throw fsError('EEXIST', call)
    this.#mustTakeNames(folder, call)
    this.disk.attach(folder, name, this.disk.newFolder(folder.dev, mode & ~0o022))
    this.#landedAt(folder, name)
  }

  #leadsToFolder(call: FsCall, path: string): boolean {
    try {
      return this.disk.walk(call, path, true).node?.kind === 'folder'
    } catch {
      return false
    }
  }

  #landedAt(folder: FolderNode, name: string): void {
    this.#landed = { real: this.disk.pathOf({ folder, name, stored: name, node: null }) }
  }
}

function isWithin(folder: FolderNode, node: DiskNode): boolean {
  for (let above: FolderNode | null = folder; above; above = above.parent) {
    if (above === node) return true
  }
  return false
}

/** What rename(2) puts in the place of what: a folder only in that of an empty folder, anything else only of no folder. */
function mayReplace(old: DiskNode, node: DiskNode, call: FsCall): void {
  if (old.kind !== 'folder') {
    if (node.kind === 'folder') throw fsError('ENOTDIR', call)
    return
  }
  if (node.kind !== 'folder') throw fsError('EISDIR', call)
  if (old.names.size > 0) throw fsError('ENOTEMPTY', call)
}

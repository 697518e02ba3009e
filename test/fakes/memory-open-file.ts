import type { FileStat, OpenFile } from '../../main/engine/local/file-system.ts'
import { fsError, type FsCall } from './fs-error.ts'
import type { DiskNode, FileNode, MemoryDisk } from './memory-disk.ts'

/** Does one operation with all that belongs to it: hooks, then `act`, then the trace. */
export type Perform = <T>(op: OpenFileOp, on: OperatedOn, act: (call: FsCall) => T) => Promise<T>

export interface OperatedOn {
  readonly path: string
  readonly to?: string
  /** Bytes to be read or written. */
  readonly bytes?: number
}

export type OpenFileOp = 'fstat' | 'read' | 'write' | 'truncate' | 'setMode' | 'setTimes' | 'sync' | 'close'

/** A handle on a node: it goes on working when the name is taken away or given to another file. */
export class MemoryOpenFile implements OpenFile {
  readonly #disk: MemoryDisk
  readonly #node: DiskNode
  readonly #path: string
  readonly #perform: Perform
  readonly #writable: boolean
  readonly #onClose: () => void
  #open = true

  constructor(
    disk: MemoryDisk,
    node: DiskNode,
    handle: { path: string; writable: boolean; perform: Perform; onClose: () => void },
  ) {
    this.#disk = disk
    this.#node = node
    this.#path = handle.path
    this.#perform = handle.perform
    this.#writable = handle.writable
    this.#onClose = handle.onClose
    if (node.kind === 'file') node.handles++
  }

  stat(): Promise<FileStat> {
    return this.#do('fstat', {}, () => statOf(this.#node))
  }

  read(into: Uint8Array, position: number): Promise<number> {
    return this.#do('read', { bytes: into.length }, (call) => {
      if (this.#node.kind !== 'file') return this.#notAFile(call)
      const bytes = this.#node.bytes.subarray(position, Math.min(this.#node.size, position + into.length))
      into.set(bytes)
      return bytes.length
    })
  }

  write(from: Uint8Array, position: number): Promise<void> {
    return this.#do('write', { bytes: from.length }, (call) => {
      const file = this.#writableFile(call, 'EBADF')
      const end = position + from.length
      const room = this.#disk.options.capacity - this.#disk.used + file.charged
      const fits = Math.min(end, Math.max(room, file.charged))
      const part = from.subarray(0, Math.max(0, fits - position))
      const reached = position + part.length
      if (part.length > 0) {
        makeRoom(file, reached)
        file.bytes.set(part, position)
        file.size = Math.max(file.size, reached)
        this.#charge(file, Math.max(file.charged, reached))
        this.#disk.touch(file)
      }
      if (part.length < from.length) throw fsError('ENOSPC', call)
    })
  }

  truncate(size: number): Promise<void> {
    return this.#do('truncate', {}, (call) => {
      const file = this.#writableFile(call, 'EINVAL')
      makeRoom(file, size)
      file.bytes.fill(0, Math.min(size, file.size))
      file.size = size
      this.#charge(file, Math.min(file.charged, size))
      this.#disk.touch(file)
    })
  }

  setMode(mode: number): Promise<void> {
    return this.#do('setMode', {}, (call) => {
      this.#mustOwn(call)
      this.#node.mode = mode & 0o7777
      this.#node.changed = this.#disk.changeTime()
    })
  }

  setTimes(modified: number): Promise<void> {
    return this.#do('setTimes', {}, (call) => {
      this.#mustOwn(call)
      this.#node.modified = this.#disk.time(modified)
      this.#node.changed = this.#disk.changeTime()
    })
  }

  sync(): Promise<void> {
    return this.#do('sync', {}, () => undefined)
  }

  /** Closing twice is no error, as with Node's FileHandle. */
  async close(): Promise<void> {
    if (!this.#open) return
    await this.#perform('close', { path: this.#path }, () => {
      this.#open = false
      this.#onClose()
      if (this.#node.kind !== 'file') return
      this.#node.handles--
      this.#disk.release(this.#node)
    })
  }

  #do<T>(op: OpenFileOp, on: { readonly bytes?: number }, act: (call: FsCall) => T): Promise<T> {
    return this.#perform(op, { path: this.#path, ...on }, (call) => {
      if (!this.#open) throw fsError('EBADF', call)
      return act(call)
    })
  }

  #writableFile(call: FsCall, otherwise: 'EBADF' | 'EINVAL'): FileNode {
    if (this.#node.kind !== 'file' || !this.#writable) throw fsError(otherwise, call)
    return this.#node
  }

  /** A folder can't be read; a FIFO without a writer is at its end. */
  #notAFile(call: FsCall): number {
    if (this.#node.kind === 'folder') throw fsError('EISDIR', call)
    return 0
  }

  #mustOwn(call: FsCall): void {
    const { uid } = this.#disk.options
    if (uid !== 0 && uid !== this.#node.uid) throw fsError('EPERM', call)
  }

  #charge(file: FileNode, bytes: number): void {
    this.#disk.used += bytes - file.charged
    file.charged = bytes
  }
}

export function statOf(node: DiskNode): FileStat {
  const { kind, modified, changed, dev, ino, mode, uid: owner } = node
  const links = kind === 'file' ? node.links : 1
  return { kind, size: sizeOf(node), modified, changed, dev, ino, links, mode, owner }
}

function sizeOf(node: DiskNode): number {
  switch (node.kind) {
    case 'file':
      return node.size
    case 'folder':
      return 4096
    case 'link':
      return Buffer.byteLength(node.target)
    case 'special':
      return 0
  }
}

function makeRoom(file: FileNode, size: number): void {
  if (size <= file.bytes.length) return
  const grown = new Uint8Array(Math.max(size, 2 * file.bytes.length))
  grown.set(file.bytes.subarray(0, file.size))
  file.bytes = grown
}

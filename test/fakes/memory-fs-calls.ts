import type { FileSystem } from '../../main/engine/local/file-system.ts'
import type { OpenFileOp } from './memory-open-file.ts'

export type FsOp = keyof FileSystem | OpenFileOp

/** One operation that was tried, in the order they took place. */
export interface FsEffect {
  readonly op: FsOp
  /** As it was asked; for an open file, the path it was opened by. */
  readonly path: string
  /** Where a change of names took place, with every link in its parents followed. */
  readonly real?: string
  readonly to?: string
  /** Bytes to be read or written. */
  readonly bytes?: number
  /** The code of the error it ended in. */
  readonly failed?: string
}

/** The operations that change the disk. */
export const changing: ReadonlySet<FsOp> = new Set<FsOp>([
  'create',
  'makeFolder',
  'rename',
  'link',
  'unlink',
  'removeFolder',
  'write',
  'truncate',
  'setMode',
  'setTimes',
])

/** The names of the system's calls where they differ from ours. */
export const syscalls: Partial<Record<FsOp, string>> = {
  readFolder: 'scandir',
  checkReadable: 'access',
  checkWritable: 'access',
  openToRead: 'open',
  reopen: 'open',
  openFolder: 'open',
  create: 'open',
  makeFolder: 'mkdir',
  removeFolder: 'rmdir',
  syncFolder: 'fsync',
  truncate: 'ftruncate',
  setMode: 'fchmod',
  setTimes: 'futime',
  sync: 'fsync',
}

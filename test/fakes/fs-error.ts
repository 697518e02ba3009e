import { constants } from 'node:os'
import { getSystemErrorMessage } from 'node:util'

export type FsErrorCode =
  | 'EACCES'
  | 'EBADF'
  | 'EBUSY'
  | 'EEXIST'
  | 'EINVAL'
  | 'EIO'
  | 'EISDIR'
  | 'ELOOP'
  | 'EMFILE'
  | 'ENAMETOOLONG'
  | 'ENOENT'
  | 'ENOSPC'
  | 'ENOTDIR'
  | 'ENOTEMPTY'
  | 'ENXIO'
  | 'EPERM'
  | 'EROFS'
  | 'EXDEV'

/** What was asked of the file system. */
export interface FsCall {
  readonly op: string
  readonly path: string
  /** Where to, of a rename. */
  readonly to?: string
}

/** An error as Node's `fs` throws it: `code`, `errno`, `syscall`, `path`, `dest`, and its wording. */
export function fsError(code: FsErrorCode, call: FsCall): NodeJS.ErrnoException {
  const errno = -constants.errno[code]
  const where = call.to === undefined ? `'${call.path}'` : `'${call.path}' -> '${call.to}'`
  const error = new Error(`${code}: ${getSystemErrorMessage(errno)}, ${call.op} ${where}`)
  const dest = call.to === undefined ? {} : { dest: call.to }
  return Object.assign(error, { code, errno, syscall: call.op, path: call.path, ...dest })
}

/** Node's code of an error, if it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

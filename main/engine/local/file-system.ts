/**
 * The file system as the engine uses it: small enough that a simulated one can be exact. Paths are absolute, with the
 * platform's separator. Every method rejects with an Error that has Node's `code` (`ENOENT`, `EACCES`, `ENOSPC` …).
 */
export interface FileSystem {
  /** Names in a folder, unsorted, as raw bytes so that a name that isn't UTF-8 can be told apart. */
  readFolder(path: string): Promise<FolderName[]>
  /**
   * The same names, some at a time: for folders with very many. Only where a disk has a way to; elsewhere there is no
   * such method.
   */
  readonly streamFolder?: (path: string) => AsyncIterable<readonly FolderName[]>
  /** Follows links. */
  stat(path: string): Promise<FileStat>
  /** Does not follow a final link. */
  lstat(path: string): Promise<FileStat>
  /**
   * `lstat` of many, and for each that fails its error: one answer for all costs less than one each. Where there is no
   * such method, callers make do with `lstat`.
   */
  readonly lstatAll?: (paths: readonly string[]) => Promise<(FileStat | Error)[]>
  realpath(path: string): Promise<string>
  /** Rejects with EACCES unless a file may be opened for reading, or a folder listed and entered. Follows links. */
  checkReadable(path: string, kind: 'file' | 'folder'): Promise<void>
  /** Rejects with EACCES or EROFS unless names can be made in a folder. Follows links. */
  checkWritable(path: string): Promise<void>
  /** Opens for reading; never blocks on a FIFO. */
  openToRead(path: string): Promise<OpenFile>
  /** Creates a file that must not exist yet, mode 0600, never through a link (O_EXCL, O_NOFOLLOW). */
  create(path: string): Promise<OpenFile>
  /** Opens a file to read it and to write on: never through a link (O_NOFOLLOW), and nothing that is no file. */
  reopen(path: string): Promise<OpenFile>
  /**
   * Creates missing parents too. A folder that is there already is no error; anything else there is (EEXIST, ENOTDIR).
   * @param mode permission bits of the new folder itself, less the umask; 0777 if absent
   */
  makeFolder(path: string, mode?: number): Promise<void>
  /**
   * Opens a folder to work in; never through a final link (ELOOP or ENOTDIR). Only where the system can name an open
   * folder, which is Linux: elsewhere there is no such method, and callers make do with `lstat`.
   */
  readonly openFolder?: (path: string) => Promise<OpenFolder>
  rename(from: string, to: string): Promise<void>
  /** Gives a file another name, which must not exist (EEXIST); a link itself, where the system can (Linux). */
  link(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  /** Removes a folder that has nothing in it (ENOTEMPTY or EEXIST otherwise); never a link (ENOTDIR). */
  removeFolder(path: string): Promise<void>
  /** Puts a folder's names on disk. */
  syncFolder(path: string): Promise<void>
}

export interface FolderName {
  /** The name if it is UTF-8, else null. */
  readonly name: string | null
  readonly bytes: Uint8Array
  /** From the folder itself, without another call; `unknown` where the file system does not say. */
  readonly kind: 'file' | 'folder' | 'link' | 'special' | 'unknown'
}

export interface FileStat {
  readonly kind: 'file' | 'folder' | 'link' | 'special'
  readonly size: number
  /** Milliseconds since 1970, with a fraction. */
  readonly modified: number
  readonly changed: number
  readonly dev: number
  readonly ino: number
  /** Names that lead to a file; 1 for anything else. */
  readonly links: number
  /** Permission bits. */
  readonly mode: number
  /** The number of its owner; 0 where the system has none. */
  readonly owner: number
}

/** A folder held open: whoever moves it or puts a link in its place does not move what is done in it. */
export interface OpenFolder {
  /** Names below this path are names in this very folder, for as long as it is held. Not for people. */
  readonly path: string
  stat(): Promise<FileStat>
  close(): Promise<void>
}

export interface OpenFile {
  stat(): Promise<FileStat>
  /** Bytes read into `into` from `position`; 0 at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>
  /** Writes all of `from` at `position`. */
  write(from: Uint8Array, position: number): Promise<void>
  truncate(size: number): Promise<void>
  setMode(mode: number): Promise<void>
  /** Both access and modification time, in milliseconds. */
  setTimes(modified: number): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

import type { Clock } from '../world.ts'
import { fsErrorCode } from './explain-fs-error.ts'
import type { FileSystem } from './file-system.ts'

/** Milliseconds between two tries, and how many there are: twenty seconds in all. */
const wait = 100
const tries = 200

/**
 * A file system that waits while this process, or the machine, has as many files open as it may (EMFILE, ENFILE): what
 * is in flight gives some back. A machine with few of them is slower, and done in the end.
 *
 * @param onFull told each time, to have less in flight
 * @param stopping asked for a signal each time: once it aborts, nothing waits, and what waited fails as it would have
 */
export function waitForDescriptors(
  fs: FileSystem,
  clock: Clock,
  onFull: () => void,
  stopping: () => AbortSignal,
): FileSystem {
  const patient = async <T>(open: () => Promise<T>): Promise<T> => {
    for (let left = tries; ; left--) {
      try {
        return await open()
      } catch (error) {
        const code = fsErrorCode(error)
        const stop = stopping()
        if ((code !== 'EMFILE' && code !== 'ENFILE') || left === 0 || stop.aborted) throw error
        onFull()
        await clock.sleep(wait, stop).catch(() => {
          throw error
        })
      }
    }
  }
  const { openFolder, streamFolder, lstatAll } = fs
  return {
    readFolder: (path) => patient(() => fs.readFolder(path)),
    ...(streamFolder === undefined
      ? {}
      : { streamFolder: (path) => stream(() => streamFolder(path), patient) }),
    ...(lstatAll === undefined ? {} : { lstatAll }),
    stat: (path) => fs.stat(path),
    lstat: (path) => fs.lstat(path),
    realpath: (path) => fs.realpath(path),
    checkReadable: (path, kind) => fs.checkReadable(path, kind),
    checkWritable: (path) => fs.checkWritable(path),
    openToRead: (path) => patient(() => fs.openToRead(path)),
    create: (path) => patient(() => fs.create(path)),
    reopen: (path) => patient(() => fs.reopen(path)),
    makeFolder: (path, mode) => fs.makeFolder(path, mode),
    ...(openFolder === undefined ? {} : { openFolder: (path) => patient(() => openFolder(path)) }),
    rename: (from, to) => fs.rename(from, to),
    link: (from, to) => fs.link(from, to),
    unlink: (path) => fs.unlink(path),
    removeFolder: (path) => fs.removeFolder(path),
    syncFolder: (path) => patient(() => fs.syncFolder(path)),
  }
}

/**
 * A folder that is read some names at a time is opened when the first of them are asked for. Each try reads it anew: what
 * has failed once would end without a name, as an empty folder does.
 */
async function* stream<T>(
  read: () => AsyncIterable<T>,
  patient: <R>(open: () => Promise<R>) => Promise<R>,
): AsyncGenerator<T, void> {
  const { names, first } = await patient(async () => {
    const opened = read()[Symbol.asyncIterator]()
    return { names: opened, first: await opened.next() }
  })
  try {
    for (let next = first; next.done !== true; next = await names.next()) yield next.value
  } finally {
    await names.return?.()
  }
}

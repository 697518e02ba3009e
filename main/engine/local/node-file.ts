import {
  close,
  closeSync,
  fchmod,
  fchmodSync,
  fstat,
  fstatSync,
  fsync,
  ftruncate,
  futimes,
  futimesSync,
  openSync,
  open,
  read,
  readSync,
  write,
  writeSync,
} from 'node:fs'
import { promisify } from 'node:util'
import type { DiskPace } from './disk-pace.ts'
import type { FileStat, OpenFile } from './file-system.ts'
import { toFileStat } from './file-stat.ts'

const byPool = {
  open: promisify(open),
  stat: promisify(fstat),
  chmod: promisify(fchmod),
  utimes: promisify(futimes),
  truncate: promisify(ftruncate),
  sync: promisify(fsync),
  close: promisify(close),
}

/** Bytes: copying more of them takes longer than to ask the pool for it. */
const most = 64 * 1024

/** Bytes of one write: the kernel takes longer over more, for each byte. */
const mostAtOnce = 1024 * 1024

/** @param flags and @param mode as of `open(2)` */
export async function openFile(
  path: string,
  flags: number,
  pace: DiskPace,
  mode?: number,
): Promise<OpenFile> {
  const fd = await pace.call(
    () => openSync(path, flags, mode),
    () => byPool.open(path, flags, mode),
  )
  return new NodeFile(fd, pace)
}

/** An open file. Small calls are made at the pace of its disk; what has to reach the disk is waited for by the pool. */
class NodeFile implements OpenFile {
  readonly #pace: DiskPace
  /** -1 once it is closed: its number may be another file's by then. */
  #fd: number
  /** What the pool has been given and is not done with. */
  readonly #inFlight = new Set<Promise<unknown>>()

  constructor(fd: number, pace: DiskPace) {
    this.#fd = fd
    this.#pace = pace
  }

  async stat(): Promise<FileStat> {
    const fd = this.#open()
    return toFileStat(
      await this.#pace.call(
        () => fstatSync(fd),
        () => byPool.stat(fd),
      ),
    )
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    const fd = this.#open()
    return into.length > most
      ? this.#later(() => readByPool(fd, into, position))
      : this.#pace.call(
          () => readSync(fd, into, 0, into.length, position),
          () => this.#later(() => readByPool(fd, into, position)),
        )
  }

  async write(from: Uint8Array, position: number): Promise<void> {
    for (let written = 0; written < from.length;) {
      const fd = this.#open()
      const [rest, at] = [from.subarray(written, written + mostAtOnce), position + written]
      written += await (rest.length > most
        ? this.#later(() => writeByPool(fd, rest, at))
        : this.#pace.call(
            () => writeSync(fd, rest, 0, rest.length, at),
            () => this.#later(() => writeByPool(fd, rest, at)),
          ))
    }
  }

  async truncate(size: number): Promise<void> {
    await byPool.truncate(this.#open(), size)
  }

  async setMode(mode: number): Promise<void> {
    const fd = this.#open()
    await this.#pace.call(
      () => {
        fchmodSync(fd, mode)
      },
      () => byPool.chmod(fd, mode),
    )
  }

  async setTimes(modified: number): Promise<void> {
    const fd = this.#open()
    const time = modified / 1000
    await this.#pace.call(
      () => {
        futimesSync(fd, time, time)
      },
      () => byPool.utimes(fd, time, time),
    )
  }

  async sync(): Promise<void> {
    const fd = this.#open()
    await this.#later(() => byPool.sync(fd))
  }

  async close(): Promise<void> {
    const fd = this.#fd
    if (fd < 0) return
    this.#fd = -1
    // Its number may be another file's as soon as it is closed: what the pool has been given must be done before.
    await Promise.allSettled(this.#inFlight)
    await this.#pace.call(
      () => {
        closeSync(fd)
      },
      () => byPool.close(fd),
    )
  }

  #later<T>(call: () => Promise<T>): Promise<T> {
    const one = call()
    this.#inFlight.add(one)
    const done = (): void => {
      this.#inFlight.delete(one)
    }
    one.then(done, done)
    return one
  }

  #open(): number {
    if (this.#fd < 0) throw Object.assign(new Error('EBADF: the file is closed'), { code: 'EBADF' })
    return this.#fd
  }
}

const readByPool = (fd: number, into: Uint8Array, position: number): Promise<number> =>
  new Promise((resolve, reject) => {
    read(fd, into, 0, into.length, position, (error, count) => {
      if (error === null) resolve(count)
      else reject(error)
    })
  })

const writeByPool = (fd: number, from: Uint8Array, position: number): Promise<number> =>
  new Promise((resolve, reject) => {
    write(fd, from, 0, from.length, position, (error, count) => {
      if (error === null) resolve(count)
      else reject(error)
    })
  })

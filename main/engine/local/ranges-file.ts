import { fsErrorCode } from './explain-fs-error.ts'
import type { FileStat, FileSystem, OpenFile } from './file-system.ts'
import { longestText, rangesIn, WrittenRanges, type ByteRange } from './written-ranges.ts'

/** The name of the note beside a temp file. */
export const rangesName = (tempName: string): string => tempName.replace(/part$/, 'ranges')

/**
 * The note beside a temp file of which of its bytes have been written, for whoever finds the two after a kill. It is
 * written over in its place each time, and not sent to the disk: a hint, since what is gone on with is proved as a whole.
 * It is made with the first note. Where it can't be made or written, nothing is noted any more, and the transfer goes on
 * without.
 */
export class RangesFile {
  readonly #fs: FileSystem
  readonly #path: string
  readonly #every: number
  readonly #written = new WrittenRanges()
  #unnoted = 0
  #file: Promise<OpenFile> | null = null
  #isGivenUp = false
  readonly #onGivenUp: (error: Error) => void

  /**
   * @param every bytes that are written between two notes
   * @param onGivenUp told once, where nothing can be noted any more, with an error that has a code of Node
   */
  constructor(fs: FileSystem, path: string, every: number, onGivenUp: (error: Error) => void) {
    this.#fs = fs
    this.#path = path
    this.#every = every
    this.#onGivenUp = onGivenUp
  }

  /** Bytes are in the file. */
  async add(range: ByteRange): Promise<void> {
    this.#written.add(range)
    this.#unnoted += range.to - range.from
    if (this.#unnoted >= this.#every) await this.#note()
  }

  /** These and no others are in the file, from now on. */
  async replace(ranges: readonly ByteRange[]): Promise<void> {
    this.#written.clear()
    for (const range of ranges) this.#written.add(range)
    if (this.#file !== null || ranges.length > 0) await this.#note()
  }

  async #note(): Promise<void> {
    this.#unnoted = 0
    if (this.#isGivenUp) return
    try {
      this.#file ??= this.#fs.create(this.#path)
      await (await this.#file).write(Buffer.from(this.#written.toText()), 0)
    } catch (error) {
      if (fsErrorCode(error) === undefined) throw error
      this.#giveUp(error as Error)
    }
  }

  /** Once: several may be on their way. */
  #giveUp(error: Error): void {
    if (this.#isGivenUp) return
    this.#isGivenUp = true
    this.#onGivenUp(error)
  }

  /** Nobody is to go on from it. Once it is gone, nothing happens. */
  async remove(): Promise<void> {
    if (this.#file === null) return
    const file = await this.#file.catch(() => null)
    // Where it could not be made, there is nothing of ours under its name.
    if (file !== null) {
      await file.close()
      await this.#fs.unlink(this.#path).catch(unlessGone)
    }
    this.#file = null
  }
}

/**
 * What the note of an ended run says of a temp file of `size` bytes: nothing where it is not there, can't be read, or is
 * none of ours. It stays.
 */
export async function readRangesFile(fs: FileSystem, path: string, size: number): Promise<ByteRange[]> {
  try {
    if (!isOurs(await fs.lstat(path))) return []
    const file = await fs.reopen(path)
    try {
      if (!isOurs(await file.stat())) return []
      const bytes = Buffer.alloc(longestText)
      const count = await file.read(bytes, 0)
      return rangesIn(bytes.toString('latin1', 0, count), size)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (fsErrorCode(error) === undefined) throw error
    return []
  }
}

/** A name that leads to no file, or to one that has other names too, was not made by us. */
export const isOurs = ({ kind, links }: FileStat): boolean => kind === 'file' && links === 1

function unlessGone(error: unknown): void {
  if (fsErrorCode(error) !== 'ENOENT') throw error
}

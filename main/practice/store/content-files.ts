import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { ContentReader } from './content-reader.ts'
import { ContentWriter } from './content-writer.ts'

/** A run of bytes of one content file, or of a content so small that it has none. */
export interface ContentRange {
  readonly id: string
  /** First byte. */
  readonly from: number
  /** Bytes. */
  readonly length: number
  /** Those bytes, where they are not in a file. */
  readonly bytes: Uint8Array | null
}

/**
 * The bytes of objects and parts that are too many for the index, each in a file of its own that is named by a random
 * id and never changed. A file is written under `incoming`, then renamed into its folder, before the index speaks of it.
 */
export class ContentFiles {
  readonly #directory: string
  readonly #folders = new Set<string>()
  /** How many are reading a file; one removed meanwhile goes when the last of them is done. */
  readonly #readers = new Map<string, number>()
  readonly #doomed = new Set<string>()

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Makes the folders, and removes what a killed server left behind: all that the index does not know. */
  async prepare(isKnown: (id: string) => boolean): Promise<void> {
    await rm(this.#incoming(), { recursive: true, force: true })
    await mkdir(this.#incoming(), { recursive: true })
    for (const folder of await readdir(this.#directory)) {
      if (folder === 'incoming') continue
      this.#folders.add(folder)
      for (const id of await readdir(path.join(this.#directory, folder))) {
        if (!isKnown(id)) await rm(this.#file(id), { force: true })
      }
    }
  }

  /** New content to be written. Ends in `keep` or `discard`. */
  create(): ContentWriter {
    const id = randomBytes(16).toString('hex')
    return new ContentWriter(id, path.join(this.#incoming(), id), async (written) => {
      const folder = id.slice(0, 2)
      if (!this.#folders.has(folder)) {
        await mkdir(path.join(this.#directory, folder), { recursive: true })
        this.#folders.add(folder)
      }
      const placed = this.#file(id)
      await rename(written, placed)
      return placed
    })
  }

  /**
   * The bytes of some ranges, one after another. The files stay from this call until the iterator ends or is returned,
   * so that a reader sees one version whole, whatever is written meanwhile.
   */
  read(ranges: readonly ContentRange[]): AsyncIterableIterator<Uint8Array> {
    const ids = ranges.filter(({ bytes }) => bytes === null).map(({ id }) => id)
    for (const id of ids) this.#readers.set(id, (this.#readers.get(id) ?? 0) + 1)
    return new ContentReader(this.#bytesOf(ranges), async () => {
      for (const id of ids) await this.#release(id)
    })
  }

  /** Removes files that the index no longer knows. */
  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      if (this.#readers.has(id)) this.#doomed.add(id)
      else await rm(this.#file(id), { force: true })
    }
  }

  async *#bytesOf(ranges: readonly ContentRange[]): AsyncGenerator<Uint8Array> {
    for (const { id, from, length, bytes } of ranges) {
      if (bytes !== null) {
        yield bytes
        continue
      }
      const file = this.#file(id)
      let seen = 0
      const stream = createReadStream(file, {
        start: from,
        end: from + length - 1,
        highWaterMark: 256 * 1024,
      })
      for await (const read of stream as AsyncIterable<Uint8Array>) {
        seen += read.length
        yield read
      }
      if (seen !== length) throw new Error(`${file} is shorter than the index says`)
    }
  }

  async #release(id: string): Promise<void> {
    const readers = (this.#readers.get(id) ?? 1) - 1
    if (readers > 0) {
      this.#readers.set(id, readers)
      return
    }
    this.#readers.delete(id)
    if (this.#doomed.delete(id)) await rm(this.#file(id), { force: true })
  }

  #incoming(): string {
    return path.join(this.#directory, 'incoming')
  }

  #file(id: string): string {
    return path.join(this.#directory, id.slice(0, 2), id)
  }
}

import { open, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

/** Content up to this size, in bytes, gets no file: a row in the index costs a twentieth of one. */
const smallContent = 16 * 1024

/** One content while it is received. */
export class ContentWriter {
  readonly id: string
  size = 0
  /** Where the file is, if there is one. */
  #path: string
  readonly #place: (written: string) => Promise<string>
  #held: Uint8Array[] = []
  #handle: FileHandle | null = null

  /** @param place moves a written file to where it belongs, and answers where that is */
  constructor(id: string, file: string, place: (written: string) => Promise<string>) {
    this.id = id
    this.#path = file
    this.#place = place
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.size += bytes.length
    this.#held.push(bytes)
    if (this.size <= smallContent) return
    this.#handle ??= await open(this.#path, 'wx')
    const held = this.#held
    this.#held = []
    for (const piece of held) await writeWhole(this.#handle, piece)
  }

  /** All is written: a file gets its place. The bytes themselves where they are so few that there is no file. */
  async keep(): Promise<Uint8Array | null> {
    if (this.#handle === null) return Buffer.concat(this.#held)
    await this.#close()
    this.#path = await this.#place(this.#path)
    return null
  }

  /** The content is not wanted, whether it was kept or not. */
  async discard(): Promise<void> {
    await this.#close()
    if (this.size > smallContent) await rm(this.#path, { force: true })
  }

  async #close(): Promise<void> {
    const handle = this.#handle
    this.#handle = null
    await handle?.close()
  }
}

async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, from)
    from += bytesWritten
  }
}

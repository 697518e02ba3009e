import type { Seen } from '../../../shared/plan-row.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { explainFsError } from '../local/explain-fs-error.ts'
import { keyToPath } from '../local/key-to-path.ts'
import type { Retry } from '../running/retry.ts'
import { sourceName, type LocalSide, type S3Side, type Side } from '../side.ts'
import type { World } from '../world.ts'

/** Reads one entry of a side for people to look at, a range at a time, and counts what that takes. */
export class SideReader {
  /** Requests to the server, those that were made again included. */
  requests = 0
  /** Bytes that were read. */
  bytes = 0
  readonly #world: Pick<World, 'fs' | 'platform'>
  readonly #retry: Retry
  readonly #side: Side
  readonly #name: string
  readonly #seen: Seen
  readonly #versionId: string | undefined

  /** @param seen as the plan has it: an object that is another by now is not read. */
  constructor(
    world: Pick<World, 'fs' | 'platform'>,
    retry: Retry,
    {
      side,
      key,
      seen,
      versionId,
    }: {
      readonly side: Side
      readonly key: string
      readonly seen: Seen
      /** Of an object: the version that is meant; the current one if absent. */
      readonly versionId?: string | undefined
    },
  ) {
    this.#world = world
    this.#retry = retry
    this.#side = side
    this.#name = sourceName(side, key)
    this.#seen = seen
    this.#versionId = versionId
  }

  /** So many bytes from a place on, fewer where it ends. @throws SluiceError */
  async read(from: number, size: number, signal: AbortSignal): Promise<Uint8Array> {
    const wanted = Math.min(size, this.#seen.size - from)
    if (wanted <= 0) return new Uint8Array()
    const side = this.#side
    const bytes =
      side.kind === 'local'
        ? await this.#readFile(side, from, wanted)
        : await this.#get(side, from, wanted, signal)
    this.bytes += bytes.length
    return bytes
  }

  async #get(side: S3Side, from: number, size: number, signal: AbortSignal): Promise<Uint8Array> {
    const { etag } = this.#seen
    const key = side.prefix + this.#name
    return this.#retry(
      `look at ${key}`,
      async (attempt) => {
        this.requests++
        const query = {
          ...{ bucket: side.bucket, key, from, size },
          ...(etag === undefined ? {} : { ifMatch: etag }),
          ...(this.#versionId === undefined ? {} : { versionId: this.#versionId }),
        }
        const body = await side.store.get(query, attempt)
        const chunks: Uint8Array[] = []
        for await (const chunk of body.bytes) chunks.push(chunk)
        return Buffer.concat(chunks)
      },
      signal,
    )
  }

  async #readFile(side: LocalSide, from: number, size: number): Promise<Uint8Array> {
    const { fs, platform } = this.#world
    const landing = keyToPath(side.root, this.#name, platform)
    if (!landing.ok) {
      throw new SluiceError({
        code: 'usage',
        message: `${this.#name} can not be looked at: ${landing.why}`,
        subject: this.#name,
      })
    }
    const { path } = landing
    try {
      const file = await fs.openToRead(path)
      try {
        const bytes = new Uint8Array(size)
        let filled = 0
        while (filled < size) {
          const read = await file.read(bytes.subarray(filled), from + filled)
          if (read === 0) break
          filled += read
        }
        return bytes.subarray(0, filled)
      } finally {
        await file.close()
      }
    } catch (error) {
      throw explainFsError(error, path)
    }
  }
}

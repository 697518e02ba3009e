import { createHash } from 'node:crypto'
import type { StoredChecksum } from '../s3/object-store.ts'
import { compositeEtag, EtagHasher } from '../transfer/digest.ts'
import { hashInline } from '../transfer/hashing.ts'
import type { World } from '../world.ts'
import type { DigestCache } from './digest-cache.ts'
import { readListedFile, type ListedFile } from './read-listed-file.ts'

/** A digest of a file that can be compared with what a server says of an object. */
export interface DigestKind {
  /** What it is called in the cache: `MD5`, `parts of 8388608`, `CRC64NVME`. */
  readonly name: string
  /** Bytes, where it is one over parts of one size. */
  readonly partSize?: number
  readonly start: () => RunningDigest
}

interface RunningDigest {
  readonly update: (bytes: Uint8Array) => void
  readonly value: () => string | Promise<string>
}

/** The ETag of an object that went in one piece. */
export const wholeMd5: DigestKind = {
  name: 'MD5',
  start: () => {
    const hasher = new EtagHasher(null, hashInline)
    return {
      update: (bytes) => {
        void hasher.update(bytes)
      },
      value: () => hasher.etag(),
    }
  },
}

/** The ETag of an object that went in parts of one size, the last one aside. */
export const partsOf = (partSize: number): DigestKind => ({
  name: `parts of ${partSize}`,
  partSize,
  start: () => {
    const hasher = new EtagHasher(partSize, hashInline)
    return {
      update: (bytes) => {
        void hasher.update(bytes)
      },
      value: () => hasher.etag(),
    }
  },
})

/** The ETag of an object that went in parts of these sizes. */
export const partsLike = (sizes: readonly number[]): DigestKind => ({
  name: `parts of ${sizes.join(',')}`,
  start: () => {
    const digests: Uint8Array[] = []
    let hash = createHash('md5')
    let inPart = 0
    return {
      update: (bytes) => {
        let rest = bytes
        while (rest.length > 0) {
          const room = (sizes[digests.length] ?? Infinity) - inPart
          const chunk = rest.subarray(0, room)
          hash.update(chunk)
          inPart += chunk.length
          rest = rest.subarray(chunk.length)
          if (chunk.length < room) continue
          digests.push(hash.digest())
          hash = createHash('md5')
          inPart = 0
        }
      },
      value: () => compositeEtag(digests),
    }
  },
})

/** The checksum that a server keeps of an object. */
export const likeChecksum = (stored: StoredChecksum): DigestKind => ({
  name: stored.algorithm,
  start: () => {
    const running = stored.start()
    return {
      update: (bytes) => {
        running.update(bytes)
      },
      value: async () => Buffer.from(await running.digest()).toString('base64'),
    }
  },
})

/** Digests of one file as it was listed: from the cache, or from its bytes, which are then read once for all of them. */
export class FileDigests {
  readonly #world: Pick<World, 'fs' | 'clock' | 'log'>
  readonly #file: ListedFile
  readonly #cache: DigestCache | null
  readonly #known: Map<string, string>
  /** Computed now, and not remembered from an earlier reading. */
  readonly #fresh = new Set<string>()

  constructor(world: Pick<World, 'fs' | 'clock' | 'log'>, file: ListedFile, cache: DigestCache | null) {
    this.#world = world
    this.#file = file
    this.#cache = cache
    this.#known = cache?.digestsOf(file.seen) ?? new Map<string, string>()
  }

  /** Whether any digest that is remembered has this value: nothing is read. */
  remembers(value: string): boolean {
    return [...this.#known.values()].includes(value)
  }

  /** Whether a digest of a kind is remembered, or was read. */
  knows({ name }: DigestKind): boolean {
    return this.#known.has(name)
  }

  /** The MD5 of all its bytes. @throws SluiceError as `readListedFile` does; the signal's reason. */
  async md5(signal: AbortSignal): Promise<string> {
    if (!this.knows(wholeMd5)) await this.#read([wholeMd5], signal)
    return this.#known.get(wholeMd5.name) ?? ''
  }

  /** The size of parts that an ETag was once found to be made over. */
  partSizeOf(etag: string): number | null {
    return this.#cache?.partSizeOf(etag) ?? null
  }

  /**
   * Whether one of these digests has this value, remembered or read. That none has is always told from the bytes as
   * they are now: what is remembered saves a reading where it says the same, and is never a reason to transfer.
   *
   * @throws SluiceError as `readListedFile` does; the signal's reason.
   */
  async have(value: string, kinds: readonly DigestKind[], signal: AbortSignal): Promise<boolean> {
    if (kinds.some(({ name }) => this.#known.get(name) === value)) return true
    await this.#read(
      kinds.filter(({ name }) => !this.#fresh.has(name)),
      signal,
    )
    const fits = kinds.find(({ name }) => this.#known.get(name) === value)
    if (fits?.partSize !== undefined) this.#cache?.keepPartSize(value, fits.partSize)
    return fits !== undefined
  }

  async #read(kinds: readonly DigestKind[], signal: AbortSignal): Promise<void> {
    if (kinds.length === 0) return
    const { fs, clock, log } = this.#world
    const begun = clock.now()
    log.write({ what: 'read-to-compare', path: this.#file.path, digests: kinds.map(({ name }) => name) })
    const running = kinds.map(({ name, start }) => ({ name, ...start() }))
    await readListedFile(
      fs,
      this.#file,
      (bytes) => {
        for (const { update } of running) update(bytes)
      },
      signal,
    )
    for (const { name, value } of running) {
      const digest = await value()
      this.#known.set(name, digest)
      this.#fresh.add(name)
    }
    this.#cache?.keep(this.#file.seen, this.#known, begun)
  }
}

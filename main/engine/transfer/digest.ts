import { createHash } from 'node:crypto'
import type { PutQuery } from '../s3/object-store.ts'
import type { Hashing, RunningHash } from './hashing.ts'

export const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')

/** What a request is told of its body: its MD5, and its SHA-256 where that is to be signed. */
export const hashedBody = (
  body: Uint8Array,
  md5: Uint8Array,
  { hashing }: { readonly hashing: Hashing },
): Pick<PutQuery, 'body' | 'md5' | 'sha256'> => ({
  body,
  md5,
  sha256: async () => hex(await hashing.digest('sha256', body)),
})

/** The ETag S3 gives an object made of parts: the MD5 of the parts' MD5s, a dash, and their number. */
export function compositeEtag(partDigests: readonly Uint8Array[]): string {
  const whole = createHash('md5')
  for (const digest of partDigests) whole.update(digest)
  return `${whole.digest('hex')}-${partDigests.length}`
}

const plain = /^[0-9a-f]{32}$/
const composite = /^[0-9a-f]{32}-(\d{1,5})$/

/** What the shape of an ETag says: the MD5 of all bytes, one over N parts, or nothing. */
export type EtagShape =
  | { readonly kind: 'plain' }
  | { readonly kind: 'parts'; readonly count: number }
  | { readonly kind: 'opaque' }

export function etagShape(etag: string): EtagShape {
  if (plain.test(etag)) return { kind: 'plain' }
  const parts = composite.exec(etag)?.[1]
  return parts === undefined ? { kind: 'opaque' } : { kind: 'parts', count: Number(parts) }
}

/**
 * MD5 of bytes that come in order, over the whole or in parts of one size, so that it can be compared with an ETag of
 * either shape. MD5 is what S3 calls a digest: it is checked against transmission errors, not against an attacker.
 */
export class EtagHasher {
  readonly #partSize: number | null
  readonly #hashing: Hashing
  readonly #digests: Promise<Uint8Array>[] = []
  #hash: RunningHash
  #inPart = 0

  /** @param partSize bytes of every part but the last; null for an ETag over the whole. */
  constructor(partSize: number | null, hashing: Hashing) {
    this.#partSize = partSize
    this.#hashing = hashing
    this.#hash = hashing.begin('md5')
  }

  /** The bytes must stay as they are until it resolves; it may be called again before. Never rejects. */
  async update(bytes: Uint8Array): Promise<void> {
    if (this.#partSize === null) return this.#hash.update(bytes)
    const taken: Promise<void>[] = []
    let rest = bytes
    while (rest.length > 0) {
      const chunk = rest.subarray(0, this.#partSize - this.#inPart)
      taken.push(this.#hash.update(chunk))
      this.#inPart += chunk.length
      rest = rest.subarray(chunk.length)
      if (this.#inPart === this.#partSize) this.#endPart()
    }
    await Promise.all(taken)
  }

  /** The ETag of what came; call once. @throws SluiceError `integrity` where a digest got lost */
  async etag(): Promise<string> {
    if (this.#partSize === null) return hex(await this.#hash.digest())
    if (this.#inPart > 0 || this.#digests.length === 0) this.#endPart()
    return compositeEtag(await Promise.all(this.#digests))
  }

  #endPart(): void {
    const digest = this.#hash.digest()
    // Whoever asks for the ETag meets its failure; until then it must not count as unhandled.
    digest.catch(() => undefined)
    this.#digests.push(digest)
    this.#hash = this.#hashing.begin('md5')
    this.#inPart = 0
  }
}

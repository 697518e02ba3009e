import { createHash, hash } from 'node:crypto'

/** MD5 is what S3 calls a digest: it is checked against transmission errors, not against an attacker. */
export function md5(bytes: Uint8Array): Uint8Array {
  return hash('md5', bytes, 'buffer')
}

export const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')

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
 * either shape.
 */
export class EtagHasher {
  readonly #partSize: number | null
  readonly #digests: Uint8Array[] = []
  #hash = createHash('md5')
  #inPart = 0

  /** @param partSize bytes of every part but the last; null for an ETag over the whole. */
  constructor(partSize: number | null) {
    this.#partSize = partSize
  }

  update(bytes: Uint8Array): void {
    if (this.#partSize === null) {
      this.#hash.update(bytes)
      return
    }
    let rest = bytes
    while (rest.length > 0) {
      const chunk = rest.subarray(0, this.#partSize - this.#inPart)
      this.#hash.update(chunk)
      this.#inPart += chunk.length
      rest = rest.subarray(chunk.length)
      if (this.#inPart === this.#partSize) this.#endPart()
    }
  }

  /** The ETag of what came; call once. */
  etag(): string {
    if (this.#partSize === null) return this.#hash.digest('hex')
    if (this.#inPart > 0 || this.#digests.length === 0) this.#endPart()
    return compositeEtag(this.#digests)
  }

  #endPart(): void {
    this.#digests.push(this.#hash.digest())
    this.#hash = createHash('md5')
    this.#inPart = 0
  }
}

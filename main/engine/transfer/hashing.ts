import { createHash, hash } from 'node:crypto'

export type HashAlgorithm = 'md5' | 'sha256'

/** Computes digests, on this thread or beside it. The bytes must stay as they are until a promise of theirs settles. */
export interface Hashing {
  digest(algorithm: HashAlgorithm, bytes: Uint8Array): Promise<Uint8Array>
  /** Begins a digest over bytes that come in order. */
  begin(algorithm: HashAlgorithm): RunningHash
  /** Ends what runs beside this thread, until it is wanted again. */
  close(): void
}

export interface RunningHash {
  /** Never rejects; may be called again before it resolves. */
  update(bytes: Uint8Array): Promise<void>
  /** Call once. @throws SluiceError `integrity` where it got lost, so that nothing is taken for proved */
  digest(): Promise<Uint8Array>
}

/** All of it on this thread. */
export const hashInline: Hashing = {
  digest: (algorithm, bytes) => Promise.resolve(hash(algorithm, bytes, 'buffer')),
  begin(algorithm) {
    const running = createHash(algorithm)
    return {
      update(bytes) {
        running.update(bytes)
        return Promise.resolve()
      },
      digest: () => Promise.resolve(running.digest()),
    }
  },
  close: () => undefined,
}

import type { ChecksumAlgorithm } from '../../../shared/checksum-algorithms.ts'

/**
 * Which checksum the parts of each open upload go with. It stays as it was at the upload's start, or at the first call about
 * one that was begun earlier, whatever is learnt of the server meanwhile: a finish names the checksums of all parts, and
 * they have to be of one kind.
 */
export class UploadChecksums {
  readonly #known = new Map<string, ChecksumAlgorithm | null>()

  /** @param now what goes with bodies now */
  of(uploadId: string, now: ChecksumAlgorithm | null): ChecksumAlgorithm | null {
    const known = this.#known.get(uploadId)
    if (known !== undefined) return known
    this.set(uploadId, now)
    return now
  }

  set(uploadId: string, algorithm: ChecksumAlgorithm | null): void {
    this.#known.set(uploadId, algorithm)
  }

  /** It is finished or aborted. */
  end(uploadId: string): void {
    this.#known.delete(uploadId)
  }
}

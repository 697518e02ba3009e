import { createHash } from 'node:crypto'
import type { ChecksumAlgorithm } from '../checksums/checksum.ts'
import { checksumHeader, startChecksum } from '../checksums/checksum.ts'
import type { RunningChecksum } from '../checksums/running-checksum.ts'
import { S3Error } from '../s3-error.ts'
import type { DeclaredDigests } from './declared-digests.ts'
import { checkedDigest } from './declared-digests.ts'

export interface Digests {
  /** 16 bytes. */
  readonly md5: Buffer
  /** In base64, of the algorithm asked for. */
  readonly checksum: string
}

/** The digests of a body as it comes, and at its end the comparison with those its request declared. */
export class BodyDigests {
  readonly #declared: DeclaredDigests
  readonly #md5 = createHash('md5')
  readonly #checksums = new Map<ChecksumAlgorithm, RunningChecksum>()
  readonly #wanted: ChecksumAlgorithm

  /** @param wanted the checksum to be kept, whatever the request declared */
  constructor(declared: DeclaredDigests, wanted: ChecksumAlgorithm) {
    this.#declared = declared
    this.#wanted = wanted
    for (const algorithm of [wanted, declared.checksum?.algorithm ?? wanted]) {
      if (!this.#checksums.has(algorithm)) this.#checksums.set(algorithm, startChecksum(algorithm))
    }
  }

  update(bytes: Uint8Array): void {
    this.#md5.update(bytes)
    for (const checksum of this.#checksums.values()) checksum.update(bytes)
  }

  /** @throws S3Error `BadDigest` where a declared digest is not that of the bytes */
  finish(trailers: ReadonlyMap<string, string>): Digests {
    const md5 = this.#md5.digest()
    const computed = new Map(
      [...this.#checksums].map(([name, sum]) => [name, sum.digest().toString('base64')]),
    )
    this.#checkMd5(md5)
    this.#checkChecksum(computed, trailers)
    return { md5, checksum: computed.get(this.#wanted) ?? '' }
  }

  #checkMd5(md5: Buffer): void {
    const declared = this.#declared.md5
    if (declared === null || declared === md5.toString('base64')) return
    const ExpectedDigest = Buffer.from(declared, 'base64').toString('hex')
    throw new S3Error('BadDigest', { details: { ExpectedDigest, CalculatedDigest: md5.toString('base64') } })
  }

  #checkChecksum(
    computed: ReadonlyMap<ChecksumAlgorithm, string>,
    trailers: ReadonlyMap<string, string>,
  ): void {
    const declared = this.#declared.checksum
    if (declared === null) return
    const { algorithm } = declared
    const value = declared.value ?? checkedDigest(algorithm, trailers.get(checksumHeader(algorithm)) ?? '')
    if (value === computed.get(algorithm)) return
    throw new S3Error('BadDigest', {
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    })
  }
}

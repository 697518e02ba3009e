import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { Crc32c } from './crc32c.ts'
import { Crc64Nvme } from './crc64nvme.ts'
import type { RunningChecksum } from './running-checksum.ts'

/**
 * The checksum algorithms of S3's flexible checksums, as they are spelt in `x-amz-checksum-algorithm`, with the bytes
 * of a digest (docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
 */
export const digestSizes = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 } as const

export type ChecksumAlgorithm = keyof typeof digestSizes

export const checksumAlgorithms: readonly ChecksumAlgorithm[] = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
]

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(digestSizes, name)
}

/** `x-amz-checksum-crc32`: the header and the trailer that carry a digest in base64. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`
}

export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  switch (algorithm) {
    case 'CRC32':
      return new Crc32()
    case 'CRC32C':
      return new Crc32c()
    case 'CRC64NVME':
      return new Crc64Nvme()
    case 'SHA1':
      return createHash('sha1')
    case 'SHA256':
      return createHash('sha256')
  }
}

class Crc32 implements RunningChecksum {
  #crc = 0

  update(bytes: Uint8Array): void {
    this.#crc = crc32(bytes, this.#crc)
  }

  digest(): Buffer {
    const digest = Buffer.alloc(4)
    digest.writeUInt32BE(this.#crc)
    return digest
  }
}

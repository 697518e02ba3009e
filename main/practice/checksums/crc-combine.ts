import type { ChecksumAlgorithm } from './checksum.ts'

/** The CRCs whose checksum of a whole follows from those of its parts: width in bits and reflected polynomial. */
const polynomials = {
  CRC32: { width: 32n, polynomial: 0xedb88320n },
  CRC32C: { width: 32n, polynomial: 0x82f63b78n },
  CRC64NVME: { width: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
} as const

export type CombinableChecksum = keyof typeof polynomials

export function isCombinable(algorithm: ChecksumAlgorithm): algorithm is CombinableChecksum {
  return Object.hasOwn(polynomials, algorithm)
}

export interface PartChecksum {
  readonly size: number
  readonly digest: Uint8Array
}

/**
 * The CRC of parts joined together, from the CRC of each: what S3 calls a FULL_OBJECT checksum of a multipart upload.
 * CRC(a‖b) = CRC(a)·x^(8·|b|) + CRC(b), in polynomials over GF(2) modulo the CRC's own (as in zlib's crc32_combine).
 */
export function combineCrcs(algorithm: CombinableChecksum, parts: readonly PartChecksum[]): Buffer {
  const { width, polynomial } = polynomials[algorithm]
  const one = 1n << (width - 1n)
  const powers = new Map<number, bigint>()

  /** Product of two polynomials; the highest bit is the constant term. */
  const multiply = (left: bigint, right: bigint): bigint => {
    let product = 0n
    let shifted = right
    for (let bit = one; bit > 0n; bit >>= 1n) {
      if ((left & bit) !== 0n) product ^= shifted
      shifted = (shifted & 1n) === 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n
    }
    return product
  }

  /** x^(8·bytes), by squaring; parts are mostly of one size, so each is worked out once. */
  const shiftBy = (bytes: number): bigint => {
    const known = powers.get(bytes)
    if (known !== undefined) return known
    let power = one
    let square = one >> 8n
    for (let rest = BigInt(bytes); rest > 0n; rest >>= 1n) {
      if ((rest & 1n) === 1n) power = multiply(power, square)
      square = multiply(square, square)
    }
    powers.set(bytes, power)
    return power
  }

  let whole = 0n
  for (const part of parts) {
    const crc = BigInt(`0x${Buffer.from(part.digest).toString('hex')}`)
    whole = multiply(whole, shiftBy(part.size)) ^ crc
  }
  return Buffer.from(whole.toString(16).padStart(Number(width / 4n), '0'), 'hex')
}

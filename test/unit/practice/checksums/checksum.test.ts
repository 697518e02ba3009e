import { describe, expect, test } from 'vitest'
import type { ChecksumAlgorithm } from '../../../../main/practice/checksums/checksum.ts'
import {
  checksumAlgorithms,
  checksumHeader,
  digestSizes,
  startChecksum,
} from '../../../../main/practice/checksums/checksum.ts'

/** The check values of the catalogues: each algorithm over `123456789`. */
const checkValues: Record<ChecksumAlgorithm, string> = {
  CRC32: 'cbf43926',
  CRC32C: 'e3069283',
  CRC64NVME: 'ae8b14860a799888',
  SHA1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  SHA256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
}

/** RFC 3720, B.4, and the same inputs through CRC64NVME. */
const crc32cVectors: [name: string, bytes: Uint8Array, crc: string][] = [
  ['32 zero bytes', new Uint8Array(32), '8a9136aa'],
  ['32 bytes of ones', new Uint8Array(32).fill(255), '62a8ab43'],
  ['32 bytes counting up', Uint8Array.from({ length: 32 }, (_, i) => i), '46dd794e'],
  ['32 bytes counting down', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), '113fdb5c'],
]

function digest(algorithm: ChecksumAlgorithm, ...pieces: Uint8Array[]): string {
  const checksum = startChecksum(algorithm)
  for (const piece of pieces) checksum.update(piece)
  return checksum.digest().toString('hex')
}

describe.each(checksumAlgorithms)('%s', (algorithm) => {
  test('has its check value', () => {
    expect(digest(algorithm, Buffer.from('123456789'))).toBe(checkValues[algorithm])
  })

  test('has a digest of its size, in a header of its name', () => {
    expect(startChecksum(algorithm).digest()).toHaveLength(digestSizes[algorithm])
    expect(checksumHeader(algorithm)).toBe(`x-amz-checksum-${algorithm.toLowerCase()}`)
  })

  test('is the same however the bytes are cut', () => {
    const bytes = Uint8Array.from({ length: 4099 }, (_, i) => (i * 7919) >>> 3)
    const whole = digest(algorithm, bytes)
    for (const cut of [0, 1, 7, 8, 9, 2048, 4098, 4099]) {
      expect(digest(algorithm, bytes.subarray(0, cut), bytes.subarray(cut))).toBe(whole)
    }
    expect(digest(algorithm, ...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toBe(whole)
  })
})

test.each(crc32cVectors)('CRC32C of %s is that of RFC 3720', (_, bytes, crc) => {
  expect(digest('CRC32C', bytes)).toBe(crc)
})

test('CRC64NVME of 4,096 zero bytes is that of the NVMe specification', () => {
  expect(digest('CRC64NVME', new Uint8Array(4096))).toBe('6482d367eb22b64e')
  expect(digest('CRC64NVME', new Uint8Array(4096).fill(255))).toBe('c0ddba7302eca3ac')
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startChecksum } from '../../../../main/practice/checksums/checksum.ts'
import type { CombinableChecksum } from '../../../../main/practice/checksums/crc-combine.ts'
import { combineCrcs, isCombinable } from '../../../../main/practice/checksums/crc-combine.ts'

function digest(algorithm: CombinableChecksum, bytes: Uint8Array): Buffer {
  const checksum = startChecksum(algorithm)
  checksum.update(bytes)
  return checksum.digest()
}

describe.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)('%s', (algorithm) => {
  test('of parts is that of the whole, empty parts among them', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 6 }), (parts) => {
        const named = parts.map((bytes) => ({ size: bytes.length, digest: digest(algorithm, bytes) }))
        expect(combineCrcs(algorithm, named)).toEqual(digest(algorithm, Buffer.concat(parts)))
      }),
    )
  })

  test('keeps leading zeros', () => {
    const width = digest(algorithm, new Uint8Array()).length
    expect(combineCrcs(algorithm, [{ size: 0, digest: new Uint8Array(width) }])).toEqual(Buffer.alloc(width))
  })
})

test('SHA digests of parts do not combine', () => {
  expect((['SHA1', 'SHA256'] as const).map(isCombinable)).toEqual([false, false])
})

import { expect, test } from 'vitest'
import {
  bodyChecksum,
  checksumOf,
  isSameChecksum,
  storedChecksum,
} from '../../../../main/engine/s3/checksums.ts'
import { checksumAlgorithms } from '../../../../shared/checksum-algorithms.ts'

/** Of the nine bytes `123456789`, as the catalogues and the algorithms' own pages have them, in hex. */
const known = {
  CRC32: 'cbf43926',
  CRC32C: 'e3069283',
  CRC64NVME: 'ae8b14860a799888',
  SHA1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  SHA256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
  SHA512:
    'd9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274ad27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85',
  XXHASH64: '8cb841db40e6ae83',
  XXHASH3: null,
  XXHASH128: null,
} as const

const headers = (name: string, value: string, more = {}) => ({
  [`x-amz-checksum-${name.toLowerCase()}`]: value,
  ...more,
})

test.each(Object.entries(known).filter(([, hex]) => hex !== null))(
  '%s of bytes that come in pieces is the one of the whole',
  async (algorithm, hex) => {
    const value = Buffer.from(String(hex), 'hex').toString('base64')
    const kept = storedChecksum(headers(algorithm, value))
    expect(kept).toMatchObject({ algorithm, value })
    const running = kept?.start()
    for (const piece of ['1234', '', '56789']) running?.update(Buffer.from(piece))
    expect(Buffer.from((await running?.digest()) ?? []).toString('base64')).toBe(value)
  },
)

test('a body goes with its checksum, and with its kind', async () => {
  expect(await bodyChecksum('CRC32', Buffer.from('123456789'))).toEqual({
    'x-amz-sdk-checksum-algorithm': 'CRC32',
    'x-amz-checksum-crc32': Buffer.from(known.CRC32, 'hex').toString('base64'),
  })
})

test.each(checksumAlgorithms)('%s in pieces is the same as at once', async (algorithm) => {
  const start = () => storedChecksum(headers(algorithm, 'AAAA'))?.start()
  const [pieces, whole] = [start(), start()]
  const bytes = Buffer.alloc(5000, 'some bytes')
  for (let at = 0; at < bytes.length; at += 700) pieces?.update(bytes.subarray(at, at + 700))
  whole?.update(bytes)
  const digest = await pieces?.digest()
  expect(digest).toEqual(await whole?.digest())
  expect(digest?.length).toBeGreaterThanOrEqual(4)
})

test.each([
  ['none', {}],
  ['one over the checksums of parts', headers('sha256', 'AAAA-2')],
  ['one that says so of itself', headers('crc32', 'AAAA', { 'x-amz-checksum-type': 'COMPOSITE' })],
  ['one of a kind nobody knows', headers('md6', 'AAAA')],
])('a reply with %s has none over all bytes', (_, given) => {
  expect(storedChecksum(given)).toBeNull()
})

test.each([
  ['the one that was sent', 'SHA256', 'x', true],
  ['another one', 'SHA256', 'y', false],
  ['none', 'SHA256', undefined, false],
  ['one that nobody asked for', null, 'x', false],
] as const)('a reply with %s proves the bytes accordingly', (_, algorithm, back, expected) => {
  const answered = back === undefined ? {} : headers('sha256', back)
  expect(isSameChecksum(algorithm, headers('sha256', 'x'), answered)).toBe(expected)
})

test('the checksum of a part is of the kind that was asked for', () => {
  expect(checksumOf('CRC32', { ChecksumCRC32: 'a', ChecksumSHA1: 'b' })).toEqual({ checksum: 'a' })
  expect(checksumOf('CRC32', { ChecksumSHA1: 'b' })).toEqual({})
  expect(checksumOf('CRC32', undefined)).toEqual({})
  expect(checksumOf(null, { ChecksumCRC32: 'a' })).toEqual({})
})

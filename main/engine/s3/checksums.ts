import { Crc32, Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc'
import { Sha1, Sha256, Sha512 } from '@aws-sdk/checksums/sha'
import { Xxh3_128, Xxh3_64, Xxh64 } from '@aws-sdk/checksums/xxh'
import { checksumAlgorithms, type ChecksumAlgorithm } from '../../../shared/checksum-algorithms.ts'
import type { StoredChecksum } from './object-store.ts'

interface Running {
  update(bytes: Uint8Array): void
  digest(): Promise<Uint8Array>
}

const runnings: Readonly<Record<ChecksumAlgorithm, new () => Running>> = {
  CRC32: Crc32,
  CRC32C: Crc32c,
  CRC64NVME: Crc64Nvme,
  SHA1: Sha1,
  SHA256: Sha256,
  SHA512: Sha512,
  XXHASH64: Xxh64,
  XXHASH3: Xxh3_64,
  XXHASH128: Xxh3_128,
}

/** Those that the SDK has to be given. */
export const furtherAlgorithms = { SHA512: Sha512, XXHASH64: Xxh64, XXHASH3: Xxh3_64, XXHASH128: Xxh3_128 }

const headerOf = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm.toLowerCase()}`

/** What a reply says of the checksum that was asked for: base64. */
type ChecksumReply = Readonly<Partial<Record<`Checksum${ChecksumAlgorithm}`, string | undefined>>>

/** The checksum that the server stored of a part; absent where it stored none. */
export function checksumOf(
  algorithm: ChecksumAlgorithm | null,
  reply: ChecksumReply | undefined,
): { checksum?: string } {
  const checksum = algorithm === null ? undefined : reply?.[`Checksum${algorithm}`]
  return checksum === undefined ? {} : { checksum }
}

/** The headers by which a body goes with its checksum (AWS, "Checking object integrity"). */
export async function bodyChecksum(
  algorithm: ChecksumAlgorithm,
  body: Uint8Array,
): Promise<Record<string, string>> {
  const running = new runnings[algorithm]()
  running.update(body)
  const value = Buffer.from(await running.digest()).toString('base64')
  return { 'x-amz-sdk-checksum-algorithm': algorithm, [headerOf(algorithm)]: value }
}

/** What a reply to a body says of the checksum that the server stored; absent where it stored none. */
export function checksumIn(
  algorithm: ChecksumAlgorithm | null,
  headers: Readonly<Record<string, string | undefined>>,
): { checksum?: string } {
  const checksum = algorithm === null ? undefined : headers[headerOf(algorithm)]
  return checksum === undefined ? {} : { checksum }
}

/** Whether the server stored a checksum over the bytes, and it is the one that was sent with them. */
export function isSameChecksum(
  algorithm: ChecksumAlgorithm | null,
  sent: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string | undefined>>,
): boolean {
  const was = checksumIn(algorithm, sent).checksum
  return was !== undefined && was === checksumIn(algorithm, headers).checksum
}

/**
 * The checksum over all bytes that a reply brings; null where it brings none, or one over checksums of parts
 * (`x-amz-checksum-type: COMPOSITE`, a dash and their number).
 */
export function storedChecksum(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): StoredChecksum | null {
  if (headers['x-amz-checksum-type'] === 'COMPOSITE') return null
  for (const algorithm of checksumAlgorithms) {
    const value = headers[headerOf(algorithm)]
    if (typeof value === 'string' && !value.includes('-')) {
      return { algorithm, value, start: () => new runnings[algorithm]() }
    }
  }
  return null
}

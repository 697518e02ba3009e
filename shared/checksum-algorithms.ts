/** What S3 can verify and keep with an object (CKS-1). */
export const checksumAlgorithms = [
  'CRC64NVME',
  'CRC32',
  'SHA256',
  'SHA1',
  'CRC32C',
  'SHA512',
  'XXHASH64',
  'XXHASH3',
  'XXHASH128',
] as const
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number]

import type { ChecksumAlgorithm } from '../checksums/checksum.ts'
import {
  checksumAlgorithms,
  checksumHeader,
  digestSizes,
  isChecksumAlgorithm,
} from '../checksums/checksum.ts'
import type { S3Request } from '../s3-request.ts'
import { S3Error } from '../s3-error.ts'

/** What a request says the digests of its body are. */
export interface DeclaredDigests {
  /** `Content-MD5` in base64. */
  readonly md5: string | null
  readonly checksum: DeclaredChecksum | null
}

export interface DeclaredChecksum {
  readonly algorithm: ChecksumAlgorithm
  /** In base64; null where it comes as a trailing header. */
  readonly value: string | null
}

/** Reads `Content-MD5`, `x-amz-checksum-…`, `x-amz-trailer` and `x-amz-sdk-checksum-algorithm`. */
export function readDeclaredDigests(request: S3Request): DeclaredDigests {
  const checksum = readDeclaredChecksum(request)
  checkSdkAlgorithm(request, checksum)
  return { md5: readContentMd5(request), checksum }
}

/** @throws S3Error `InvalidDigest` where it is no MD5 in base64 */
export function readContentMd5(request: S3Request): string | null {
  const md5 = request.headers.get('content-md5') ?? null
  if (md5 === null || isDigest(md5, 16)) return md5
  throw new S3Error('InvalidDigest', { details: { 'Content-MD5': md5 } })
}

function readDeclaredChecksum(request: S3Request): DeclaredChecksum | null {
  const trailers = (request.headers.get('x-amz-trailer') ?? '').toLowerCase().split(',')
  const declared = checksumAlgorithms.flatMap((algorithm): DeclaredChecksum[] => {
    const header = checksumHeader(algorithm)
    const value = request.headers.get(header)
    if (value !== undefined) return [{ algorithm, value: checkedDigest(algorithm, value) }]
    return trailers.some((name) => name.trim() === header) ? [{ algorithm, value: null }] : []
  })
  if (declared.length > 1) {
    const message = 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.'
    throw new S3Error('InvalidRequest', { message })
  }
  return declared[0] ?? null
}

/** @throws S3Error `InvalidRequest` where it is no digest of that algorithm in base64 */
export function checkedDigest(algorithm: ChecksumAlgorithm, value: string): string {
  if (isDigest(value, digestSizes[algorithm])) return value
  throw new S3Error('InvalidRequest', {
    message: `Value for ${checksumHeader(algorithm)} header is invalid.`,
  })
}

function checkSdkAlgorithm(request: S3Request, checksum: DeclaredChecksum | null): void {
  const name = request.headers.get('x-amz-sdk-checksum-algorithm')?.toUpperCase()
  if (name === undefined) return
  if (!isChecksumAlgorithm(name)) {
    throw new S3Error('InvalidRequest', {
      message: 'Value for x-amz-sdk-checksum-algorithm header is invalid.',
    })
  }
  if (checksum?.algorithm === name) return
  throw new S3Error('InvalidRequest', {
    message:
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
  })
}

function isDigest(text: string, size: number): boolean {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === size && bytes.toString('base64') === text
}

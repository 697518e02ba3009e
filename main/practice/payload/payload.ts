import { createHash } from 'node:crypto'
import type { S3Request } from '../s3-request.ts'
import { S3Error, invalidArgument } from '../s3-error.ts'
import type { Authorization } from '../signature/authorize.ts'
import { decodeAwsChunked } from './aws-chunked.ts'
import { ChunkSignatures } from './chunk-signatures.ts'

/** The body of a request, decoded. Reading it to its end proves all that its signature says of it. */
export interface Payload {
  /** Bytes to come; null where the request does not say. */
  readonly length: number | null
  /**
   * To be read once. Rejects with an S3Error when the bytes are not those that were signed (`XAmzContentSHA256Mismatch`,
   * `SignatureDoesNotMatch`), are too few (`IncompleteBody`) or are encoded wrongly.
   */
  readonly bytes: AsyncIterable<Uint8Array>
  /** Trailing headers, by lower-case name: there once `bytes` has ended. */
  readonly trailers: ReadonlyMap<string, string>
}

/** How `x-amz-content-sha256` says that a body is sent in chunks of its own (sigv4-streaming.html). */
const chunkedForms = new Map([
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', { signed: true, trailer: false }],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', { signed: true, trailer: true }],
  ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', { signed: false, trailer: true }],
])

export function openPayload(
  request: S3Request,
  authorization: Authorization,
  incoming: AsyncIterable<Uint8Array>,
): Payload {
  const { payloadHash } = authorization
  const trailers = new Map<string, string>()
  const chunked = chunkedForms.get(payloadHash)
  if (chunked !== undefined) {
    const length = readLength(request, 'x-amz-decoded-content-length')
    if (length === null) throw new S3Error('MissingContentLength')
    const bytes = decodeAwsChunked(incoming, {
      length,
      signatures: chunked.signed ? new ChunkSignatures(authorization) : null,
      announced: chunked.trailer ? announcedTrailers(request) : null,
      trailers,
    })
    return { length, bytes, trailers }
  }
  const length = readLength(request, 'content-length')
  if (payloadHash === 'UNSIGNED-PAYLOAD') return { length, bytes: incoming, trailers }
  if (/^[\da-f]{64}$/.test(payloadHash)) {
    return { length, bytes: checkHash(incoming, payloadHash), trailers }
  }
  throw invalidArgument(
    'x-amz-content-sha256',
    payloadHash,
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, ' +
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
  )
}

function readLength(request: S3Request, header: string): number | null {
  const text = request.headers.get(header)
  if (text === undefined) return null
  if (!/^\d{1,15}$/.test(text)) throw invalidArgument(header, text, `Invalid ${header}`)
  return Number(text)
}

function announcedTrailers(request: S3Request): string[] {
  const names = request.headers.get('x-amz-trailer') ?? ''
  return names
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
}

async function* checkHash(incoming: AsyncIterable<Uint8Array>, expected: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const bytes of incoming) {
    hash.update(bytes)
    yield bytes
  }
  const computed = hash.digest('hex')
  if (computed === expected) return
  throw new S3Error('XAmzContentSHA256Mismatch', {
    details: { ClientComputedContentSHA256: expected, S3ComputedContentSHA256: computed },
  })
}

import type { IncomingMessage } from 'node:http'
import { S3Error } from './s3-error.ts'
import { decodeUri, parseQuery } from './uri.ts'

/** A request as S3 reads it. Bucket and key are empty where the request names none. */
export interface S3Request {
  readonly method: string
  /** The path as the signature covers it: decoded, with its leading `/`. */
  readonly path: string
  readonly bucket: string
  /** At most 1,024 bytes of UTF-8, decoded exactly once. */
  readonly key: string
  /** Every query parameter in its order, as the signature covers them. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** The same for the operations: of a repeated name the first counts. */
  readonly query: ReadonlyMap<string, string>
  /** By lower-case name; values as Latin-1 text, those of a repeated header joined by a comma. */
  readonly headers: ReadonlyMap<string, string>
}

/** The longest key, in bytes (AmazonS3/latest/userguide/object-keys.html). */
const longestKey = 1024

/** Reads the head of a request: path-style (`/bucket/key`), or `bucket.localhost` as the host. */
export function readRequestHead(incoming: IncomingMessage): S3Request {
  const target = incoming.url ?? ''
  if (!target.startsWith('/')) throw new S3Error('InvalidURI')
  const mark = target.indexOf('?')
  const path = decodeUri(mark < 0 ? target : target.slice(0, mark))
  const parameters = parseQuery(mark < 0 ? '' : target.slice(mark + 1))
  const query = new Map<string, string>()
  for (const [name, value] of parameters) if (!query.has(name)) query.set(name, value)
  const headers = readHeaders(incoming)
  addPresignedHeaders(headers, query)

  const { bucket, key } = readResource(path, headers.get('host') ?? '')
  const size = Buffer.byteLength(key)
  if (size > longestKey) {
    throw new S3Error('KeyTooLongError', {
      details: { Size: String(size), MaxSizeAllowed: String(longestKey) },
    })
  }
  return { method: incoming.method ?? '', path, bucket, key, parameters, query, headers }
}

function readHeaders(incoming: IncomingMessage): Map<string, string> {
  const headers = new Map<string, string>()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (values !== undefined) headers.set(name, values.join(','))
  }
  return headers
}

const signatureParameters = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
])

/** A presigned URL carries `x-amz-…` headers as parameters: they count as headers. */
function addPresignedHeaders(headers: Map<string, string>, query: ReadonlyMap<string, string>): void {
  if (!query.has('X-Amz-Signature')) return
  for (const [name, value] of query) {
    const header = name.toLowerCase()
    if (!header.startsWith('x-amz-') || signatureParameters.has(header) || headers.has(header)) continue
    headers.set(header, value)
  }
}

function readResource(path: string, host: string): { bucket: string; key: string } {
  const virtualBucket = /^(.+)\.localhost(?::\d+)?$/.exec(host)?.[1]
  if (virtualBucket !== undefined) return { bucket: virtualBucket, key: path.slice(1) }
  const slash = path.indexOf('/', 1)
  if (slash < 0) return { bucket: path.slice(1), key: '' }
  return { bucket: path.slice(1, slash), key: path.slice(slash + 1) }
}

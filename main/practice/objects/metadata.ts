import { S3Error } from '../s3-error.ts'

const prefix = 'x-amz-meta-'

/** All names and values of an object's user metadata together, in bytes (AmazonS3/latest/userguide/UsingMetadata.html). */
const largestMetadata = 2048

/**
 * Reads the `x-amz-meta-…` headers. Values that RFC 2047 encodes are kept decoded, and others as Latin-1, as S3 does.
 */
export function readMetadata(headers: ReadonlyMap<string, string>): Record<string, string> {
  const metadata = [...headers]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), decodeWord(value)] as const)
  const size = metadata.reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0)
  if (size > largestMetadata) {
    const details = { Size: String(size), MaxSizeAllowed: String(largestMetadata) }
    throw new S3Error('MetadataTooLarge', { details })
  }
  return Object.fromEntries(metadata)
}

/** The same as headers of a reply; values beyond printable ASCII are encoded as RFC 2047 has it. */
export function metadataHeaders(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [prefix + name, encodeWord(value)]),
  )
}

function encodeWord(text: string): string {
  return /^[\t\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
}

function decodeWord(text: string): string {
  const [, encoding, encoded = ''] = /^=\?utf-8\?([bq])\?([^?]*)\?=$/i.exec(text) ?? []
  if (encoding === undefined) return text
  if (encoding.toUpperCase() === 'B') return Buffer.from(encoded, 'base64').toString()
  const bytes = encoded
    .replaceAll('_', ' ')
    .replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

import { SluiceError } from '../../../shared/errors.ts'
import { addressOf, type CallName } from './call-name.ts'
import { storedChecksum } from './checksums.ts'
import { bareEtag, encryptionIn, isObjectDigest } from './etag.ts'
import { versionIn } from './write-headers.ts'
import type { HeadQuery, ObjectHead } from './object-store.ts'
import type { S3Connection } from './s3-connection.ts'

/** HEAD; null where there is no such key (or bucket: a HEAD does not tell them apart). */
export async function head(
  connection: S3Connection,
  query: HeadQuery,
  signal: AbortSignal,
): Promise<ObjectHead | null> {
  const { bucket, key, partNumber, versionId, withChecksum } = query
  const call: CallName = { operation: 'HeadObject', bucket, key }
  try {
    const { reply } = await connection.send(
      call,
      {
        method: 'HEAD',
        key,
        query: {
          ...(partNumber === undefined ? {} : { partNumber: String(partNumber) }),
          ...(versionId === undefined ? {} : { versionId }),
        },
        headers: { 'x-amz-checksum-mode': withChecksum === undefined ? undefined : 'ENABLED' },
      },
      signal,
    )
    const checksum = withChecksum === undefined ? null : storedChecksum(reply.headers)
    return { ...headIn(reply.headers, call), ...(checksum === null ? {} : { checksum }) }
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'no-such-key') return null
    throw error
  }
}

function headIn(headers: Readonly<Record<string, string | undefined>>, call: CallName): ObjectHead {
  const length = headers['content-length']
  const modified = Date.parse(headers['last-modified'] ?? '')
  if (length === undefined || Number.isNaN(modified)) {
    throw withoutHeader(call, length === undefined ? 'Content-Length' : 'Last-Modified')
  }
  const etag = bareEtag(headers['etag'])
  const parts = Number(headers['x-amz-mp-parts-count'] ?? Number.NaN)
  const storageClass = headers['x-amz-storage-class'] ?? 'STANDARD'
  return {
    size: Number(length),
    modified,
    etag,
    etagIsDigest: isObjectDigest(etag, encryptionIn(headers)),
    metadata: metadataIn(headers),
    ...(storageClass === 'STANDARD' ? {} : { storageClass }),
    ...restoredIn(headers['x-amz-restore']),
    ...versionIn(headers),
    ...(Number.isNaN(parts) ? {} : { parts }),
    ...namedHeaders(headers),
  }
}

/** `ongoing-request="false", expiry-date="…"`: a restore that is done says until when its copy lasts. */
const restoredIn = (restore: string | undefined): { restored?: boolean } =>
  restore === undefined
    ? {}
    : { restored: /ongoing-request="false"/.test(restore) && /expiry-date="[^"]/.test(restore) }

const userMetadata = 'x-amz-meta-'

function metadataIn(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const metadata: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && name.startsWith(userMetadata))
      metadata[name.slice(userMetadata.length)] = value
  }
  return metadata
}

const propertyNames = {
  contentType: 'content-type',
  cacheControl: 'cache-control',
  contentDisposition: 'content-disposition',
  contentEncoding: 'content-encoding',
  contentLanguage: 'content-language',
  expires: 'expires',
  encryption: 'x-amz-server-side-encryption',
  kmsKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  bucketKey: 'x-amz-server-side-encryption-bucket-key-enabled',
  websiteRedirect: 'x-amz-website-redirect-location',
  restore: 'x-amz-restore',
  lockMode: 'x-amz-object-lock-mode',
  lockUntil: 'x-amz-object-lock-retain-until-date',
  legalHold: 'x-amz-object-lock-legal-hold',
} as const satisfies Partial<Record<keyof ObjectHead, string>>

type NamedProperties = Partial<Record<keyof typeof propertyNames, string>>

function namedHeaders(headers: Readonly<Record<string, string | undefined>>): NamedProperties {
  const named: NamedProperties = {}
  for (const [property, header] of Object.entries(propertyNames) as [keyof NamedProperties, string][]) {
    const value = headers[header]
    if (value !== undefined) named[property] = value
  }
  return named
}

function withoutHeader(call: CallName, header: string): SluiceError {
  return new SluiceError({
    code: 'server-failed',
    message: `The reply to ${call.operation} on ${addressOf(call)} has no ${header}.`,
    subject: addressOf(call),
    advice: 'A proxy may have answered in place of the server.',
    s3: call,
  })
}

import type { S3Request } from '../s3-request.ts'
import { S3Error } from '../s3-error.ts'
import type { ObjectVersion, Properties } from '../store/object-version.ts'
import { metadataHeaders, readMetadata } from './metadata.ts'
import { parseTagHeader } from './tags.ts'

/** Headers of content that are stored as they come and given back. */
const contentHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-website-redirect-location',
] as const

const storageClasses = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
])

/** Whether an object of that class has to be restored before it can be read. */
export function isArchived(storageClass: string): boolean {
  return storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE'
}

/** Reads from a request what it says of the object it writes. */
export function readProperties(request: S3Request): Properties {
  return {
    headers: readContentHeaders(request),
    metadata: readMetadata(request.headers),
    tags: parseTagHeader(request.headers.get('x-amz-tagging') ?? ''),
    storageClass: readStorageClass(request) ?? 'STANDARD',
    encryption: request.headers.get('x-amz-server-side-encryption') ?? null,
  }
}

/** Null where the request names no class. */
export function readStorageClass(request: S3Request): string | null {
  const storageClass = request.headers.get('x-amz-storage-class')
  if (storageClass === undefined || storageClasses.has(storageClass)) return storageClass ?? null
  throw new S3Error('InvalidStorageClass', { details: { StorageClassRequested: storageClass } })
}

/** `aws-chunked` is a coding of the request, not of the object. */
function readContentHeaders(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  for (const name of contentHeaders) {
    const value = request.headers.get(name)
    if (value === undefined || value === '') continue
    if (name !== 'content-encoding') {
      headers[name] = value
      continue
    }
    const codings = value.split(',').map((coding) => coding.trim())
    const kept = codings.filter((coding) => coding !== 'aws-chunked').join(',')
    if (kept !== '') headers[name] = kept
  }
  return headers
}

/** An object's properties as headers of a reply. */
export function propertyHeaders({ properties }: ObjectVersion): Record<string, string> {
  const { headers, metadata, tags, storageClass } = properties
  return {
    ...headers,
    ...metadataHeaders(metadata),
    ...(tags.length > 0 ? { 'x-amz-tagging-count': String(tags.length) } : {}),
    ...(storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': storageClass }),
    ...encryptionHeaders(properties),
  }
}

export function encryptionHeaders({ encryption }: Properties): Record<string, string> {
  return encryption === null ? {} : { 'x-amz-server-side-encryption': encryption }
}

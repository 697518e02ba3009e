import type { Grant } from '../../../shared/write-properties.ts'
import { bareEtag, encryptionIn, isWrittenDigest } from './etag.ts'
import type { ObjectProperties, WriteCondition, Written } from './object-store.ts'

type Headers = Record<string, string>
type ReplyHeaders = Readonly<Record<string, string | undefined>>

/** @param etag of the reply's header or document */
export function written(etag: string | undefined, headers: ReplyHeaders, checksumProved: boolean): Written {
  const bare = bareEtag(etag)
  return {
    etag: bare,
    etagIsDigest: isWrittenDigest(bare, encryptionIn(headers)),
    checksumProved,
    ...versionIn(headers),
  }
}

/** Of which version a reply is. */
export function versionIn(headers: ReplyHeaders): { versionId?: string } {
  const versionId = headers['x-amz-version-id'] ?? ''
  return versionId === '' ? {} : { versionId }
}

const headerNames = {
  contentType: 'content-type',
  cacheControl: 'cache-control',
  contentDisposition: 'content-disposition',
  contentEncoding: 'content-encoding',
  contentLanguage: 'content-language',
  websiteRedirect: 'x-amz-website-redirect-location',
  storageClass: 'x-amz-storage-class',
  encryption: 'x-amz-server-side-encryption',
  kmsKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  bucketKey: 'x-amz-server-side-encryption-bucket-key-enabled',
  lockMode: 'x-amz-object-lock-mode',
  lockUntil: 'x-amz-object-lock-retain-until-date',
  legalHold: 'x-amz-object-lock-legal-hold',
  acl: 'x-amz-acl',
} as const satisfies Partial<Record<keyof ObjectProperties, string>>

const namedProperties = Object.entries(headerNames) as [keyof typeof headerNames, string][]

/** Properties as headers (PRP-1; AWS, PutObject). Without a type given, it is for the server to say (CTY-1). */
export function propertyHeaders(of: ObjectProperties): Headers {
  const headers: Headers = {}
  for (const [property, header] of namedProperties) {
    const value = of[property]
    if (value !== undefined) headers[header] = value
  }
  if (of.expires !== undefined) headers['expires'] = of.expires
  for (const [name, value] of Object.entries(of.metadata ?? {}))
    headers[`x-amz-meta-${name.toLowerCase()}`] = value
  if (of.grants !== undefined) addGrants(headers, of.grants)
  return headers
}

const grantHeaders = {
  read: 'x-amz-grant-read',
  readacl: 'x-amz-grant-read-acp',
  writeacl: 'x-amz-grant-write-acp',
  full: 'x-amz-grant-full-control',
} as const satisfies Record<Grant['permission'], string>

/** Several grantees of one right stand in one header (PRP-1). */
function addGrants(headers: Headers, grants: readonly Grant[]): void {
  for (const { permission, grantee } of grants) {
    const name = grantHeaders[permission]
    headers[name] = headers[name] === undefined ? grantee : `${headers[name]},${grantee}`
  }
}

export const conditionHeaders = (of: WriteCondition, aws: boolean): Headers => ({
  ...(of.ifAbsent === undefined ? {} : { 'if-none-match': '*' }),
  ...(of.ifMatch === undefined ? {} : { 'if-match': quotedFor(of.ifMatch, aws) }),
})

/** The same for the SDK. */
export const conditionInput = (
  of: WriteCondition,
  aws: boolean,
): { IfNoneMatch?: string; IfMatch?: string } => ({
  ...(of.ifAbsent === undefined ? {} : { IfNoneMatch: '*' }),
  ...(of.ifMatch === undefined ? {} : { IfMatch: quotedFor(of.ifMatch, aws) }),
})

/** The condition of a copy about its source, which a server may take none of. */
export const sourceCondition = (
  etag: string | null,
  aws: boolean,
): { readonly 'x-amz-copy-source-if-match': string | undefined } => ({
  'x-amz-copy-source-if-match': etag === null ? undefined : quotedFor(etag, aws),
})

/** HTTP wants an ETag quoted; radosgw compares what is sent with the bare one, and finds that a quoted one differs. */
export const quotedFor = (etag: string, aws: boolean): string => (aws ? `"${etag}"` : etag)

export const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

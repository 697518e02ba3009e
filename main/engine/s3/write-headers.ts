import { bareEtag, isWrittenDigest, type Encryption } from './etag.ts'
import type { Grant, StorageClass } from '../../../shared/write-properties.ts'
import type { ObjectCannedACL } from '@aws-sdk/client-s3'
import type { ObjectProperties, WriteCondition, Written } from './object-store.ts'

export function written(etag: string | undefined, reply: Encryption, checksumProved: boolean): Written {
  const bare = bareEtag(etag)
  return { etag: bare, etagIsDigest: isWrittenDigest(bare, reply), checksumProved }
}

/** Properties as the SDK names them (PRP-1). */
export interface PropertyInput {
  ContentType?: string
  CacheControl?: string
  ContentDisposition?: string
  ContentEncoding?: string
  ContentLanguage?: string
  Expires?: Date
  WebsiteRedirectLocation?: string
  Metadata?: Record<string, string>
  StorageClass?: StorageClass
  ServerSideEncryption?: 'AES256' | 'aws:kms'
  SSEKMSKeyId?: string
  ACL?: ObjectCannedACL
  GrantRead?: string
  GrantReadACP?: string
  GrantWriteACP?: string
  GrantFullControl?: string
}

const sameNames = {
  contentType: 'ContentType',
  cacheControl: 'CacheControl',
  contentDisposition: 'ContentDisposition',
  contentEncoding: 'ContentEncoding',
  contentLanguage: 'ContentLanguage',
  websiteRedirect: 'WebsiteRedirectLocation',
  storageClass: 'StorageClass',
  encryption: 'ServerSideEncryption',
  kmsKeyId: 'SSEKMSKeyId',
  acl: 'ACL',
} as const

export function propertyInput(of: ObjectProperties): PropertyInput {
  const input: Record<string, unknown> = {}
  for (const [ours, theirs] of Object.entries(sameNames)) {
    const value = of[ours as keyof typeof sameNames]
    if (value !== undefined) input[theirs] = value
  }
  if (of.expires !== undefined) input['Expires'] = new Date(of.expires)
  if (of.metadata !== undefined) input['Metadata'] = { ...of.metadata }
  return { ...(input as PropertyInput), ...grantInput(of.grants ?? []) }
}

const grantNames = {
  read: 'GrantRead',
  readacl: 'GrantReadACP',
  writeacl: 'GrantWriteACP',
  full: 'GrantFullControl',
} as const

/** Several grantees of one right stand in one header (PRP-1). */
function grantInput(grants: readonly Grant[]): PropertyInput {
  const input: Partial<Record<(typeof grantNames)[Grant['permission']], string>> = {}
  for (const { permission, grantee } of grants) {
    const name = grantNames[permission]
    input[name] = input[name] === undefined ? grantee : `${input[name]},${grantee}`
  }
  return input
}

export function conditionInput(of: WriteCondition, aws: boolean): { IfNoneMatch?: string; IfMatch?: string } {
  return {
    ...(of.ifAbsent === undefined ? {} : { IfNoneMatch: '*' }),
    ...(of.ifMatch === undefined ? {} : { IfMatch: quotedFor(of.ifMatch, aws) }),
  }
}

/** HTTP wants an ETag quoted; radosgw compares what is sent with the bare one, and finds that a quoted one differs. */
export const quotedFor = (etag: string, aws: boolean): string => (aws ? `"${etag}"` : etag)

export const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

import { bareEtag, isWrittenDigest, type Encryption } from './etag.ts'
import type { CannedAcl, StorageClass } from '../../../shared/write-properties.ts'
import type { ObjectProperties, WriteCondition, Written } from './object-store.ts'
import type { WireCall } from './wire-call.ts'

export function written(etag: string | undefined, reply: Encryption, checksumProved: boolean): Written {
  const bare = bareEtag(etag)
  return { etag: bare, etagIsDigest: isWrittenDigest(bare, reply), checksumProved }
}

/** Whether the server stored a checksum over the bytes, and it is the one that was sent with them. */
export function sameChecksum(
  call: WireCall,
  reply: { readonly ChecksumCRC64NVME?: string | undefined },
): boolean {
  const sent = call.sent['x-amz-checksum-crc64nvme']
  return sent !== undefined && sent === reply.ChecksumCRC64NVME
}

export function propertyInput(of: ObjectProperties): {
  ContentType?: string
  Metadata?: Record<string, string>
  StorageClass?: StorageClass
  ServerSideEncryption?: 'AES256' | 'aws:kms'
  SSEKMSKeyId?: string
  ACL?: CannedAcl
} {
  return {
    ...(of.storageClass === undefined ? {} : { StorageClass: of.storageClass }),
    ...(of.encryption === undefined ? {} : { ServerSideEncryption: of.encryption }),
    ...(of.kmsKeyId === undefined ? {} : { SSEKMSKeyId: of.kmsKeyId }),
    ...(of.acl === undefined ? {} : { ACL: of.acl }),
    ...(of.contentType === undefined ? {} : { ContentType: of.contentType }),
    ...(of.metadata === undefined ? {} : { Metadata: { ...of.metadata } }),
  }
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

import { z } from 'zod'

/** Storage classes that S3 takes for a new object. */
export const storageClasses = [
  'STANDARD',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
  'REDUCED_REDUNDANCY',
] as const

export type StorageClass = (typeof storageClasses)[number]

/** Canned ACLs (Amazon S3 User Guide, "Access control list overview"). */
export const cannedAcls = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
] as const

/** aws also lets through one that S3 knows for buckets alone (PRP-4). */
export const aclChoices = [...cannedAcls, 'log-delivery-write'] as const

export type CannedAcl = (typeof aclChoices)[number]

/** A right of somebody on new objects; `grantee` as S3 takes it: `id=…`, `uri=…`, `emailaddress=…` (ARG-8). */
export const grantSchema = z.strictObject({
  permission: z.enum(['read', 'readacl', 'writeacl', 'full']),
  grantee: z.string().max(2048),
})
export type Grant = z.infer<typeof grantSchema>

/** What a copy keeps of its source (META-6); its table stands above `propertiesOfCopy`. */
export const copyProps = ['none', 'metadata-directive', 'default', 'all'] as const

const text = z.string().max(2048).nullable()

/** What new objects get besides their bytes; null leaves it to the bucket, or to the source of a copy. */
export const writePropertiesSchema = z.strictObject({
  storageClass: z.enum(storageClasses).nullable(),
  encryption: z.enum(['AES256', 'aws:kms']).nullable(),
  /** Only with `aws:kms`; null for the account's own key. */
  kmsKeyId: z.string().max(2048).nullable(),
  acl: z.enum(aclChoices).nullable(),
  grants: z.array(grantSchema).max(100),
  contentType: text,
  cacheControl: text,
  contentDisposition: text,
  contentEncoding: text,
  contentLanguage: text,
  /** Milliseconds since 1970; whole seconds count. */
  expires: z.number().nullable(),
  websiteRedirect: text,
  /** User metadata, names without `x-amz-meta-`; null for none. */
  metadata: z.record(z.string().max(1024), z.string().max(2048)).nullable(),
  /** An upload without a given type gets that of its name's extension (CTY-1, CTY-2). */
  guessContentType: z.boolean(),
  copyProps: z.enum(copyProps),
  /** Given to the server as it is, and then `copyProps` counts for nothing (META-6). */
  metadataDirective: z.enum(['COPY', 'REPLACE']).nullable(),
})
export type WriteProperties = z.infer<typeof writePropertiesSchema>

export const noWriteProperties: WriteProperties = {
  storageClass: null,
  encryption: null,
  kmsKeyId: null,
  acl: null,
  grants: [],
  contentType: null,
  cacheControl: null,
  contentDisposition: null,
  contentEncoding: null,
  contentLanguage: null,
  expires: null,
  websiteRedirect: null,
  metadata: null,
  guessContentType: true,
  copyProps: 'default',
  metadataDirective: null,
}

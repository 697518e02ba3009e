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

export type CannedAcl = (typeof cannedAcls)[number]

/** What new objects get besides their bytes; null leaves it to the bucket. */
export const writePropertiesSchema = z.strictObject({
  storageClass: z.enum(storageClasses).nullable(),
  encryption: z.enum(['AES256', 'aws:kms']).nullable(),
  /** Only with `aws:kms`; null for the account's own key. */
  kmsKeyId: z.string().max(2048).nullable(),
  acl: z.enum(cannedAcls).nullable(),
})
export type WriteProperties = z.infer<typeof writePropertiesSchema>

export const noWriteProperties: WriteProperties = {
  storageClass: null,
  encryption: null,
  kmsKeyId: null,
  acl: null,
}

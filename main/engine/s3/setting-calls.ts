import type { BucketSettings } from './bucket-settings.ts'

/** The names that S3 has for the calls that tell how a bucket is set. */
export const settingCalls = {
  region: 'HeadBucket',
  versioning: 'GetBucketVersioning',
  encryption: 'GetBucketEncryption',
  ownership: 'GetBucketOwnershipControls',
  publicAccess: 'GetPublicAccessBlock',
  lifecycle: 'GetBucketLifecycleConfiguration',
  objectLock: 'GetObjectLockConfiguration',
  tags: 'GetBucketTagging',
} as const satisfies Record<keyof BucketSettings, string>

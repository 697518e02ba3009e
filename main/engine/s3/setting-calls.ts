import type { LifecycleStep } from './lifecycle.ts'

/** What a bucket is set to, each of it asked for by a call of its own. */
export interface BucketSettings {
  readonly region: string
  readonly versioning: 'Enabled' | 'Suspended'
  readonly encryption: { readonly algorithm: string; readonly kmsKeyId: string | null }
  /** `BucketOwnerEnforced` takes no ACLs. */
  readonly ownership: string
  /** Which of the four kinds of public access are kept off. */
  readonly publicAccess: {
    readonly newAcls: boolean
    readonly acls: boolean
    readonly newPolicies: boolean
    readonly policies: boolean
  }
  readonly lifecycle: readonly LifecycleStep[]
  /** How new objects are locked; null for not unless asked. */
  readonly objectLock: {
    readonly mode: string | null
    readonly days: number | null
    readonly years: number | null
  }
  readonly tags: Readonly<Record<string, string>>
}

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

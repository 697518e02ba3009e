import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type LifecycleRule,
  type S3Client,
} from '@aws-sdk/client-s3'
import { SluiceError } from '../../../shared/errors.ts'
import { lifecycleSteps } from './lifecycle.ts'
import type { S3Connection } from './s3-connection.ts'
import { settingCalls, type BucketSettings } from './setting-calls.ts'
import type { WireCall } from './wire-call.ts'

type Ask<T> = (client: S3Client, bucket: string, call: WireCall) => Promise<T | null | undefined>

/** Undefined for a reply that says nothing of it, as of a server that takes the call for another one. */
const asks: { readonly [Name in keyof BucketSettings]: Ask<BucketSettings[Name]> } = {
  region: async (client, Bucket, call) => {
    const { BucketRegion } = await client.send(new HeadBucketCommand({ Bucket }), call)
    if (BucketRegion !== undefined && BucketRegion !== '') return BucketRegion
    const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket }), call)
    return LocationConstraint === 'EU' ? 'eu-west-1' : (LocationConstraint ?? null)
  },
  versioning: async (client, Bucket, call) =>
    (await client.send(new GetBucketVersioningCommand({ Bucket }), call)).Status ?? null,
  encryption: async (client, Bucket, call) => {
    const reply = await client.send(new GetBucketEncryptionCommand({ Bucket }), call)
    const by = reply.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
    if (by?.SSEAlgorithm === undefined) return undefined
    return { algorithm: by.SSEAlgorithm, kmsKeyId: by.KMSMasterKeyID ?? null }
  },
  ownership: async (client, Bucket, call) =>
    (await client.send(new GetBucketOwnershipControlsCommand({ Bucket }), call)).OwnershipControls?.Rules?.[0]
      ?.ObjectOwnership,
  publicAccess: async (client, Bucket, call) => {
    const reply = await client.send(new GetPublicAccessBlockCommand({ Bucket }), call)
    const block = reply.PublicAccessBlockConfiguration
    if (block === undefined) return undefined
    return {
      newAcls: block.BlockPublicAcls === true,
      acls: block.IgnorePublicAcls === true,
      newPolicies: block.BlockPublicPolicy === true,
      policies: block.RestrictPublicBuckets === true,
    }
  },
  lifecycle: async (client, Bucket, call) => {
    const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }), call)
    return Rules === undefined ? undefined : Rules.flatMap((rule: LifecycleRule) => lifecycleSteps(rule))
  },
  objectLock: async (client, Bucket, call) => {
    const reply = await client.send(new GetObjectLockConfigurationCommand({ Bucket }), call)
    const lock = reply.ObjectLockConfiguration
    if (lock === undefined) return undefined
    if (lock.ObjectLockEnabled !== 'Enabled') return null
    const { Mode, Days, Years } = lock.Rule?.DefaultRetention ?? {}
    return { mode: Mode ?? null, days: Days ?? null, years: Years ?? null }
  },
  tags: async (client, Bucket, call) => {
    const { TagSet } = await client.send(new GetBucketTaggingCommand({ Bucket }), call)
    if (TagSet === undefined) return undefined
    return Object.fromEntries(TagSet.map(({ Key, Value }) => [Key ?? '', Value ?? '']))
  },
}

/** What S3 says where a bucket has nothing of the kind. */
const noneCodes: ReadonlySet<string> = new Set([
  'NoSuchLifecycleConfiguration',
  'NoSuchPublicAccessBlockConfiguration',
  'NoSuchTagSet',
  'NoSuchTagSetError',
  'ObjectLockConfigurationNotFoundError',
  'OwnershipControlsNotFoundError',
  'ServerSideEncryptionConfigurationNotFoundError',
])

/**
 * One thing that a bucket is set to.
 *
 * | reply                                     | it is                            |
 * |-------------------------------------------|----------------------------------|
 * | a value                                   | that                             |
 * | that there is none                        | null                             |
 * | refused, not implemented, or beside the point | an error                     |
 */
export async function bucketSetting<Name extends keyof BucketSettings>(
  connection: S3Connection,
  bucket: string,
  name: Name,
  signal: AbortSignal,
): Promise<BucketSettings[Name] | null> {
  const operation = settingCalls[name]
  try {
    const ask = asks[name] as Ask<BucketSettings[Name]>
    const value = await connection.call({ operation, bucket }, signal, (client, call) =>
      ask(client, bucket, call),
    )
    if (value !== undefined) return value
  } catch (error) {
    if (error instanceof SluiceError && noneCodes.has(error.s3?.s3Code ?? '')) return null
    throw error
  }
  throw new SluiceError({
    code: 'request-refused',
    message: `${connection.endpoint.label} does not know ${operation}.`,
    subject: `s3://${bucket}`,
    s3: { operation, bucket, status: 200 },
  })
}

import type { ObjectName } from './object-store.ts'

/** Which call on what: enough to say what went wrong with it. */
export interface CallName {
  /** As S3 names it: `ListObjectsV2`. */
  readonly operation: string
  readonly bucket?: string
  readonly key?: string
  /** What a copy reads. */
  readonly source?: ObjectName
}

/** `s3://bucket/key`, `s3://bucket`, or `S3` for a call on neither. */
export function addressOf(call: CallName): string {
  if (call.bucket === undefined) return 'S3'
  return call.key === undefined ? `s3://${call.bucket}` : `s3://${call.bucket}/${call.key}`
}

/** `ListObjectsV2` → `s3:ListBucket on arn:aws:s3:::bucket`: the permission that a call needs (AWS, "Actions for S3"). */
export function permissionFor(call: CallName): string {
  const bucket = call.bucket?.startsWith('arn:') === true ? call.bucket : `arn:aws:s3:::${call.bucket ?? '*'}`
  const object = objectArn(call.bucket ?? '*', call.key ?? '*')
  switch (call.operation) {
    case 'ListObjectsV2':
    case 'HeadBucket':
      return `s3:ListBucket on ${bucket}`
    case 'ListBuckets':
      return 's3:ListAllMyBuckets on *'
    case 'GetBucketVersioning':
    case 'GetBucketLocation':
    case 'GetBucketOwnershipControls':
    case 'GetBucketTagging':
      return `s3:${call.operation} on ${bucket}`
    case 'GetBucketEncryption':
      return `s3:GetEncryptionConfiguration on ${bucket}`
    case 'GetBucketLifecycleConfiguration':
      return `s3:GetLifecycleConfiguration on ${bucket}`
    case 'GetObjectLockConfiguration':
      return `s3:GetBucketObjectLockConfiguration on ${bucket}`
    case 'GetPublicAccessBlock':
      return `s3:GetBucketPublicAccessBlock on ${bucket}`
    case 'ListObjectVersions':
      return `s3:ListBucketVersions on ${bucket}`
    case 'GetObjectTagging':
    case 'PutObjectTagging':
      return `s3:${call.operation} on ${object}`
    case 'GetObject':
      return `s3:GetObject on ${object}`
    case 'HeadObject':
      return `s3:GetObject on ${object} (and s3:ListBucket on ${bucket}, or a missing key looks refused)`
    case 'CopyObject':
    case 'UploadPartCopy':
      return `s3:PutObject on ${object}${sourcePermission(call.source)}`
    case 'DeleteObject':
    case 'DeleteObjects':
      return `s3:DeleteObject on ${object}`
    case 'AbortMultipartUpload':
      return `s3:AbortMultipartUpload on ${object}`
    case 'ListParts':
      return `s3:ListMultipartUploadParts on ${object}`
    default:
      return `s3:PutObject on ${object}`
  }
}

const sourcePermission = (source: ObjectName | undefined): string =>
  source === undefined ? '' : ` and s3:GetObject on ${objectArn(source.bucket, source.key)}`

/** An access point has its objects below `/object`. */
const objectArn = (bucket: string, key: string): string =>
  bucket.startsWith('arn:') ? `${bucket}/object/${key}` : `arn:aws:s3:::${bucket}/${key}`

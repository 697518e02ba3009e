import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { Entry, Property } from './case.ts'
import { contentsOfEntry } from './contents.ts'

/** An object as it is listed; `modified` is in milliseconds. */
export interface Listed {
  readonly key: string
  readonly size: number
  readonly etag: string
  readonly modified: number
}

export async function createBucket(s3: S3Client, bucket: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: bucket }))
}

/** Of one DeleteObjects. */
const mostDeleted = 1000

/** Removes a bucket with all that is in it. */
export async function removeBucket(s3: S3Client, bucket: string): Promise<void> {
  const objects = await listBucket(s3, bucket)
  for (let first = 0; first < objects.length; first += mostDeleted) {
    const Objects = objects.slice(first, first + mostDeleted).map(({ key }) => ({ Key: key }))
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }))
  }
  await s3.send(new DeleteBucketCommand({ Bucket: bucket }))
}

/** Every object of a bucket. Keys are asked for URL-encoded, since XML cannot carry all of them, and decoded once. */
export async function listBucket(s3: S3Client, bucket: string): Promise<Listed[]> {
  const listed: Listed[] = []
  let token: string | undefined
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, EncodingType: 'url', ContinuationToken: token }),
    )
    for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
      if (Key === undefined || Size === undefined || ETag === undefined || LastModified === undefined) {
        throw new Error(`the listing of ${bucket} has an entry without key, size, ETag or time`)
      }
      const key = page.EncodingType === 'url' ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key
      listed.push({ key, size: Size, etag: ETag.replaceAll('"', ''), modified: LastModified.getTime() })
    }
    token = page.NextContinuationToken
  } while (token !== undefined)
  return listed
}

export async function putEntry(
  s3: S3Client,
  bucket: string,
  side: 'src' | 'dst',
  entry: Entry,
): Promise<void> {
  const { path: Key, ContentType, CacheControl, Metadata, Tagging, StorageClass } = entry
  const Body = contentsOfEntry(side, entry)
  const properties = { ContentType, CacheControl, Metadata, Tagging, StorageClass }
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...properties }))
}

export async function getObject(s3: S3Client, bucket: string, key: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  if (Body === undefined) throw new Error(`s3://${bucket}/${key} came without a body`)
  return await Body.transformToByteArray()
}

/** The properties asked for that the object has. */
export async function readProperties(
  s3: S3Client,
  bucket: string,
  { key, etag }: Listed,
  properties: readonly Property[],
): Promise<Partial<Record<Property, unknown>>> {
  const where = { Bucket: bucket, Key: key }
  const head = await s3.send(new HeadObjectCommand(where))
  const found: Partial<Record<Property, unknown>> = {}
  for (const property of properties) {
    const value =
      property === 'Parts'
        ? Number(/-(\d+)$/.exec(etag)?.[1] ?? 0)
        : property === 'Tags'
          ? await readTags(s3, where)
          : property === 'Grants'
            ? await readGrants(s3, where)
            : head[property]
    if (value !== undefined) found[property] = value
  }
  return found
}

async function readTags(
  s3: S3Client,
  where: { Bucket: string; Key: string },
): Promise<Record<string, string>> {
  const { TagSet } = await s3.send(new GetObjectTaggingCommand(where))
  return Object.fromEntries((TagSet ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))
}

async function readGrants(s3: S3Client, where: { Bucket: string; Key: string }): Promise<string[]> {
  const { Grants, Owner } = await s3.send(new GetObjectAclCommand(where))
  return (Grants ?? [])
    .filter(({ Grantee }) => Grantee?.ID !== Owner?.ID)
    .map(({ Grantee, Permission }) => `${Grantee?.URI ?? Grantee?.ID} ${Permission}`)
    .sort()
}

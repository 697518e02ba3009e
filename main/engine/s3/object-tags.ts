import { GetObjectTaggingCommand, PutObjectTaggingCommand } from '@aws-sdk/client-s3'
import { SluiceError } from '../../../shared/errors.ts'
import type { Tags, VersionName } from './object-store.ts'
import type { S3Connection } from './s3-connection.ts'

/** The tags of an object; none where the server knows no tags. */
export async function getTags(
  connection: S3Connection,
  { bucket, key, versionId }: VersionName,
  signal: AbortSignal,
): Promise<Tags> {
  try {
    const reply = await connection.call(
      { operation: 'GetObjectTagging', bucket, key },
      signal,
      (client, wireCall) =>
        client.send(
          new GetObjectTaggingCommand({
            Bucket: bucket,
            Key: key,
            ...(versionId === undefined ? {} : { VersionId: versionId }),
          }),
          wireCall,
        ),
    )
    return Object.fromEntries((reply.TagSet ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']))
  } catch (error) {
    if (error instanceof SluiceError && (error.s3?.status === 501 || error.s3?.s3Code === 'NoSuchTagSet'))
      return {}
    throw error
  }
}

/** Replaces all tags of an object, or of one of its versions. */
export async function setTags(
  connection: S3Connection,
  { bucket, key, versionId }: VersionName,
  tags: Tags,
  signal: AbortSignal,
): Promise<void> {
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  await connection.call({ operation: 'PutObjectTagging', bucket, key }, signal, (client, wireCall) =>
    client.send(
      new PutObjectTaggingCommand({
        Bucket: bucket,
        Key: key,
        ...(versionId === undefined ? {} : { VersionId: versionId }),
        Tagging: { TagSet },
      }),
      wireCall,
    ),
  )
}

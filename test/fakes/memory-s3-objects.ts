import { createHash } from 'node:crypto'
import { storedChecksum } from '../../main/engine/s3/checksums.ts'
import type {
  BrowsePage,
  CopyQuery,
  GetQuery,
  HeadQuery,
  ListedObject,
  ListQuery,
  ObjectBody,
  ObjectHead,
  ObjectName,
  PutQuery,
  RemoveResult,
  StoredChecksum,
  Tags,
  VersionName,
  WriteCondition,
  Written,
} from '../../main/engine/s3/object-store.ts'
import { compareKeys } from '../../main/engine/listing/key-order.ts'
import type { ListedVersion, VersionsPage, VersionsQuery } from '../../main/engine/s3/versions-page.ts'
import type { SluiceError } from '../../shared/errors.ts'
import { byteName } from './byte-name.ts'
import { MemoryBody } from './memory-s3-body.ts'
import { keptHeaders, ownHeaders, type MemoryBucket, type StoredObject } from './memory-s3-bucket.ts'
import { md5 } from './memory-s3-upload.ts'
import type { MemoryS3 } from './memory-s3.ts'
import { s3Error, type S3Call } from './s3-error.ts'

/** What a server in memory does with requests about buckets and whole objects. */

const longestKey = 1024
const mostRemoved = 1000

export function list(server: MemoryS3, query: ListQuery, grouped: boolean, call: S3Call): BrowsePage {
  const bucket = bucketOf(server, call)
  const after = query.token === undefined ? byteName(query.startAfter ?? '') : readToken(query.token, call)
  const limit = Math.min(query.pageSize ?? server.pageSize, server.pageSize)
  const { objects, folders, next } = bucket.list({ prefix: query.prefix, after, grouped, limit })
  const entries = objects.map((object) => listed(object, server.quirks.listedTimePrecision))
  return { entries, folders, next: next === null ? null : tokenFor(next) }
}

/** HEAD has no error document, so a missing bucket looks like a missing key. */
export function head(
  server: MemoryS3,
  { bucket, key, partNumber, versionId, withChecksum }: HeadQuery,
  call: S3Call,
): ObjectHead | null {
  const there = server.buckets.get(bucket)
  const object = versionId === undefined ? there?.current(key) : objectOf(there?.version(key, versionId))
  if (!object) return null
  const partSizes = server.quirks.headsParts ? object.partSizes : undefined
  const size = partSizes && partNumber !== undefined ? partSizes[partNumber - 1] : object.bytes.length
  if (size === undefined || (server.quirks.headsParts && !partSizes && (partNumber ?? 1) > 1))
    throw s3Error('InvalidPartNumber', call)
  return {
    size,
    modified: wholeSecond(object.modified),
    etag: object.etag,
    etagIsDigest: object.etagIsDigest,
    metadata: object.metadata,
    ...versionOf(there, object.versionId),
    ...(object.storageClass === undefined ? {} : { storageClass: object.storageClass }),
    ...(object.restored === undefined ? {} : { restored: object.restored }),
    ...keptHeaders(object),
    ...ownHeaders(object),
    ...(partSizes && partNumber !== undefined ? { parts: partSizes.length } : {}),
    ...(withChecksum && server.quirks.aws ? { checksum: checksumOver(object.bytes) } : {}),
  }
}

/** As Amazon keeps it of every object (S3 User Guide, "Checking object integrity"), but of a kind that Node computes. */
function checksumOver(bytes: Uint8Array): StoredChecksum {
  const value = createHash('sha256').update(bytes).digest('base64')
  const stored = storedChecksum({ 'x-amz-checksum-sha256': value })
  if (stored === null) throw new Error('A checksum has a value.')
  return stored
}

export function get(server: MemoryS3, query: GetQuery, signal: AbortSignal, call: S3Call): ObjectBody {
  const { key, ifMatch, from = 0, size } = query
  const object = existing(bucketOf(server, call), query, call)
  if (isArchived(object)) throw s3Error('InvalidObjectState', call)
  if (ifMatch !== undefined && ifMatch !== object.etag) throw s3Error('PreconditionFailed', call)
  const ranged = from > 0 || size !== undefined
  if (ranged && from >= object.bytes.length) throw s3Error('InvalidRange', call)
  const sent = object.bytes.subarray(from, size === undefined ? undefined : from + size)
  return new MemoryBody(server, key, object, sent, signal)
}

export function put(server: MemoryS3, query: PutQuery, call: S3Call): Written {
  const bucket = bucketOf(server, call)
  checkKey(query.key, call)
  checkDigest(query.body, query.md5, call)
  refuseConditions(server, query, call)
  if (server.quirks.honoursPutConditions) checkCondition(bucket, query, server.quirks.ifMatchOnNothing, call)
  const digest = md5(query.body)
  const { etag, etagIsDigest, versionId } = bucket.write(query.key, {
    bytes: Uint8Array.from(query.body),
    ...digestEtag(bucket, digest),
    metadata: query.metadata ?? {},
    ...keptHeaders(query),
    ...ownHeaders(query),
  })
  return { etag, etagIsDigest, checksumProved: server.quirks.aws, ...versionOf(bucket, versionId) }
}

export function remove(
  server: MemoryS3,
  { key, versionId }: VersionName,
  call: S3Call,
): { deleteMarker?: string } {
  const bucket = bucketOf(server, call)
  if (versionId === undefined) return markerOf(bucket.remove(key))
  bucket.removeVersion(key, versionId)
  return {}
}

const markerOf = (deleteMarker: string | null): { deleteMarker?: string } =>
  deleteMarker === null ? {} : { deleteMarker }

/** What replies say of versions. */
export const versionOf = (bucket: MemoryBucket | undefined, versionId: string): { versionId?: string } =>
  bucket === undefined || bucket.versioning === 'gone' ? {} : { versionId }

export function listVersions(
  server: MemoryS3,
  { prefix, after, pageSize = 1000 }: VersionsQuery,
  call: S3Call,
): VersionsPage {
  const bucket = bucketOf(server, call)
  const limit = Math.min(pageSize, server.pageSize)
  const versions: ListedVersion[] = []
  for (const key of bucket.allKeys()) {
    const order = after === undefined ? 1 : compareKeys(key, after.key)
    if (!key.startsWith(prefix) || order < 0 || (order === 0 && after?.versionId === undefined)) continue
    const own = bucket.versions(key).toReversed()
    const from = order === 0 ? own.findIndex(({ versionId }) => versionId === after?.versionId) + 1 : 0
    for (const version of own.slice(from)) {
      const last = versions.at(-1)
      if (last !== undefined && versions.length >= limit)
        return { versions, next: { key: last.key, versionId: last.versionId } }
      const { key: _, ...object } = listed({ ...version, key }, server.quirks.listedTimePrecision)
      const { modified, restored: _restored, ...seen } = object
      versions.push({
        key,
        versionId: version.versionId,
        latest: version === own[0],
        modified,
        object: version.marker ? null : seen,
      })
    }
  }
  return { versions, next: null }
}

/** @param refusal Why a key may not be removed. */
export function removeMany(
  server: MemoryS3,
  keys: readonly string[],
  refusal: (key: string) => SluiceError | null,
  call: S3Call,
): RemoveResult[] {
  const bucket = bucketOf(server, call)
  if (keys.length > mostRemoved)
    throw new RangeError(`DeleteObjects takes ${mostRemoved} keys, not ${keys.length}.`)
  return keys.map((key) => {
    const error = refusal(key)
    return { key, error, ...(error ? {} : markerOf(bucket.remove(key))) }
  })
}

export function copy(server: MemoryS3, query: CopyQuery, call: S3Call): Written {
  const bucket = bucketOf(server, call)
  checkKey(query.key, call)
  refuseConditions(server, query, call)
  const source = sourceOf(server, query.source, query.sourceEtag, call)
  const isItself = query.bucket === query.source.bucket && query.key === query.source.key
  // A copy onto itself must change something.
  const kept = query.metadataDirective !== 'REPLACE' && server.quirks.copiesRedirect
  const websiteRedirect = query.websiteRedirect ?? (kept ? source.websiteRedirect : undefined)
  const changesNothing =
    query.metadataDirective !== 'REPLACE' &&
    query.storageClass === undefined &&
    query.websiteRedirect === undefined
  if (isItself && query.source.versionId === undefined && changesNothing)
    throw s3Error('InvalidRequest', call)
  if (server.quirks.honoursCopyConditions) checkCondition(bucket, query, 'PreconditionFailed', call)
  // S3 keeps all properties of the source or none; a website redirect for itself.
  const { metadata, websiteRedirect: _, ...others } = query.metadataDirective === 'REPLACE' ? query : source
  const dropsTags = query.metadataDirective === 'REPLACE' && !server.quirks.copyTakesTags
  const tags = dropsTags ? undefined : query.taggingDirective === 'REPLACE' ? query.tags : source.tags
  const own = digestEtag(bucket, md5(source.bytes))
  const { etag, etagIsDigest, versionId } = bucket.write(query.key, {
    bytes: source.bytes,
    ...(server.quirks.copyKeepsEtag ? { etag: source.etag, etagIsDigest: source.etagIsDigest } : own),
    metadata: metadata ?? {},
    ...keptHeaders(others),
    ...ownHeaders(query),
    ...(websiteRedirect === undefined ? {} : { websiteRedirect }),
    ...(tags === undefined ? {} : { tags }),
    ...(query.storageClass === undefined ? {} : { storageClass: query.storageClass }),
  })
  return {
    etag,
    etagIsDigest: etagIsDigest && !etag.includes('-'),
    checksumProved: false,
    ...versionOf(bucket, versionId),
  }
}

export function tags(server: MemoryS3, name: VersionName, call: S3Call): Tags {
  return existing(bucketOf(server, call), name, call).tags ?? {}
}

export function setTags(server: MemoryS3, name: ObjectName, given: Tags, call: S3Call): void {
  existing(bucketOf(server, call), name, call).tags = given
}

export function bucketOf(server: MemoryS3, call: S3Call): MemoryBucket {
  const bucket = server.buckets.get(call.bucket ?? '')
  if (!bucket) throw s3Error('NoSuchBucket', call)
  return bucket
}

/** The object a copy starts from. */
export function sourceOf(
  server: MemoryS3,
  source: VersionName,
  etag: string | null,
  call: S3Call,
): StoredObject {
  const object = existing(bucketOf(server, { ...call, bucket: source.bucket }), source, call)
  if (isArchived(object)) throw s3Error('InvalidObjectState', call)
  if (etag !== null && !server.quirks.takesConditions) throw s3Error('NotImplemented', call)
  if (etag !== null && server.quirks.honoursSourceEtag && object.etag !== etag)
    throw s3Error('PreconditionFailed', call)
  return object
}

export function checkKey(key: string, call: S3Call): void {
  if (key === '' || key.includes('\0')) throw s3Error('InvalidArgument', call)
  if (Buffer.byteLength(key) > longestKey) throw s3Error('KeyTooLongError', call)
}

export function checkDigest(body: Uint8Array, digest: Uint8Array, call: S3Call): void {
  if (!md5(body).equals(digest)) throw s3Error('BadDigest', call)
}

export function refuseConditions(
  { quirks: { takesConditions } }: MemoryS3,
  { ifAbsent, ifMatch }: WriteCondition,
  call: S3Call,
): void {
  if (!takesConditions && (ifAbsent ?? ifMatch) !== undefined) throw s3Error('NotImplemented', call)
}

export function checkCondition(
  bucket: MemoryBucket,
  { key, ifAbsent, ifMatch }: ObjectName & WriteCondition,
  onNothing: 'NoSuchKey' | 'PreconditionFailed',
  call: S3Call,
): void {
  const there = bucket.current(key)
  if (ifAbsent && there) throw s3Error('PreconditionFailed', call)
  if (ifMatch === undefined) return
  if (!there) throw s3Error(onNothing, call)
  if (there.etag !== ifMatch) throw s3Error('PreconditionFailed', call)
}

/** An ETag of 32 hex digits; behind KMS it looks the same, and means nothing. */
export function digestEtag(bucket: MemoryBucket, digest: Buffer): { etag: string; etagIsDigest: boolean } {
  if (!bucket.encrypted) return { etag: digest.toString('hex'), etagIsDigest: true }
  return {
    etag: md5(Buffer.concat([digest, Buffer.from('key of KMS')])).toString('hex'),
    etagIsDigest: false,
  }
}

const objectOf = (version: StoredObject | null | undefined): StoredObject | null =>
  version?.marker === false ? version : null

function existing(bucket: MemoryBucket, { key, versionId }: VersionName, call: S3Call): StoredObject {
  const object = versionId === undefined ? bucket.current(key) : objectOf(bucket.version(key, versionId))
  if (!object) throw s3Error('NoSuchKey', call)
  return object
}

function isArchived({ storageClass, restored }: StoredObject): boolean {
  return (storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE') && restored !== true
}

function listed(object: StoredObject & { readonly key: string }, timePrecision: number): ListedObject {
  const { key, bytes, modified, etag, storageClass, restored } = object
  return {
    key,
    size: bytes.length,
    modified: Math.floor(modified / timePrecision) * timePrecision,
    etag,
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(restored === undefined ? {} : { restored }),
  }
}

function wholeSecond(time: number): number {
  return Math.floor(time / 1000) * 1000
}

function tokenFor(next: string): string {
  return Buffer.from(`after:${next}`, 'utf8').toString('base64url')
}

function readToken(token: string, call: S3Call): string {
  const text = Buffer.from(token, 'base64url').toString('utf8')
  if (!text.startsWith('after:')) throw s3Error('InvalidArgument', call)
  return text.slice('after:'.length)
}

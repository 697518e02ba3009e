import type { SluiceError } from '../../../shared/errors.ts'
import type { CannedAcl, Grant, StorageClass } from '../../../shared/write-properties.ts'
import type { Bandwidth } from '../running/bandwidth.ts'
import type { BucketSettings } from './setting-calls.ts'
import type { EndpointHabits } from './endpoint-habits.ts'
import type { HeadQuery, ObjectHead, StoredChecksum } from './object-head.ts'
import type { ObjectName, VersionName } from './object-name.ts'
import type { Presigned, PresignQuery } from './presigned.ts'
import type { VersionsPage, VersionsQuery } from './versions-page.ts'

export type { HeadQuery, ObjectHead, StoredChecksum } from './object-head.ts'
export type { ObjectName, VersionName } from './object-name.ts'
export type { Presigned, PresignQuery } from './presigned.ts'

/**
 * S3 as the engine uses it: one call, one request, no retries (the callers own those, with a fresh body each time).
 * Every method rejects with a `SluiceError` whose `s3` says which call on what; an aborted signal rejects with the
 * signal's reason. Keys are whole keys, decoded. ETags are without quotes.
 */
export interface ObjectStore {
  /** What is known of the server behind it. */
  readonly endpoint: Endpoint
  /**
   * What goes with all parts of an upload besides its properties (the algorithm of their checksums, the MD5 of a key of
   * one's own): parts that were sent with something else do not belong to them.
   */
  readonly withParts: string
  /** Who the calls are made as; absent where they are not signed, or nobody has said. */
  readonly identity?: Identity

  /**
   * One page of ListObjectsV2, **proved** by every check that one reply allows (faults.md 2.1): a listing document, of
   * this bucket and prefix, with a truthful count, and a token if there is more.
   * @throws SluiceError `listing-not-proved` when the reply proves nothing.
   */
  listPage(query: ListQuery, signal: AbortSignal): Promise<ListPage>

  /** HEAD; null where there is no such key. */
  head(query: HeadQuery, signal: AbortSignal): Promise<ObjectHead | null>
  get(query: GetQuery, signal: AbortSignal): Promise<ObjectBody>
  put(query: PutQuery, signal: AbortSignal): Promise<Written>
  /**
   * One DELETE. A missing key is no error. With a version's id it takes that version, or delete marker, away for good.
   * @returns the id of the delete marker that it left, where versions are kept.
   */
  remove(query: VersionName, signal: AbortSignal): Promise<{ readonly deleteMarker?: string }>
  /** One DeleteObjects of at most 1,000 keys: what became of each. A key the reply does not mention is an error. */
  removeMany(bucket: string, keys: readonly string[], signal: AbortSignal): Promise<RemoveResult[]>
  copy(query: CopyQuery, signal: AbortSignal): Promise<Written>
  /** The tags of an object; none where the server knows no tags. */
  tags(query: VersionName, signal: AbortSignal): Promise<Tags>
  /** All that it shall have. With a version's id that version's, whichever is the current one. */
  setTags(query: VersionName, tags: Tags, signal: AbortSignal): Promise<void>

  startMultipart(query: StartMultipartQuery, signal: AbortSignal): Promise<{ uploadId: string }>
  putPart(query: PutPartQuery, signal: AbortSignal): Promise<Written>
  copyPart(query: CopyPartQuery, signal: AbortSignal): Promise<Written>
  finishMultipart(query: FinishMultipartQuery, signal: AbortSignal): Promise<Written>
  abortMultipart(query: UploadName, signal: AbortSignal): Promise<void>
  /** All parts of an upload, in order; null where the server knows no such upload. */
  listParts(query: UploadName, signal: AbortSignal): Promise<PartSeen[] | null>
  /** One page of the uploads that were begun below a prefix and neither finished nor aborted, whoever began them. */
  listUploads(
    query: { readonly bucket: string; readonly prefix: string; readonly after: UploadsMarker | null },
    signal: AbortSignal,
  ): Promise<UploadsPage>

  /** One page of ListObjectVersions: by key, and of one key the newest first. @throws SluiceError `listing-not-proved` */
  listVersions(query: VersionsQuery, signal: AbortSignal): Promise<VersionsPage>

  /** Names of this identity's buckets. */
  listBuckets(signal: AbortSignal): Promise<string[]>
  /** Names directly below a prefix: folders (common prefixes) and objects, one page. */
  browse(query: ListQuery, signal: AbortSignal): Promise<BrowsePage>
  /** Whether deletes can be undone there; `unknown` when this identity may not ask. */
  versioning(bucket: string, signal: AbortSignal): Promise<'kept' | 'suspended' | 'gone' | 'unknown'>

  /** Whether a bucket takes ACLs: not where its owner is the owner of every object; `unknown` where that can't be asked. */
  ownership(bucket: string, signal: AbortSignal): Promise<'enforced' | 'by-acls' | 'unknown'>

  /**
   * One thing that a bucket is set to; null where it is set to nothing of the kind.
   * @throws SluiceError where this identity may not ask, or the server does not know of it.
   */
  bucketSetting<Name extends keyof BucketSettings>(
    bucket: string,
    name: Name,
    signal: AbortSignal,
  ): Promise<BucketSettings[Name] | null>

  /**
   * An address by which anybody can read an object, for as long as it lasts. No request is made: whether there is such an
   * object is for whoever opens it to see. It is a secret: it must not be logged.
   * @throws SluiceError where calls are not signed, or not in a way that goes into an address.
   */
  presign(query: PresignQuery, signal: AbortSignal): Promise<Presigned>

  /** Ends idle connections. */
  close(): void
}

export interface Endpoint {
  /** For people: `https://s3.eu-west-1.amazonaws.com`, `http://127.0.0.1:8000`. */
  readonly label: string
  /** Amazon's own: checksums are stored and conditions honoured. Elsewhere Content-MD5 carries the proof. */
  readonly aws: boolean
  readonly habits: EndpointHabits
}

/** Whose credentials calls are signed with, for people. */
export interface Identity {
  /** Where they come from: `the profile dev`, `the environment`. Goes into a sentence. */
  readonly name: string
  /** What brings new ones while a run waits for them, as a sentence; null where nothing can. */
  readonly renewal: string | null
  /** An access key's id, or a role's name: whose they are without being a secret; null where none lasts. */
  readonly id?: string | null
}

export interface ListQuery {
  readonly bucket: string
  readonly prefix: string
  /** The token of the page before. */
  readonly token?: string
  readonly startAfter?: string
  readonly delimiter?: '/'
  /** At most this many names; the server's own default (1,000) if absent. */
  readonly pageSize?: number
}

export interface ListPage {
  readonly entries: readonly ListedObject[]
  /** The token of the next page; null at the end. */
  readonly next: string | null
}

export interface ListedObject {
  readonly key: string
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
  readonly etag: string
  /** Absent means STANDARD. */
  readonly storageClass?: string
  /** From RestoreStatus: an archived object that can be read now. */
  readonly restored?: boolean
}

export interface BrowsePage extends ListPage {
  /** Whole prefixes, ending in `/`. */
  readonly folders: readonly string[]
}

export interface GetQuery extends VersionName {
  /** The object must still have this ETag, else `precondition-failed`. */
  readonly ifMatch?: string
  /** First byte wanted; the reply must then be a 206 from there. */
  readonly from?: number
  /** With `from`: how many bytes; to the end if absent. */
  readonly size?: number
  /** Whom its bytes are taken from; they just go if absent. */
  readonly bandwidth?: Bandwidth
  /** What a range may be read into: chunks that are of it, one after the other from its start, are in their place. */
  readonly into?: Uint8Array
}

export interface ObjectBody {
  /** The size of the whole object, from Content-Length or Content-Range; null when the reply has neither. */
  readonly size: number | null
  readonly etag: string
  readonly etagIsDigest: boolean
  /** Over all bytes of the object, with a reply that has them all and where the server keeps one; null otherwise. */
  readonly checksum: StoredChecksum | null
  /** Read it to its end, or call `cancel`: an unread body holds a socket. */
  readonly bytes: AsyncIterable<Uint8Array>
  cancel(): void
}

/** Properties of an object to be written. */
export interface ObjectProperties {
  readonly contentType?: string
  readonly cacheControl?: string
  readonly contentDisposition?: string
  readonly contentEncoding?: string
  readonly contentLanguage?: string
  /** An HTTP date. */
  readonly expires?: string
  /** Where a website's visitor is sent instead. */
  readonly websiteRedirect?: string
  /** User metadata, names in lower case without `x-amz-meta-`. */
  readonly metadata?: Readonly<Record<string, string>>
  /** As S3 names it; the server's default (STANDARD) if absent. */
  readonly storageClass?: StorageClass
  /** The bucket's own if absent. */
  readonly encryption?: 'AES256' | 'aws:kms' | 'aws:kms:dsse'
  /** Only with KMS; the account's own key if absent. */
  readonly kmsKeyId?: string
  /** `true` or `false`, only with `aws:kms`: whether a key of the bucket's stands in for KMS; as the bucket is set if absent. */
  readonly bucketKey?: string
  /** `GOVERNANCE` or `COMPLIANCE`, only with `lockUntil`; as the bucket is set if absent. */
  readonly lockMode?: string
  /** Until when it may not be deleted: a date to come, as ISO 8601 has it. */
  readonly lockUntil?: string
  /** `ON`: it may not be deleted until somebody ends that. */
  readonly legalHold?: string
  /** A canned ACL; private if absent. */
  readonly acl?: CannedAcl
  readonly grants?: readonly Grant[]
}

export type Tags = Readonly<Record<string, string>>

/** What must hold of the destination. Honoured by AWS; of another server its habits tell. */
export interface WriteCondition {
  /** Only if there is no such key (`If-None-Match: *`). */
  readonly ifAbsent?: true
  /** Only if the key still has this ETag (`If-Match`). */
  readonly ifMatch?: string
}

export interface PutQuery extends ObjectName, ObjectProperties, WriteCondition {
  /** At most one part's worth: held in memory, so that each attempt has it whole. */
  readonly body: Uint8Array
  /** MD5 of the body, 16 bytes. */
  readonly md5: Uint8Array
  /** Gives its SHA-256 in hex, where that is signed; it is computed on the spot if absent. */
  readonly sha256?: () => Promise<string>
  /** Whom its bytes are taken from; they just go if absent. */
  readonly bandwidth?: Bandwidth
  /** Told of bytes of the body as they go out, of this attempt; of a small one perhaps never. */
  readonly onSent?: (bytes: number) => void
}

export interface Written {
  /** As the server answered it; empty where it answered none (radosgw's first Complete). */
  readonly etag: string
  /** False where the ETag can't be an MD5 of the bytes: SSE-KMS, SSE-C, or not shaped like one. */
  readonly etagIsDigest: boolean
  /** The server stored and returned a checksum over all bytes, equal to the one sent. */
  readonly checksumProved: boolean
  /** Of the new version, where versions are kept. */
  readonly versionId?: string
  /** Of a part: the checksum that the server stored, base64, to be named when the upload is finished. */
  readonly checksum?: string
}

export interface CopyQuery extends ObjectName, ObjectProperties, WriteCondition {
  readonly source: VersionName
  /** `x-amz-copy-source-if-match`; not honoured by all, so compare the result too. Null sends none. */
  readonly sourceEtag: string | null
  /** `REPLACE` gives the copy these properties and none of its source's; the server keeps the source's if absent. */
  readonly metadataDirective?: 'COPY' | 'REPLACE'
  /** `REPLACE` leaves the source's tags behind. */
  readonly taggingDirective?: 'REPLACE'
  /** In place of the source's, with `REPLACE`: at most 2,048 bytes once encoded. */
  readonly tags?: Tags
  /** The source's annotations, which only Amazon has, are left behind if absent (META-6). */
  readonly keepAnnotations?: true
}

export interface StartMultipartQuery extends ObjectName, ObjectProperties {
  /** At most 2,048 bytes once encoded. */
  readonly tags?: Tags
}

export interface UploadName extends ObjectName {
  readonly uploadId: string
}

export interface PutPartQuery extends UploadName {
  /** 1 to 10,000. */
  readonly partNumber: number
  readonly body: Uint8Array
  readonly md5: Uint8Array
  readonly sha256?: () => Promise<string>
  /** Whom its bytes are taken from; they just go if absent. */
  readonly bandwidth?: Bandwidth
  /** Told of bytes of the body as they go out, of this attempt; of a small one perhaps never. */
  readonly onSent?: (bytes: number) => void
}

export interface CopyPartQuery extends UploadName {
  readonly partNumber: number
  readonly source: VersionName
  readonly sourceEtag: string | null
  /** First and last byte, both included. */
  readonly from: number
  readonly to: number
}

export interface FinishMultipartQuery extends UploadName, WriteCondition {
  readonly parts: readonly {
    readonly partNumber: number
    readonly etag: string
    /** As the server stored it of the part. */
    readonly checksum?: string
  }[]
}

export interface PartSeen {
  readonly partNumber: number
  readonly size: number
  readonly etag: string
  /** As the server stored it, base64; absent where it tells of none. */
  readonly checksum?: string
}

/** A page of ListMultipartUploads. */
export interface UploadsPage {
  readonly uploads: readonly ListedUpload[]
  /** Where the next page begins; null at the end. */
  readonly next: UploadsMarker | null
}

export interface UploadsMarker {
  readonly key: string
  readonly uploadId: string
}

export interface ListedUpload {
  readonly key: string
  readonly uploadId: string
  /** Milliseconds since 1970. */
  readonly started: number
}

export interface RemoveResult {
  readonly key: string
  /** Null when it is gone. */
  readonly error: SluiceError | null
  /** The id of the delete marker that was left, where versions are kept. */
  readonly deleteMarker?: string
}

import type { ChecksumAlgorithm } from '../../../shared/checksum-algorithms.ts'
import type { VersionName } from './object-name.ts'

export interface HeadQuery extends VersionName {
  /** With a part number the size is that part's, and `parts` says how many there are. */
  readonly partNumber?: number
  /** Asks for the checksum that the server keeps over all bytes; not with a part number. */
  readonly withChecksum?: true
}

export interface ObjectHead {
  readonly size: number
  readonly modified: number
  readonly etag: string
  /** Where its bucket keeps versions, or has. */
  readonly versionId?: string
  readonly storageClass?: string
  /** An archived object that can be read now; absent where no restore was asked for. */
  readonly restored?: boolean
  readonly parts?: number
  /** False where the ETag can't be an MD5 of the bytes: SSE-KMS, SSE-C. */
  readonly etagIsDigest: boolean
  /** Where it was asked for and the server keeps one. */
  readonly checksum?: StoredChecksum
  readonly contentType?: string
  readonly cacheControl?: string
  readonly contentDisposition?: string
  readonly contentEncoding?: string
  readonly contentLanguage?: string
  /** As the server has it: an HTTP date, or what somebody gave for one. */
  readonly expires?: string
  /** As the server says it: `AES256`, `aws:kms`, `aws:kms:dsse`. */
  readonly encryption?: string
  readonly kmsKeyId?: string
  /** As the server says it: `true` where a key of the bucket's stands in for KMS. */
  readonly bucketKey?: string
  /** Where a website's visitor is sent instead. No copy takes it along by itself. */
  readonly websiteRedirect?: string
  /** As the server says it: `ongoing-request="true"`; absent where no restore was asked for. */
  readonly restore?: string
  /** `GOVERNANCE` or `COMPLIANCE`; absent where there is none, or this identity may not know. */
  readonly lockMode?: string
  /** Until when it may not be deleted or replaced, as the server says it. */
  readonly lockUntil?: string
  /** `ON` or `OFF`. */
  readonly legalHold?: string
  readonly metadata: Readonly<Record<string, string>>
}

/** A checksum that the server keeps with an object. */
export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm
  /** Base64. */
  readonly value: string
  /** Begins the same checksum over bytes that come in order. */
  start(): { update(bytes: Uint8Array): void; digest(): Promise<Uint8Array> }
}

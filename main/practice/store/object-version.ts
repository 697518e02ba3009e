import type { ChecksumAlgorithm } from '../checksums/checksum.ts'

export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE'

export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm
  readonly type: ChecksumType
  /** In base64; a composite one ends in `-` and the number of parts. */
  readonly value: string
}

/** What a writer says of an object besides its bytes. */
export interface Properties {
  /** `content-type` and the other headers of content, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** By the name after `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>
  readonly tags: readonly (readonly [key: string, value: string])[]
  readonly storageClass: string
  /** `AES256` where the writer asked for it. */
  readonly encryption: string | null
}

/** One version of an object, or a delete marker in its place. */
export interface ObjectVersion {
  /** Place in the order in which versions were written. */
  readonly seq: number
  readonly bucket: string
  readonly key: string
  /** `null` (the four letters) for a version written while the bucket kept none. */
  readonly versionId: string
  readonly latest: boolean
  readonly deleteMarker: boolean
  /** Milliseconds since 1970, a whole second. */
  readonly modified: number
  readonly size: number
  /** Without quotes; with `-N` for an object of N parts. */
  readonly etag: string
  readonly properties: Properties
  /** Null for a delete marker only. */
  readonly checksum: StoredChecksum | null
}

/** A version about to be written. */
export interface NewVersion {
  readonly bucket: string
  readonly key: string
  readonly modified: number
  readonly size: number
  readonly etag: string
  readonly properties: Properties
  readonly checksum: StoredChecksum
}

/** A run of an object's bytes: all of it, or one of its parts. */
export interface Piece {
  /** The name of its content file, if it has one. */
  readonly id: string
  readonly size: number
  /** MD5 in hex. */
  readonly etag: string
  /** In base64. */
  readonly checksum: string
}

/** A piece that was just received. */
export interface ReceivedPiece extends Piece {
  /** All its bytes where they are few; null where they are in a content file. */
  readonly bytes: Uint8Array | null
}

/** A part of a multipart upload. */
export interface Part extends Piece {
  readonly number: number
  readonly modified: number
}

/** A part that was just received. */
export type ReceivedPart = Part & ReceivedPiece

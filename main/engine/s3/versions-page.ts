/** The id of what is written while no versions are kept: the next one of that id takes its place. */
export const nullVersion = 'null'

/** What is asked of ListObjectVersions. */
export interface VersionsQuery {
  readonly bucket: string
  readonly prefix: string
  /** Begins after this key (some servers tell of its versions once more), or after this version of it. */
  readonly after?: VersionsMarker
  /** At most this many versions; the server's own default (1,000) if absent. */
  readonly pageSize?: number
}

export interface VersionsMarker {
  readonly key: string
  readonly versionId?: string
}

/** A version of an object, or a delete marker. */
export interface ListedVersion {
  readonly key: string
  readonly versionId: string
  /** What a GET without a version finds. */
  readonly latest: boolean
  /** Milliseconds since 1970. */
  readonly modified: number
  /** Null for a delete marker. */
  readonly object: {
    readonly size: number
    readonly etag: string
    /** Absent means STANDARD. */
    readonly storageClass?: string
  } | null
}

export interface VersionsPage {
  /** By key; of one key the newest first, versions and delete markers as they follow each other. */
  readonly versions: readonly ListedVersion[]
  /** Where the next page begins; null at the end. */
  readonly next: VersionsMarker | null
}

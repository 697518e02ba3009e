import type { WriteProperties } from '../../../shared/write-properties.ts'
import type { ObjectName, ObjectProperties, ObjectStore, VersionName } from '../s3/object-store.ts'
import type { Expected } from './transfer.ts'

/** What a copy keeps of its source: `--copy-props`, and `--metadata-directive`, which puts it out of force. */
export interface Keeping extends Pick<WriteProperties, 'copyProps' | 'metadataDirective'> {
  /** The source's tags, whatever becomes of its metadata. */
  readonly keepsTags?: true
}

/** Bytes: what one CopyObject takes (Amazon S3 User Guide); larger ones go in parts, and get an ETag of parts. */
export const mostCopied = 5 * 1024 ** 3

/** What aws does of its own accord. */
export const keepDefault: Keeping = { copyProps: 'default', metadataDirective: null }

/** One object to be copied, by the server or through this machine. */
export interface CopyJob {
  /** The destination's identity; where the server copies, it must be able to read the source. */
  readonly store: ObjectStore
  /** The source's identity: what is asked about the source, and read of it, is asked with this. */
  readonly sourceStore: ObjectStore
  readonly source: VersionName
  readonly sourceEtag: string
  readonly size: number
  readonly target: ObjectName
  readonly expected: Expected
  /** Given to the copy, whatever it has from its source. */
  readonly properties: ObjectProperties
  readonly keeping: Keeping
}

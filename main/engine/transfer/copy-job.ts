import type { WriteProperties } from '../../../shared/write-properties.ts'
import type { ObjectName, ObjectProperties, ObjectStore, Tags, VersionName } from '../s3/object-store.ts'
import type { Expected } from './transfer.ts'

/** What a copy keeps of its source: `--copy-props`, and `--metadata-directive`, which puts it out of force. */
export type Keeping = Pick<WriteProperties, 'copyProps' | 'metadataDirective'>

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
  /** With a metadata directive: given to the copy in place of its source's. At most 2,048 bytes once encoded. */
  readonly tags?: Tags
}

/** Whether an object is copied onto itself, or a version of it over the current one. */
export const isOntoItself = ({ source, target }: Pick<CopyJob, 'source' | 'target'>): boolean =>
  source.bucket === target.bucket && source.key === target.key

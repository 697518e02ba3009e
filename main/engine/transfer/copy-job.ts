import type { WriteProperties } from '../../../shared/write-properties.ts'
import type { ObjectName, ObjectProperties, ObjectStore, VersionName } from '../s3/object-store.ts'
import type { Expected } from './transfer.ts'

/** What a copy keeps of its source: `--copy-props`, and `--metadata-directive`, which puts it out of force. */
export type Keeping = Pick<WriteProperties, 'copyProps' | 'metadataDirective'>

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

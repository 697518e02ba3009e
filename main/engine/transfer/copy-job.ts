import type { ObjectName, ObjectProperties, ObjectStore } from '../s3/object-store.ts'
import type { Expected } from './transfer.ts'

/** One object to be copied, by the server or through this machine. */
export interface CopyJob {
  /** The destination's identity, which must be able to read the source. */
  readonly store: ObjectStore
  readonly source: ObjectName
  readonly sourceEtag: string
  readonly size: number
  readonly target: ObjectName
  readonly expected: Expected
  /** Given to the copy besides what it has from its source. */
  readonly properties: ObjectProperties
}

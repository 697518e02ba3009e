import type { ObjectName, ObjectStore, VersionName } from '../s3/object-store.ts'
import { mostCopied } from './copy-job.ts'
import { copy, copyWhole } from './copy.ts'
import { keptOf, redirectOf } from './copy-properties.ts'
import { copyWithLock } from './copy-with-lock.ts'
import type { Done, Expected, TransferTools } from './transfer.ts'
import { sourceChanged } from './write-guard.ts'

export interface CopyAsItIs {
  readonly object: VersionName & {
    readonly etag: string
    readonly size: number
    readonly storageClass?: string
  }
  readonly target: ObjectName
  readonly expected: Expected
}

/**
 * Copies one object within a server, with type, metadata, tags, website redirect, storage class, its encryption with the very
 * key of KMS, and Object Lock, where that may be set there (`copyWithLock`).
 */
export async function copyAsItIs(
  store: ObjectStore,
  { object, target, expected }: CopyAsItIs,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const { bucket, key, versionId, etag, size, storageClass } = object
  const source = { bucket, key, ...(versionId === undefined ? {} : { versionId }) }
  const head = await tools.retry('head', (s) => store.head(source, s), signal)
  if (head === null || head.etag !== etag) throw sourceChanged(source)
  const job = {
    store,
    sourceStore: store,
    source,
    sourceEtag: etag,
    size,
    target,
    expected,
    properties: { ...keptOf({ ...head, storageClass }), ...redirectOf(head) },
    keeping: { copyProps: 'all', metadataDirective: null },
  } as const
  return copyWithLock(head, target, tools, (lock) => {
    const properties = { ...job.properties, ...lock }
    return (size > mostCopied ? copy : copyWhole)({ ...job, properties }, tools, signal)
  })
}

import { storageClasses } from '../../../shared/write-properties.ts'
import type { ObjectName, ObjectStore, VersionName } from '../s3/object-store.ts'
import { mostCopied } from './copy-job.ts'
import { copy, copyWhole } from './copy.ts'
import { lockOf, redirectOf } from './copy-properties.ts'
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

/** Copies one object within a server, with type, metadata, tags, website redirect, Object Lock and storage class. */
export async function copyAsItIs(
  store: ObjectStore,
  { object, target, expected }: CopyAsItIs,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const { bucket, key, versionId, etag, size } = object
  const storageClass = storageClasses.find((name) => name === object.storageClass)
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
    properties: {
      ...redirectOf(head),
      ...lockOf(head, tools.world.clock.now()),
      ...(storageClass === undefined ? {} : { storageClass }),
    },
    keeping: { copyProps: 'all', metadataDirective: null },
  } as const
  return (size > mostCopied ? copy : copyWhole)(job, tools, signal)
}

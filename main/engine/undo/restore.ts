import { SluiceError } from '../../../shared/errors.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { storageClasses } from '../../../shared/write-properties.ts'
import type { S3Side } from '../side.ts'
import { copy, copyWhole } from '../transfer/copy.ts'
import { mostCopied, type CopyJob } from '../transfer/copy-job.ts'
import type { Done, TransferTools } from '../transfer/transfer.ts'
import { currentOf } from './key-versions.ts'
import { writtenSinceError } from './undo-errors.ts'

/**
 * Puts one object back as it was: takes the run's delete marker away, or copies the version that it replaced over its
 * own, with type, metadata, tags and storage class. No version is ever removed.
 *
 * @throws SluiceError `changed` where the run's version is not the current one any more
 */
export async function restore(
  side: S3Side,
  row: PlanRow,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const { source: seen } = row
  const undo = row.outcome?.undo
  if (seen === null || undo === undefined || undo.version === null) throw unplanned(row)
  await checkCurrent(side, row, undo.current, tools, signal)
  return undo.how === 'uncover'
    ? uncover(side, row, { marker: undo.current, version: undo.version }, tools, signal)
    : copyOver(side, row, undo.version, tools, signal)
}

async function checkCurrent(
  side: S3Side,
  row: PlanRow,
  current: string,
  { retry }: TransferTools,
  signal: AbortSignal,
): Promise<void> {
  const now = await currentOf({ ...side, retry }, row.key, signal)
  if (now?.versionId !== current) throw new SluiceError(writtenSinceError(side, row.key))
}

async function uncover(
  side: S3Side,
  row: PlanRow,
  { marker, version }: { readonly marker: string; readonly version: string },
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const { store, bucket } = side
  const target = { bucket, key: side.prefix + row.key }
  await tools.retry('uncover', (s) => store.remove({ ...target, versionId: marker }, s), signal)
  const now = await currentOf({ ...side, retry: tools.retry }, row.key, signal)
  if (now?.versionId !== version || now.object === null)
    throw new SluiceError(writtenSinceError(side, row.key))
  const size = row.source?.size ?? 0
  tools.onBytes(size)
  const proof = now.object.etag === row.source?.etag ? 'hash' : 'none'
  return { proof, bytes: size, etag: now.object.etag, versionId: version }
}

async function copyOver(
  side: S3Side,
  row: PlanRow,
  versionId: string,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const { source, destination } = row
  if (source === null || destination === null) throw unplanned(row)
  const { store, bucket } = side
  const target = { bucket, key: side.prefix + row.key }
  const storageClass = storageClasses.find((name) => name === source.storageClass)
  const job: CopyJob = {
    store,
    sourceStore: store,
    source: { ...target, versionId },
    sourceEtag: source.etag ?? '',
    size: source.size,
    target,
    expected: { kind: 'as-seen', seen: destination },
    properties: storageClass === undefined ? {} : { storageClass },
    keeping: { copyProps: 'all', metadataDirective: null },
  }
  const done = await (source.size > mostCopied ? copy : copyWhole)(job, tools, signal)
  if (done.versionId !== undefined) return done
  const now = await currentOf({ ...side, retry: tools.retry }, row.key, signal)
  const object = now?.object ?? null
  if (now === null || object === null || object.etag !== done.etag) return done
  return { ...done, versionId: now.versionId }
}

function unplanned(row: PlanRow): SluiceError {
  return new SluiceError({
    code: 'internal',
    message: `A row of an undo does not say what is put back: ${JSON.stringify(row.key)}.`,
    subject: row.key,
    advice: 'Please report this, with the plan.',
  })
}

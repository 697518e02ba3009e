import { SluiceError } from '../../../shared/errors.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { nullVersion } from '../s3/versions-page.ts'
import type { S3Side } from '../side.ts'
import { copyAsItIs } from '../transfer/copy-as-it-is.ts'
import type { Done, TransferTools } from '../transfer/transfer.ts'
import { currentOf } from './key-versions.ts'
import { destinationChanged } from '../transfer/write-guard.ts'
import { writtenSinceError } from './undo-errors.ts'

/**
 * Puts one object back as it was: takes the run's delete marker away, or copies the version that it replaced, or that a
 * person has chosen, over the current one, with type, metadata, tags and storage class. No version of an object is removed.
 *
 * @throws SluiceError `changed` where neither the run's version is the current one any more, nor the one that was covered
 */
export async function restore(
  side: S3Side,
  row: PlanRow,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const { source: seen } = row
  const undo = row.outcome?.undo
  if (seen === null || undo === undefined || undo.how === 'aside' || undo.version === null)
    throw unplanned(row)
  // What has the id null now may be another marker, or an object, when it is removed: there a copy goes over nothing.
  const uncovers = undo.how === 'uncover' && undo.current !== nullVersion
  // The marker went in a try before, whose answer was lost: nobody else takes away a marker to lay bare this very version.
  const now = await currentOf({ ...side, retry: tools.retry }, row.key, signal)
  if (uncovers && now?.versionId === undo.version && now.object !== null)
    return uncovered(row, now.object.etag, undo.version, tools)
  if (now?.versionId !== undo.current) throw changedSince(side, row)
  return uncovers
    ? uncover(side, row, { marker: undo.current, version: undo.version }, tools, signal)
    : copyOver(side, row, undo.version, tools, signal)
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
  if (now?.versionId !== version || now.object === null) throw changedSince(side, row)
  return uncovered(row, now.object.etag, version, tools)
}

function uncovered({ source }: PlanRow, etag: string, versionId: string, { onBytes }: TransferTools): Done {
  const size = source?.size ?? 0
  onBytes(size)
  return { proof: etag === source?.etag ? 'hash' : 'none', bytes: size, etag, versionId }
}

async function copyOver(
  side: S3Side,
  row: PlanRow,
  versionId: string,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const { source, destination } = row
  if (source === null) throw unplanned(row)
  const target = { bucket: side.bucket, key: side.prefix + row.key }
  const before = { ...target, versionId, ...source, etag: source.etag ?? '' }
  const done = await copyAsItIs(
    side.store,
    {
      object: before,
      target,
      expected: destination === null ? { kind: 'absent' } : { kind: 'as-seen', seen: destination },
    },
    tools,
    signal,
  )
  if (done.versionId !== undefined) return done
  const now = await currentOf({ ...side, retry: tools.retry }, row.key, signal)
  const object = now?.object ?? null
  if (now === null || object === null || object.etag !== done.etag) return done
  return { ...done, versionId: now.versionId }
}

/** Of a version that a person has chosen no run is undone. */
const changedSince = (side: S3Side, { key, reason }: PlanRow): SluiceError =>
  reason === 'chosen'
    ? destinationChanged({ bucket: side.bucket, key: side.prefix + key })
    : new SluiceError(writtenSinceError(side, key))

export function unplanned(row: PlanRow): SluiceError {
  return new SluiceError({
    code: 'internal',
    message: `A row of an undo does not say what is put back: ${JSON.stringify(row.key)}.`,
    subject: row.key,
    advice: 'Please report this, with the plan.',
  })
}

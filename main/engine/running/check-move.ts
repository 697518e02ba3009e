import { join } from 'node:path'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { changedSinceListed, isAsSeen, statAsListed } from '../local/as-seen.ts'
import { explainFsError, fsErrorCode } from '../local/explain-fs-error.ts'
import { isNoPlace, sourceName, type S3Side } from '../side.ts'
import { destinationChanged, sourceChanged } from '../transfer/write-guard.ts'
import type { RunContext } from './run-context.ts'

type Looking = Pick<RunContext, 'source' | 'world' | 'retry'>

/** @throws SluiceError `changed` where the source no longer has what the move stands for. */
export async function checkSource(
  { source, world, retry }: Looking,
  { key, source: seen }: PlanRow,
  signal: AbortSignal,
): Promise<void> {
  if (seen === null || isNoPlace(source)) return
  const name = sourceName(source, key)
  if (source.kind === 's3') {
    const object = { bucket: source.bucket, key: source.prefix + name }
    const head = await retry('head', (s) => source.store.head(object, s), signal)
    if (head === null || head.etag !== seen.etag) throw sourceChanged(object)
    return
  }
  const path = join(source.root, name)
  const now = await statAsListed(world.fs, path).catch((error: unknown) => {
    throw explainFsError(error, path)
  })
  if (!isAsSeen(now, seen)) throw changedSinceListed(path)
}

/** The old name goes only where the new one has it. @throws SluiceError `changed` where it is not what was copied there. */
export async function checkNewObject(
  { retry }: Pick<Looking, 'retry'>,
  { store, bucket, prefix }: S3Side,
  { key, from, outcome }: PlanRow,
  signal: AbortSignal,
): Promise<void> {
  const target = { bucket, key: prefix + key }
  const head = await retry('head', (s) => store.head(target, s), signal)
  const etag = outcome?.etag
  if (head === null || head.size !== from?.seen.size || (etag !== undefined && head.etag !== etag))
    throw destinationChanged(target)
}

/** The same on a disk. Where no file was kept of it, its size has to do. */
export async function checkNewFile(
  { world }: Pick<Looking, 'world'>,
  path: string,
  { source, outcome }: PlanRow,
): Promise<void> {
  const now = await world.fs.lstat(path).catch((error: unknown) => {
    if (fsErrorCode(error) === 'ENOENT') return null
    throw explainFsError(error, path)
  })
  const written = outcome?.written
  const isThere =
    written === undefined ? now?.kind === 'file' && now.size === source?.size : isAsSeen(now, written)
  if (!isThere) throw changedSinceListed(path)
}

import type { KeptAside } from '../../../shared/aside.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { PlanRow, Seen } from '../../../shared/plan-row.ts'
import { isStillKept } from '../aside/file-aside.ts'
import { listedTime } from '../listing/listed-time.ts'
import { statAsListed } from '../local/as-seen.ts'
import { explainFsError, fsErrorCode } from '../local/explain-fs-error.ts'
import { keyToPath } from '../local/key-to-path.ts'
import type { RunContext } from '../running/run-context.ts'
import type { S3Side, Side } from '../side.ts'
import type { FoundNow } from './decide-from-aside.ts'

/** Of a file that was renamed, what is under its other name too. */
export interface Found extends FoundNow {
  readonly other: Seen | null
}

type Looking = Pick<RunContext, 'world' | 'retry'>

const lanes = 16

/** What is there of each row's key now, and of what was put aside of it. @throws SluiceError where that can't be told. */
export async function lookAside(
  context: Looking,
  side: Side,
  rows: readonly PlanRow[],
  signal: AbortSignal,
): Promise<Map<PlanRow, Found>> {
  // Two rows may have one number: the halves of a move.
  const found = new Map<PlanRow, Found>()
  const queue = rows.values()
  const lane = async (): Promise<void> => {
    for (const row of queue) {
      signal.throwIfAborted()
      const { key, outcome, from } = row
      const at = (name: string): Promise<Seen | null> =>
        side.kind === 's3'
          ? objectAt(context, side, { bucket: side.bucket, key: side.prefix + name }, signal)
          : fileAt(context, side.root, name)
      const now = await at(key)
      const other = from === undefined ? null : await at(from.key)
      const kept = outcome?.aside
      const isKept = kept !== undefined && (await isThere(context, side, kept, signal))
      found.set(row, { now, isKept, other })
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return found
}

async function isThere(context: Looking, side: Side, kept: KeptAside, signal: AbortSignal): Promise<boolean> {
  if (kept.kind !== 'object') return isStillKept(context.world.fs, kept)
  if (side.kind !== 's3') return false
  const now = await objectAt(context, side, kept, signal)
  return now !== null && now.etag === kept.etag && now.size === kept.size
}

async function objectAt(
  { retry }: Looking,
  { store }: S3Side,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  signal: AbortSignal,
): Promise<Seen | null> {
  const head = await retry('head', (s) => store.head({ bucket, key }, s), signal)
  return head === null ? null : { size: head.size, modified: head.modified, etag: head.etag }
}

/** A link is seen by what it leads to; one that leads nowhere, and what is no file, by itself. */
async function fileAt({ world }: Looking, root: string, key: string): Promise<Seen | null> {
  const landing = keyToPath(root, key.replace(/\/$/, ''), world.platform)
  if (!landing.ok)
    throw new SluiceError({
      code: 'conflict',
      message: `${JSON.stringify(key)} can't be a file here. ${landing.why}`,
    })
  try {
    const stat = (await statAsListed(world.fs, landing.path)) ?? (await world.fs.lstat(landing.path))
    const { size, modified, dev, ino, changed } = stat
    return { size, modified: listedTime(modified), file: { dev, ino, changed } }
  } catch (error) {
    const code = fsErrorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw explainFsError(error, landing.path)
  }
}

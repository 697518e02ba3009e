import { SluiceError } from '../../../shared/errors.ts'
import type { PlanRow, Seen, SeenNow } from '../../../shared/plan-row.ts'
import { listedTime } from '../listing/listed-time.ts'
import { fsErrorCode } from '../local/explain-fs-error.ts'
import { statAsListed } from '../local/as-seen.ts'
import { keyToPath } from '../local/key-to-path.ts'
import { isNoPlace, sourceName, type Side, type Source } from '../side.ts'
import type { RunContext } from './run-context.ts'

/**
 * Both sides of a row that was refused, as they are now: what people compare with what was reviewed. A side that can't
 * be looked at is left out.
 */
export async function lookAgain(
  context: Pick<RunContext, 'source' | 'destination' | 'world' | 'retry'>,
  { key, source: seen, from: moved }: Pick<PlanRow, 'key' | 'source' | 'from'>,
  signal: AbortSignal,
): Promise<SeenNow> {
  const { source, destination } = context
  const [from, onto, old] = await Promise.all([
    seen === null ? undefined : lookAt(context, source, sourceName(source, key), signal),
    lookAt(context, destination, key, signal),
    moved === undefined ? undefined : lookAt(context, destination, moved.key, signal),
  ])
  return {
    ...(from === undefined ? {} : { source: from }),
    ...(onto === undefined ? {} : { destination: onto }),
    ...(old === undefined ? {} : { from: old }),
  }
}

/** Null where nothing is there; undefined where that can't be told. */
async function lookAt(
  { world, retry }: Pick<RunContext, 'world' | 'retry'>,
  side: Source | Side,
  key: string,
  signal: AbortSignal,
): Promise<Seen | null | undefined> {
  try {
    if (isNoPlace(side)) return undefined
    if (side.kind === 's3') {
      const name = { bucket: side.bucket, key: side.prefix + key }
      const head = await retry('look-again', (s) => side.store.head(name, s), signal)
      return head === null ? null : { size: head.size, modified: head.modified, etag: head.etag }
    }
    const landing = keyToPath(side.root, key, world.platform)
    if (!landing.ok) return undefined
    const now = await statAsListed(world.fs, landing.path)
    return now?.kind === 'file' ? { size: now.size, modified: listedTime(now.modified) } : null
  } catch (error) {
    if (fsErrorCode(error) === 'ENOENT') return null
    if (signal.aborted || error instanceof SluiceError || fsErrorCode(error) !== undefined) return undefined
    throw error
  }
}

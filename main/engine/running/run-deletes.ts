import { SluiceError } from '../../../shared/errors.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { removeFile } from '../local/remove-file.ts'
import { removeEmptyFolder } from '../local/remove-folder.ts'
import type { SafeFolders } from '../local/safe-folder.ts'
import type { LocalSide, S3Side } from '../side.ts'
import { removeObjects, type Removed } from '../transfer/remove-objects.ts'
import { endRefused } from './end-refused.ts'
import { removeCreated } from '../undo/remove-created.ts'
import { endRow, type RunContext } from './run-context.ts'
import { landingPath } from './transfer-row.ts'
import { internalError } from './internal-error.ts'

const batchSize = 1000

/**
 * Does the plan's deletes, in key order, in batches of up to 1,000 (D-15). What is about to go is written durably
 * before it goes.
 *
 * @param finish stops between batches. @param signal stops within one.
 */
export async function runDeletes(
  context: RunContext,
  finish: AbortSignal,
  signal: AbortSignal,
): Promise<void> {
  const { store, destination } = context
  let seq = 0
  for (;;) {
    const rows = store.rowsAfter('delete', seq, batchSize)
    const paused = context.pause.wait()
    if (paused !== undefined) await paused
    if (rows.length === 0 || finish.aborted || signal.aborted) return
    seq = rows.at(-1)?.seq ?? seq
    const planned = rows.filter((row) => row.state === 'planned')
    store.intendDeletes(planned.map((row) => row.seq))
    const removed =
      destination.kind === 's3'
        ? await removeBatch(context, destination, planned, signal)
        : await removeFiles(context, destination, planned, finish)
    const ended = new Set(removed.map(({ row }) => row.seq))
    // Cut off by a cancel: the next run does them, and finds those gone that went unseen.
    store.dropIntents(planned.map((row) => row.seq).filter((seq) => !ended.has(seq)))
    for (const one of removed) await endDelete(context, one, signal)
  }
}

/** Ends every delete without doing it: withheld, or as it would be done in a dry run. */
export async function sayDeletes(context: RunContext, state: 'withheld' | 'planned'): Promise<void> {
  let seq = 0
  for (;;) {
    const rows = context.store.rowsAfter('delete', seq, batchSize)
    if (rows.length === 0) return
    seq = rows.at(-1)?.seq ?? seq
    for (const row of rows) if (row.state === 'planned') await endRow(context, row, state, null)
  }
}

/** Each is looked at right before. What fails for all of them fails for each. */
export async function removeBatch(
  context: RunContext,
  side: S3Side,
  rows: readonly PlanRow[],
  signal: AbortSignal,
): Promise<readonly Removed[]> {
  try {
    const remove = context.source.kind === 'past' ? removeCreated : removeObjects
    return await remove({ ...side, retry: context.retry }, rows, signal)
  } catch (error) {
    if (signal.aborted) return []
    const told = error instanceof SluiceError ? error : internalError(error, side.prefix)
    return rows.map((row) => ({ row, error: told }))
  }
}

async function removeFiles(
  context: RunContext,
  side: LocalSide,
  rows: readonly PlanRow[],
  finish: AbortSignal,
): Promise<readonly Removed[]> {
  const results: Removed[] = []
  const folders = await context.folders()
  for (const row of rows) {
    if (finish.aborted || row.destination === null) return results
    try {
      if (row.key.endsWith('/')) await removeFolder(folders, landingPath(context, side, row.key.slice(0, -1)))
      else await removeFile(folders, landingPath(context, side, row.key), row.destination)
      results.push({ row, error: null })
    } catch (error) {
      results.push({ row, error: error instanceof SluiceError ? error : internalError(error, row.key) })
    }
  }
  return results
}

/** @throws SluiceError `changed` for one that is not empty any more. */
async function removeFolder(folders: SafeFolders, path: string): Promise<void> {
  if ((await removeEmptyFolder(folders, path)) !== 'not-empty') return
  throw new SluiceError({
    code: 'changed',
    message: `${path} was empty when it was listed, and has something in it now.`,
    subject: path,
    advice: 'It was left as it is. Delete it again to see what is in it.',
  })
}

function endDelete(
  context: RunContext,
  { row, error, outcome = {} }: Removed,
  signal: AbortSignal,
): Promise<void> | undefined {
  if (error === null) {
    context.meter.deletes.done++
    return endRow(context, row, 'done', outcome)
  }
  context.meter.deletes.failed++
  return endRefused(context, row, error, signal)
}

import type { PlanRow } from '../../../shared/plan-row.ts'
import type { Removed } from '../transfer/remove-objects.ts'
import { endRefused } from './end-refused.ts'
import { removeBatch } from './remove-batch.ts'
import { removeFiles } from './remove-files.ts'
import { endRow, type RunContext } from './run-context.ts'

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
    store.intents.begin(planned.map((row) => row.seq))
    const removed =
      destination.kind === 's3'
        ? await removeBatch(context, destination, planned, signal)
        : removeFiles(context, destination, planned, finish, signal)
    const open = new Map(planned.map((row) => [row.seq, row]))
    for await (const one of removed) {
      open.delete(one.row.seq)
      await endDelete(context, one, signal)
    }
    // Cut off by a cancel: the next run does them, and finds those gone that went unseen.
    store.intents.drop([...open.values()])
    await sayFailed(context, rows)
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
    await sayFailed(context, rows)
  }
}

/** Deletes that have failed before, and are not tried again. */
async function sayFailed(context: RunContext, rows: readonly PlanRow[]): Promise<void> {
  for (const row of rows) if (row.state === 'failed') await endRow(context, row, 'failed', row.outcome)
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

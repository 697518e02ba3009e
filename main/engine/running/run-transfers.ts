import { SluiceError, type ErrorCode } from '../../../shared/errors.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { endRow, type RunContext } from './run-context.ts'
import { internalError } from './internal-error.ts'
import type { RowQueue } from './row-queue.ts'
import { transferRow } from './transfer-row.ts'

/** After one of these no other row can succeed: nothing more is begun. */
const endsTheRun: ReadonlySet<ErrorCode> = new Set([
  'no-credentials',
  'credentials-refused',
  'credentials-expired',
  'disk-full',
  'disk-failed',
])

/**
 * Works off the rows of a queue, as many at once as there may be requests, until it has no more or is stopped. A failed
 * row is an outcome; the others go on. A dry run only says rows, so it says them in order.
 *
 * @param signal aborts what is in flight.
 */
export async function runTransfers(context: RunContext, queue: RowQueue, signal: AbortSignal): Promise<void> {
  const lanes = new Set<Promise<void>>()
  let ended = false
  const most = (): number => (context.rules.dryRun ? 1 : context.pace.limit)
  const lane = async (): Promise<void> => {
    for (let row = await queue.next(); row !== null; row = await queue.next()) {
      await runRow(context, queue, row, signal)
      fill()
      if (lanes.size > most()) return
    }
    ended = true
  }
  const fill = (): void => {
    while (!ended && lanes.size < most()) {
      const one: Promise<void> = lane().finally(() => lanes.delete(one))
      lanes.add(one)
    }
  }
  fill()
  while (lanes.size > 0) await Promise.all(lanes)
}

async function runRow(
  context: RunContext,
  queue: RowQueue,
  row: PlanRow,
  signal: AbortSignal,
): Promise<void> {
  // Done by an earlier run of this plan, or taken out of it.
  if (row.state === 'done' || row.state === 'excluded-by-you' || row.state === 'refused-changed') return
  // Planning may already have said how a row ends: a conflict.
  if (row.state !== 'planned') {
    context.meter.transfers.failed++
    await endRow(context, row, row.state, row.outcome)
    return
  }
  if (context.rules.dryRun) {
    await endRow(context, row, 'planned', null)
    return
  }
  context.moving.begin(row)
  try {
    const done = await transferRow(context, row, signal)
    context.meter.transfers.done++
    await endRow(context, row, 'done', done)
  } catch (error) {
    // A row cut off by a cancel has not failed: it stays planned, and the next run does it.
    if (signal.aborted) return
    const told = error instanceof SluiceError ? error : internalError(error, row.key)
    context.world.log.write({
      what: 'row-failed',
      row: row.seq,
      error: told.toData(),
      cause: told.cause instanceof Error ? `${told.cause.name}: ${told.cause.message}` : null,
    })
    context.meter.transfers.failed++
    await endRow(context, row, told.code === 'changed' ? 'refused-changed' : 'failed', {
      error: told.toData(),
    })
    if (endsTheRun.has(told.code)) {
      context.tally.endBy(told.toData())
      queue.stop()
    }
  } finally {
    context.moving.end(row.seq)
  }
}

import { SluiceError } from '../../../shared/errors.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { StillAside } from '../aside/still-aside.ts'
import { endRefused } from './end-refused.ts'
import { endsTheRun } from './ends-the-run.ts'
import { endRow, type RunContext } from './run-context.ts'
import { internalError } from './internal-error.ts'
import type { RowQueue } from './row-queue.ts'
import { beginMove } from './run-moves.ts'
import { transferRow } from './transfer-row.ts'

/**
 * Works off the rows of a queue, as many at once as there may be requests, until it has no more or is stopped. A failed
 * row is an outcome; the others go on. A dry run only says rows, so it says them in order.
 *
 * Rejects with what the run store failed with, when no row is on its way any more.
 *
 * @param signal aborts what is in flight.
 */
export async function runTransfers(context: RunContext, queue: RowQueue, signal: AbortSignal): Promise<void> {
  const over = Promise.withResolvers<undefined>()
  // Counted by hand: a lane that leaves must be gone before the next one asks whether there are too many.
  let lanes = 0
  let hasEnded = false
  const failures: unknown[] = []
  const most = (): number => (context.rules.dryRun ? 1 : context.pace.limit)
  const lane = async (): Promise<void> => {
    try {
      for (let row = await queue.next(); row !== null; row = await queue.next()) {
        await runRow(context, queue, row, signal)
        fill()
        if (lanes > most()) return
      }
      hasEnded = true
    } catch (error) {
      // Rows fail one by one; what fails here is the run store, and then nothing can go on.
      failures.push(error)
      hasEnded = true
      queue.stop()
    } finally {
      lanes--
      fill()
      if (lanes === 0) over.resolve(undefined)
    }
  }
  const fill = (): void => {
    while (!hasEnded && lanes < most()) {
      lanes++
      void lane()
    }
  }
  fill()
  await over.promise
  if (failures.length > 0) throw failures[0]
}

async function runRow(
  context: RunContext,
  queue: RowQueue,
  row: PlanRow,
  signal: AbortSignal,
): Promise<void> {
  // Its first half was done by an earlier run of this plan.
  if (row.action === 'move' && row.state === 'running') return
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
    if (row.action === 'move') await beginMove(context, row, signal)
    else {
      const done = await transferRow(context, row, signal)
      context.meter.transfers.done++
      await endRow(context, row, 'done', done)
    }
  } catch (error) {
    // A row cut off by a cancel has not failed: it stays planned, and the next run does it. What stays aside is on record.
    if (signal.aborted && !(error instanceof StillAside)) return
    const told = error instanceof SluiceError ? error : internalError(error, row.key)
    context.world.log.write({
      what: 'row-failed',
      row: row.seq,
      error: told.toData(),
      cause: told.cause instanceof Error ? `${told.cause.name}: ${told.cause.message}` : null,
    })
    context.meter.transfers.failed++
    await endRefused(context, row, told, signal)
    if (endsTheRun.has(told.code)) {
      context.tally.endBy(told.toData())
      queue.stop()
    }
  } finally {
    context.moving.end(row.seq)
  }
}

import type { SluiceError } from '../../../shared/errors.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { lookAgain } from './look-again.ts'
import { endRow, type RunContext } from './run-context.ts'

/**
 * Ends a row that could not be done: refused where its world has changed, failed for anything else. Of a refused one that
 * people have reviewed, what is there now is kept beside what was there then.
 */
export async function endRefused(
  context: RunContext,
  row: PlanRow,
  error: SluiceError,
  signal: AbortSignal,
): Promise<void> {
  const isChanged = error.code === 'changed'
  const now = isChanged && context.asReviewed ? await lookAgain(context, row, signal) : null
  await endRow(context, row, isChanged ? 'refused-changed' : 'failed', {
    error: error.toData(),
    ...(now === null ? {} : { now }),
  })
}

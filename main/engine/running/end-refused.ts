import type { ErrorData, SluiceError } from '../../../shared/errors.ts'
import type { Outcome, PlanRow } from '../../../shared/plan-row.ts'
import { StillAside } from '../aside/still-aside.ts'
import { lookAgain } from './look-again.ts'
import { endRow, type RunContext } from './run-context.ts'

/** What a row was held to is not there any more; an upload that somebody has ended is another matter. */
const saysGone = ({ code, s3 }: SluiceError): boolean =>
  code === 'no-such-key' || (code === 'gone' && s3 === undefined)

/**
 * Ends a row that could not be done: refused where its world has changed, failed for anything else. Of a refused one that
 * people have reviewed, what is there now is kept beside what was there then.
 * @param done what was done of it before, and stays so
 */
export async function endRefused(
  context: RunContext,
  row: PlanRow,
  told: SluiceError,
  signal: AbortSignal,
  done: Outcome | null = null,
): Promise<void> {
  const isGone = context.asReviewed && saysGone(told)
  const error: ErrorData = isGone ? { ...told.toData(), code: 'changed' } : told.toData()
  const isChanged = error.code === 'changed'
  const now = isChanged && context.asReviewed ? await lookAgain(context, row, signal) : null
  await endRow(context, row, isChanged ? 'refused-changed' : 'failed', {
    ...done,
    ...(told instanceof StillAside ? { aside: told.kept } : {}),
    error,
    ...(now === null ? {} : { now }),
  })
}

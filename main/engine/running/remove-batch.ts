import { SluiceError } from '../../../shared/errors.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import type { ObjectAside } from '../aside/object-aside.ts'
import type { S3Side } from '../side.ts'
import { removeObjects, type Removed } from '../transfer/remove-objects.ts'
import { removeCreated } from '../undo/remove-created.ts'
import { internalError } from './internal-error.ts'
import type { RunContext } from './run-context.ts'
import { toolsFor } from './transfer-row.ts'

/** Removes one batch of objects, in key order, at most 1,000: put aside first, where the run does so. */
export async function removeBatch(
  context: RunContext,
  side: S3Side,
  rows: readonly PlanRow[],
  signal: AbortSignal,
): Promise<readonly Removed[]> {
  const { aside, retry } = context
  try {
    const byVersion = rows.filter(({ outcome }) => outcome?.undo?.how === 'remove')
    const others = rows.filter(({ outcome }) => outcome?.undo?.how !== 'remove')
    const removal = { ...side, retry }
    return [
      ...(byVersion.length === 0 ? [] : await removeCreated(removal, byVersion, signal)),
      ...(aside?.kind === 'prefix'
        ? await keepAndRemove(context, side, aside, others, signal)
        : await removeObjects(removal, others, signal)),
    ]
  } catch (error) {
    if (signal.aborted) return []
    const told = error instanceof SluiceError ? error : internalError(error, side.prefix)
    return rows.map((row) => ({ row, error: told }))
  }
}

const lanes = 16

/**
 * | put aside        | and then                                             |
 * |------------------|------------------------------------------------------|
 * | yes              | looked at again, and removed if it is still the same |
 * | nothing is there | done already                                         |
 * | could not be     | stays: that error                                    |
 */
async function keepAndRemove(
  context: RunContext,
  side: S3Side,
  aside: ObjectAside,
  rows: readonly PlanRow[],
  signal: AbortSignal,
): Promise<Removed[]> {
  const ended: Removed[] = []
  const kept = new Map<number, Removed['outcome']>()
  const queue = rows.values()
  const lane = async (): Promise<void> => {
    for (const row of queue) {
      if (row.destination === null) continue
      try {
        const tools = toolsFor(context, row)
        kept.set(row.seq, { aside: await aside.keep(side, row.key, row.destination, tools, signal) })
      } catch (error) {
        signal.throwIfAborted()
        const told = error instanceof SluiceError ? error : internalError(error, row.key)
        const isGone = told.code === 'no-such-key'
        ended.push(isGone ? { row, error: null, outcome: { untouched: true } } : { row, error: told })
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  const victims = rows.filter(({ seq }) => kept.has(seq))
  const removed = await removeObjects({ ...side, retry: context.retry }, victims, signal)
  return [
    ...ended,
    ...removed.map(({ row, error, outcome }) => ({
      row,
      error,
      outcome: { ...(outcome?.untouched === true || error !== null ? {} : kept.get(row.seq)), ...outcome },
    })),
  ]
}

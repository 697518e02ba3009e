import type { ErrorData } from '../../../shared/errors.ts'
import type { PlanSummary } from '../../../shared/job.ts'
import { removeLeftover } from '../local/temp-file.ts'
import type { RunContext } from './run-context.ts'
import type { Control } from './open-run.ts'
import { removeEmptied } from './remove-emptied.ts'
import { endMoves, leaveOldNames, sayHalfDone } from './run-moves.ts'
import { runDeletes, sayDeletes } from './run-deletes.ts'

/**
 * What comes after the transfers:
 *
 * | the run                             | second halves of moves              | deletes                          |
 * |-------------------------------------|-------------------------------------|----------------------------------|
 * | has been ended, or is to finish     | not done; copies say `withheld`     | not begun                        |
 * | is a dry run                        | none                                | said, as they would be           |
 * | has a plan that is not whole, a     | the new name is there, the old one  | `withheld`                       |
 * | guard that holds, or a transfer     | stays: `withheld`                   |                                  |
 * | that was not done; is on another disk |                                   |                                  |
 * | has done all transfers              | done                                | done, unless a move has failed   |
 */
export async function endRun(
  context: RunContext,
  summary: PlanSummary,
  control: Pick<Control, 'finish' | 'stop'>,
): Promise<void> {
  await settle(context, summary, control)
  await sayHalfDone(context)
}

/** Nothing of it where something has ended the run before. */
async function settle(
  context: RunContext,
  summary: PlanSummary,
  { finish, stop }: Pick<Control, 'finish' | 'stop'>,
): Promise<void> {
  const { tally, rules, store, mounts } = context
  if (finish.aborted || stop.aborted) tally.endBy(interrupted)
  if (tally.endedBy !== null) return
  await settleFolders(context)
  // A plan that was not proved complete deletes nothing, whatever else it says of itself; nor does a run that has left a
  // transfer undone.
  const isUndone = !rules.dryRun && store.planned('transfer').count > 0
  const hasFailed = (): boolean => tally.failed + tally.refused - tally.refusedByPlan > 0
  const isWithheld = !summary.complete || summary.withheld !== null || hasFailed() || isUndone
  if (rules.dryRun) await sayDeletes(context, isWithheld ? 'withheld' : 'planned')
  else {
    const hasMoves = store.moves.halfDone('', 1).length > 0
    const removes = hasMoves || (!isWithheld && store.planned('delete').count > 0)
    const elsewhere = removes ? await mounts.checkAgain() : null
    if (elsewhere !== null) tally.endBy(elsewhere)
    const stays = isWithheld || elsewhere !== null
    // Nothing is fetched to a disk that is not the one that was planned for.
    const mayFetch = elsewhere === null && summary.withheld?.code !== 'mount-changed'
    if (stays) await leaveOldNames(context, mayFetch, { finish, stop })
    else await endMoves(context, finish, stop)
    if (stays || hasFailed()) await sayDeletes(context, 'withheld')
    else {
      await runDeletes(context, finish, stop)
      await putOnDisk(context)
      await removeEmptied(context)
    }
  }
  if (finish.aborted) tally.endBy(interrupted)
}

/**
 * The destination folder is there after a run, even an empty one (PTH-9), the names written so far are on disk, and
 * temp files that a killed run left there are gone.
 */
async function settleFolders(context: RunContext): Promise<void> {
  if (context.destination.kind !== 'local' || context.rules.dryRun) return
  const folders = await context.folders()
  for (const path of context.leftovers) {
    const left = await removeLeftover(folders, path)
    if (left !== null) context.world.log.write({ what: 'leftover-stays', path, error: left.toData() })
  }
  await putOnDisk(context)
  await folders.sync()
}

/** What was put aside, too. */
async function putOnDisk({ aside }: RunContext): Promise<void> {
  if (aside !== null && aside.kind !== 'prefix') await aside.sync()
}

export const interrupted: ErrorData = {
  code: 'interrupted',
  message: 'The run was stopped before its end.',
  advice: 'Nothing half-written is left at a final name. The same command goes on where this one stopped.',
}

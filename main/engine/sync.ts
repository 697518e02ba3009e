import type { PlanSummary, RunReport } from '../../shared/job.ts'
import { endRun, interrupted } from './running/end-run.ts'
import { toErrorData } from './running/internal-error.ts'
import { letGo, openRun, sayProgress, type Control, type SyncJob } from './running/open-run.ts'
import { planRun } from './running/plan-run.ts'
import { hintsOf } from './planning/hints.ts'
import { RowQueue } from './running/row-queue.ts'
import type { RunContext } from './running/run-context.ts'
import { runTransfers } from './running/run-transfers.ts'
import { emptySummary, RunTally } from './running/tally-run.ts'
import type { World } from './world.ts'

/**
 * Plans and runs side by side: rows are done as the listings find them, deletes last, when both listings are proved
 * complete and nothing has failed. It does not throw for what can happen in a run: the report says it.
 */
export async function sync(world: World, job: SyncJob, control: Control): Promise<RunReport> {
  const started = world.clock.now()
  const tally = new RunTally()
  let summary = emptySummary
  const report = (): RunReport =>
    tally.report({
      runId: job.runId,
      dryRun: job.rules.dryRun,
      summary,
      took: world.clock.now() - started,
    })
  try {
    const context = openRun(world, job, control, tally)
    const stopProgress = sayProgress(context)
    try {
      summary = await planAndRun(context, control)
    } finally {
      stopProgress()
      letGo(context)
      context.store.setFact('report', report())
      context.store.close()
    }
  } catch (error) {
    tally.endBy(toErrorData(error, 'sync'))
  }
  return report()
}

async function planAndRun(context: RunContext, control: Control): Promise<PlanSummary> {
  const { meter, tally } = context
  const queue = new RowQueue(context.store, 'transfer', context.pause)
  const stopPulling = (): void => {
    tally.endBy(interrupted)
    queue.stop()
  }
  context.begin(control.finish, control.stop)
  control.finish.addEventListener('abort', stopPulling, { once: true })
  try {
    const broken = new AbortController()
    const signal = AbortSignal.any([control.finish, control.stop, broken.signal])
    // Rows fail one by one; what rejects here is the run store. Then there is nothing to plan into.
    // Whether a new name is a move, only the whole plan tells.
    const planning = plan(context, queue, signal)
    const begun = context.rules.moves ? planning.then(() => undefined) : Promise.resolve()
    const transfers = begun
      .then(() => runTransfers(context, queue, control.stop))
      .catch((error: unknown) => {
        tally.endBy(toErrorData(error, 'sync'))
        queue.stop()
        broken.abort(error)
      })
    const [summary] = await Promise.all([planning, transfers])
    await endRun(context, summary ?? emptySummary, control)
    return summary ?? { ...emptySummary, listed: { ...meter.listed } }
  } finally {
    control.finish.removeEventListener('abort', stopPulling)
  }
}

/** Fills the store and the queue. @returns null when there is no whole plan, with the reason in the tally. */
async function plan(context: RunContext, queue: RowQueue, signal: AbortSignal): Promise<PlanSummary | null> {
  const { meter, tally } = context
  try {
    const { summary, brokenBy } = await planRun(context, () => queue.wake(), signal)
    if (brokenBy !== null) {
      tally.endBy(brokenBy)
      queue.stop()
      return null
    }
    meter.planned = true
    meter.deletes.total = summary.withheld === null ? summary.deletes.count : 0
    void context.onEvent({ kind: 'planned', summary })
    if (context.rules.dryRun) {
      const hints = hintsOf(context.store.figures(summary.same), context.rules, context.direction)
      if (hints.length > 0) void context.onEvent({ kind: 'hints', hints })
    }
    queue.end()
    return summary
  } catch (error) {
    if (!signal.aborted) tally.endBy(toErrorData(error, 'sync'))
    queue.stop()
    return null
  }
}

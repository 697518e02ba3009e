import { SluiceError, type ErrorData } from '../../shared/errors.ts'
import type { ListingProblem, PlanSummary, RunEvent, RunReport } from '../../shared/job.ts'
import type { SyncRules } from '../../shared/sync-rules.ts'
import { openListings } from './listing/open-listings.ts'
import { ProtectedNames } from './listing/protected-names.ts'
import { SafeFolders } from './local/safe-folder.ts'
import { removeLeftover } from './local/temp-file.ts'
import { checkOverlap } from './planning/check-overlap.ts'
import { makePlan } from './planning/make-plan.ts'
import { mergeJoin } from './planning/merge-join.ts'
import { RunStore } from './planning/run-store.ts'
import { internalError } from './running/internal-error.ts'
import { ProgressMeter } from './running/progress-meter.ts'
import { createRetry } from './running/retry.ts'
import { RowQueue } from './running/row-queue.ts'
import type { RunContext } from './running/run-context.ts'
import { runDeletes, sayDeletes } from './running/run-deletes.ts'
import { runTransfers } from './running/run-transfers.ts'
import { Slots } from './running/slots.ts'
import { RunTally } from './running/tally-run.ts'
import { directionOf, type Side } from './side.ts'
import type { World } from './world.ts'

export interface SyncJob {
  readonly source: Side
  readonly destination: Side
  readonly rules: SyncRules
  /** How many rows, and how many requests that hold a buffer, at once. */
  readonly workers: number
  readonly runId: string
  /**
   * What our journals know of a run of this name: the temp files of one that they know are no entries (D-24), and what
   * one that is over has left at the destination is removed.
   */
  readonly stateOfRun: (runId: string) => 'unknown' | 'running' | 'over'
  /** Path of the run store's file, which does not exist yet; `:memory:` for none. */
  readonly storePath: string
}

/** How a run is watched and stopped. */
export interface Control {
  /** Aborts: begin nothing more, let what is in flight finish. */
  readonly finish: AbortSignal
  /** Aborts: stop what is in flight too. */
  readonly stop: AbortSignal
  /** Returns a promise where its reader is slower than the run: rows then wait for it. */
  onEvent(event: RunEvent): Promise<void> | undefined
}

const progressEvery = 100

/**
 * Plans and runs side by side: rows are done as the listings find them, deletes last, when both listings are proved
 * complete and nothing has failed. It does not throw for what can happen in a run: the report says it.
 */
export async function sync(world: World, job: SyncJob, control: Control): Promise<RunReport> {
  const started = world.clock.now()
  const tally = new RunTally()
  const meter = new ProgressMeter()
  let summary = emptySummary
  const report = (): RunReport =>
    tally.report({
      runId: job.runId,
      dryRun: job.rules.dryRun,
      summary,
      took: world.clock.now() - started,
    })
  try {
    const context = openRun(world, job, control, tally, meter)
    const stopProgress = sayProgress(context)
    try {
      summary = await planAndRun(context, control)
    } finally {
      stopProgress()
      void context.onEvent({ kind: 'progress', progress: meter.read(world.clock.now()) })
      context.store.setFact('report', report())
      context.store.close()
    }
  } catch (error) {
    tally.endBy(toData(error))
  }
  return report()
}

async function planAndRun(context: RunContext, control: Control): Promise<PlanSummary> {
  const { meter, tally, rules, store } = context
  const queue = new RowQueue(store, 'transfer')
  const stopPulling = (): void => {
    queue.stop()
  }
  control.finish.addEventListener('abort', stopPulling, { once: true })
  try {
    const broken = new AbortController()
    const signal = AbortSignal.any([control.finish, control.stop, broken.signal])
    // Rows fail one by one; what rejects here is the run store. Then there is nothing to plan into.
    const transfers = runTransfers(context, queue, control.stop).catch((error: unknown) => {
      tally.endBy(toData(error))
      queue.stop()
      broken.abort(error)
    })
    const [summary] = await Promise.all([plan(context, queue, signal), transfers])
    const cancelled = control.finish.aborted || control.stop.aborted
    if (cancelled) tally.endBy(interrupted)
    if (summary === null) return { ...emptySummary, listed: { ...meter.listed } }
    if (tally.endedBy !== null) return summary
    await settleFolders(context)
    if (summary.withheld !== null || tally.failed + tally.refused > 0) await sayDeletes(context, 'withheld')
    else if (rules.dryRun) await sayDeletes(context, 'planned')
    else await runDeletes(context, control.finish, control.stop)
    if (control.finish.aborted) tally.endBy(interrupted)
    return summary
  } finally {
    control.finish.removeEventListener('abort', stopPulling)
  }
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
  await folders.sync()
}

/** Fills the store and the queue. @returns null when there is no whole plan, with the reason in the tally. */
async function plan(context: RunContext, queue: RowQueue, signal: AbortSignal): Promise<PlanSummary | null> {
  const { meter, store, tally } = context
  const onProblem = (problem: ListingProblem): void => {
    tally.warnings++
    void context.onEvent({ kind: 'problem', problem })
  }
  try {
    const listings = openListings(context, onProblem, signal)
    const summary = await makePlan(
      {
        ...listings,
        direction: context.direction,
        rules: context.rules,
        pairs: mergeJoin(listings.source, listings.destination),
        protectedNames: context.protectedNames,
        store,
        onProblem,
        onRows: (transfers) => {
          meter.transfers.total += transfers.count
          meter.bytes.total += transfers.bytes
          queue.wake()
        },
      },
      signal,
    )
    meter.planned = true
    meter.deletes.total = summary.withheld === null ? summary.deletes.count : 0
    void context.onEvent({ kind: 'planned', summary })
    queue.end()
    return summary
  } catch (error) {
    if (!signal.aborted) tally.endBy(toData(error))
    queue.stop()
    return null
  }
}

function openRun(
  world: World,
  job: SyncJob,
  control: Control,
  tally: RunTally,
  meter: ProgressMeter,
): RunContext {
  const { source, destination, rules } = job
  const direction = directionOf(source, destination)
  checkOverlap(source, destination, rules)
  let folders: Promise<SafeFolders> | null = null
  return {
    world,
    runId: job.runId,
    stateOfRun: (runId) => (runId === job.runId ? 'running' : job.stateOfRun(runId)),
    leftovers: [],
    direction,
    source,
    destination,
    rules,
    // A dry run only says rows, so it says them in order.
    workers: rules.dryRun ? 1 : job.workers,
    store: new RunStore(job.storePath, world.clock),
    protectedNames: new ProtectedNames(),
    folders: () =>
      (folders ??= SafeFolders.below(world.fs, destination.kind === 'local' ? destination.root : '')),
    retry: createRetry(world),
    slots: new Slots(job.workers),
    meter,
    tally,
    onEvent: (event) => control.onEvent(event),
  }
}

/** Says where the run stands ten times a second until it is told to stop. */
function sayProgress(context: RunContext): () => void {
  const { clock } = context.world
  let cancel = (): void => undefined
  const tick = (): void => {
    void context.onEvent({ kind: 'progress', progress: context.meter.read(clock.now()) })
    cancel = clock.after(progressEvery, tick)
  }
  tick()
  return () => {
    cancel()
  }
}

const interrupted: ErrorData = {
  code: 'interrupted',
  message: 'The run was stopped before its end.',
  advice: 'Nothing half-written is left at a final name. The same command goes on where this one stopped.',
}

const toData = (error: unknown): ErrorData =>
  error instanceof SluiceError ? error.toData() : internalError(error, 'sync').toData()

const none = { count: 0, bytes: 0 }

const emptySummary: PlanSummary = {
  listed: { source: 0, destination: 0 },
  same: 0,
  excluded: none,
  transfers: none,
  replacesNewer: none,
  deletes: none,
  skipped: 0,
  problems: 0,
  protected: 0,
  withheld: null,
}

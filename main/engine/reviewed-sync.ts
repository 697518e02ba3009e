import type { PlanSummary, RunReport } from '../../shared/job.ts'
import type { FailureName } from '../../shared/review.ts'
import { takePlan, type GivenPlan } from './plan-file/take-plan.ts'
import { writePlanFile, type PlanAbout } from './plan-file/write-plan-file.ts'
import { judgeDeletes } from './planning/delete-guard.ts'
import type { Review } from './planning/review.ts'
import { endRun, interrupted } from './running/end-run.ts'
import { toErrorData } from './running/internal-error.ts'
import { letGo, openRun, sayProgress, type Control, type SyncJob } from './running/open-run.ts'
import { planRun } from './running/plan-run.ts'
import { ProgressMeter } from './running/progress-meter.ts'
import { RowQueue } from './running/row-queue.ts'
import type { RunContext } from './running/run-context.ts'
import { sayDeletes } from './running/run-deletes.ts'
import { runTransfers } from './running/run-transfers.ts'
import { emptySummary, RunTally } from './running/tally-run.ts'
import type { World } from './world.ts'

/** How planning ended. */
export type Planned = 'planned' | 'broken' | 'cancelled'

/**
 * A sync in acts: planned into its store, looked at and chosen from, and then run, exactly as it stands. A run that left
 * failures can be run again. One act at a time.
 */
export class ReviewedSync {
  /** Reads and chooses rows, also while planning adds them. */
  readonly review: Review
  /** What planning came to; empty until it has ended. */
  summary: PlanSummary = emptySummary
  readonly #plan: RunContext
  readonly #given: GivenPlan | null
  readonly #waitsForNetwork: boolean
  /** Milliseconds of all runs so far. */
  #took = 0

  /** @throws SluiceError for sides that make no sense together, and for a store that can't be made. */
  constructor(world: World, job: SyncJob, control: Pick<Control, 'onEvent' | 'onExpired'>) {
    this.#plan = openRun(world, job, control, new RunTally(), true)
    this.#given = job.given ?? null
    this.#waitsForNetwork = job.waitsForNetwork === true
    this.review = this.#plan.store
  }

  /** Lists both sides, or takes the plan that was given. It does not throw for what can happen: where a listing fails, `summary.withheld` says why. */
  async plan(signal: AbortSignal): Promise<Planned> {
    const stopProgress = sayProgress(this.#plan)
    this.#plan.begin(signal, signal)
    try {
      const how = await this.#fill(signal)
      this.#keep('summary', this.summary)
      return how
    } catch (error) {
      const withheld = toErrorData(error, 'planning')
      this.summary = { ...emptySummary, listed: { ...this.#plan.meter.listed }, withheld }
      return 'broken'
    } finally {
      stopProgress()
    }
  }

  async #fill(signal: AbortSignal): Promise<Planned> {
    const { meter } = this.#plan
    try {
      if (this.#given !== null) {
        this.summary = await takePlan(this.#plan, this.#given, signal)
        meter.planned = true
        return 'planned'
      }
      const { summary, brokenBy } = await planRun(this.#plan, () => undefined, signal, 'review')
      this.summary = summary
      meter.planned = true
      return brokenBy === null ? 'planned' : 'broken'
    } catch (error) {
      if (!signal.aborted) throw error
      this.summary = { ...emptySummary, listed: { ...meter.listed } }
      return 'cancelled'
    }
  }

  pause(): void {
    this.#plan.pause.pause()
  }

  resume(): void {
    this.#plan.pause.resume()
  }

  /** Holds all bodies of a run together to so many bytes a second from now on; null is for no limit. */
  limitBandwidth(perSecond: number | null): void {
    this.#plan.bandwidth.limit(perSecond)
  }

  /** Runs the rows that are planned, deletes last. It does not throw for what can happen in a run: the report says it. */
  async run(control: Pick<Control, 'finish' | 'stop'>): Promise<RunReport> {
    const { world, store, runId, rules, tally } = this.#plan
    const started = world.clock.now()
    const report = (took: number): RunReport =>
      tally.report({ runId, dryRun: rules.dryRun, summary: this.summary, took })
    tally.beginAgain()
    try {
      store.setFact('begun', started)
      await this.#runRows(control)
    } catch (error) {
      tally.endBy(toErrorData(error, 'sync'))
    }
    this.#took += world.clock.now() - started
    try {
      this.#keep('report', report(this.#took))
    } catch (error) {
      tally.endBy(toErrorData(error, 'sync'))
    }
    return report(this.#took)
  }

  async #runRows(control: Pick<Control, 'finish' | 'stop'>): Promise<void> {
    const { store, pause, tally, network } = this.#plan
    const context: RunContext = { ...this.#plan, meter: this.#meter() }
    const queue = new RowQueue(store, 'transfer', pause)
    const stopPulling = (): void => {
      tally.endBy(interrupted)
      queue.stop()
      pause.resume()
      network.isOn = false
    }
    const cancels = [control.finish, control.stop]
    this.#plan.begin(control.finish, control.stop)
    for (const signal of cancels) signal.addEventListener('abort', stopPulling)
    network.isOn = this.#waitsForNetwork
    const stopProgress = sayProgress(context)
    try {
      const elsewhere = await context.mounts.checkAgain()
      if (elsewhere !== null) {
        tally.endBy(elsewhere)
        await sayDeletes(context, 'withheld')
        return
      }
      queue.end()
      if (cancels.some(({ aborted }) => aborted)) stopPulling()
      await runTransfers(context, queue, control.stop)
      await endRun(context, this.summary, control)
    } finally {
      network.isOn = false
      queue.stop()
      stopProgress()
      letGo(context)
      for (const signal of cancels) signal.removeEventListener('abort', stopPulling)
      pause.resume()
    }
  }

  /** What has ended is at rest in the store. */
  #keep(name: 'summary' | 'report', value: unknown): void {
    this.#plan.store.setFact(name, value)
    this.#plan.store.settle()
  }

  /**
   * Makes what failed, and what was withheld because of it, planned again.
   * @param only these of the failed ones: the others stay so, and keep deletes back. All of them by default.
   * @returns how many rows.
   */
  planFailedAgain(only?: FailureName): number {
    this.#plan.tally.forgetFailures()
    return this.#plan.store.planFailedAgain(only)
  }

  /**
   * Writes what stands there as a plan file. @param seal see `Host.seal` @returns its digest. @throws SluiceError `usage`
   */
  save(path: string, about: Omit<PlanAbout, 'summary'>, seal: (digest: string) => string): string {
    const { listed, deletes } = this.summary
    // The file may be held to another budget than a person was.
    const withheld =
      this.summary.withheld ??
      judgeDeletes(about.rules, {
        sourceEntries: listed.source,
        destinationEntries: listed.destination,
        deletes,
      })
    return writePlanFile(path, { ...about, summary: { ...this.summary, withheld } }, this.#plan.store, seal)
  }

  /** Closes the store. */
  close(): void {
    this.#plan.store.close()
  }

  /** What there is to do now: what was taken out, or is done, does not count. */
  #meter(): ProgressMeter {
    const meter = new ProgressMeter()
    Object.assign(meter.listed, this.#plan.meter.listed)
    meter.planned = true
    const transfers = this.#plan.store.planned('transfer')
    // What has failed and is not tried again is gone by, and counted, too.
    meter.transfers.total = transfers.count + this.#plan.store.planned('transfer', 'failed').count
    meter.bytes.total = transfers.bytes
    if (this.summary.withheld === null) meter.deletes.total = this.#plan.store.planned('delete').count
    return meter
  }
}

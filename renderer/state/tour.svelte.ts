import { untrack } from 'svelte'
import type { PlanStatus } from '../../shared/bridge/plans.ts'
import { canUndo } from './can-undo.ts'
import { isRunning, isUnderReview, isWaiting } from './jobs.svelte.ts'

/** The steps of the practice tour, from 1; 5 when all are done. */
export type TourStep = 1 | 2 | 3 | 4 | 5

/** A first sync with the practice pair, step by step. It looks on at what a person does, and does nothing itself. */
export class TourState {
  on = $state(false)
  /** The run that the tour is about, once it was applied. */
  applied = $state<string | null>(null)
  #undone = $state(false)
  /** Plans that were there before the tour began are none of its steps. */
  #before: ReadonlySet<string> = new Set()

  readonly #onOver: () => void

  /** @param onOver it was dismissed, or gone to its end */
  constructor(onOver: () => void = () => undefined) {
    this.#onOver = onOver
  }

  /** @param jobs what is open already */
  begin(jobs: readonly PlanStatus[]): void {
    this.#before = new Set(jobs.map(({ planId }) => planId))
    this.applied = null
    this.#undone = false
    this.on = true
  }

  end(): void {
    this.on = false
    this.#onOver()
  }

  /** Takes note of what has come to its end with the practice bucket. */
  follow(jobs: readonly PlanStatus[]): void {
    untrack(() => {
      if (!this.on) return
      for (const job of jobs) {
        if (job.destination.connectionId !== 'practice' || this.#before.has(job.planId)) continue
        if (job.task === 'sync' && canUndo(job)) this.applied = job.planId
        else if (job.task === 'undo' && job.phase === 'ended' && job.report?.exit === 0) this.#finish()
      }
    })
  }

  #finish(): void {
    if (this.#undone) return
    this.#undone = true
    this.#onOver()
  }

  /**
   * | undone | applied | on the screen         | step |
   * |--------|---------|-----------------------|------|
   * | yes    | any     | any                   | 5    |
   * | no     | yes     | any                   | 4    |
   * | no     | no      | a run, or one waiting | 3    |
   * | no     | no      | a plan under review   | 2    |
   * | no     | no      | anything else         | 1    |
   *
   * @param plan what is on the screen, if it is a plan
   */
  stepAt(plan: PlanStatus | null): TourStep {
    if (this.#undone) return 5
    if (this.applied !== null) return 4
    if (plan !== null && (isRunning(plan) || isWaiting(plan))) return 3
    return plan !== null && isUnderReview(plan) ? 2 : 1
  }
}

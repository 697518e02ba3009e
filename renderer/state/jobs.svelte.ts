import type { Phase, PlanStatus } from '../../shared/bridge/plans.ts'
import type { ErrorData } from '../../shared/errors.ts'
import { errorOf, type Bridge } from './bridge.ts'
import { Rates } from './rates.svelte.ts'

const goingOn: ReadonlySet<Phase> = new Set(['running', 'paused', 'finishing', 'stopping'])
const reviewed: ReadonlySet<Phase> = new Set(['listing', 'ready', 'partial'])

/** It is being applied. */
export const isRunning = (status: PlanStatus): boolean => goingOn.has(status.phase)

/** It was applied, and waits for its turn. */
export const isWaiting = (status: PlanStatus): boolean => status.phase === 'waiting'

/** It has not been applied, and may still be. */
export const isUnderReview = (status: PlanStatus): boolean => reviewed.has(status.phase) && !status.past

/** It waited for its turn when the window was left last, and is under review again. */
export const isKept = (status: PlanStatus): boolean => isUnderReview(status) && status.file?.kept === true

/** Other options make it anew: it is under review, or did not come so far, and is no move or removal. */
export const takesOptions = (status: PlanStatus): boolean =>
  status.task === 'sync' &&
  status.file === null &&
  status.only === null &&
  !isRunning(status) &&
  !isWaiting(status) &&
  status.phase !== 'ended' &&
  !status.past

/** The plans that are open: under review, waiting for their turn, running, or ended and not yet put away. */
export class JobsState {
  list = $state.raw<readonly PlanStatus[]>([])
  /** What was asked for and did not work. */
  error = $state.raw<ErrorData | null>(null)
  readonly #bridge: Bridge
  readonly #end: () => void
  readonly #closed = new Set<string>()
  readonly #rates = new Map<string, Rates>()

  /** @param onEnded a run has come to its end. */
  constructor(bridge: Bridge, onEnded: (status: PlanStatus) => void) {
    this.#bridge = bridge
    this.#end = bridge.on('plan.changed', (status) => {
      const before = this.list.find(({ planId }) => planId === status.planId)
      this.follow(status)
      // A short run has ended before it was ever heard to run.
      if (status.phase === 'ended' && before !== undefined && before.phase !== 'ended') onEnded(status)
    })
  }

  end(): void {
    this.#end()
  }

  follow(status: PlanStatus): void {
    if (status.past || this.#closed.has(status.planId)) return
    const known = this.of(status.planId)
    if (known !== null && status.serial < known.serial) return
    const rates = this.ratesOf(status.planId)
    if (isRunning(status)) {
      if (known !== null && !isRunning(known)) rates.clear()
      if (status.progress !== null) rates.keep(status.progress)
    }
    this.list = known
      ? this.list.map((job) => (job.planId === status.planId ? status : job))
      : [...this.list, status]
  }

  of(planId: string): PlanStatus | null {
    return this.list.find((job) => job.planId === planId) ?? null
  }

  /** How fast a plan runs, and has run, for as long as it is open. */
  ratesOf(planId: string): Rates {
    const known = this.#rates.get(planId)
    if (known !== undefined) return known
    const rates = new Rates()
    this.#rates.set(planId, rates)
    return rates
  }

  get running(): readonly PlanStatus[] {
    return this.list.filter(isRunning)
  }

  get waiting(): readonly PlanStatus[] {
    return this.list.filter(isWaiting)
  }

  /** Holds a run, or lets it go on. */
  pause(planId: string, paused: boolean): Promise<void> {
    return this.#change(() => this.#bridge.ask('plan.pause', { planId, paused }))
  }

  /** Ends a run, or takes one that waits out of the queue. */
  cancel(planId: string, step: 'finish' | 'stop'): Promise<void> {
    return this.#change(() => this.#bridge.ask('plan.cancel', { planId, step }))
  }

  /** Begins a run that waits, however many go on. */
  beginNow(planId: string): Promise<void> {
    return this.#change(() => this.#bridge.ask('runs.beginNow', { planId }))
  }

  /** Puts a run that waits to another place among those that wait, from 0. */
  move(planId: string, place: number): Promise<void> {
    return this.#change(() => this.#bridge.ask('runs.move', { planId, place }))
  }

  /** Puts a plan away that isn't running. @throws SluiceError */
  async close(planId: string): Promise<void> {
    this.#closed.add(planId)
    this.list = this.list.filter((job) => job.planId !== planId)
    this.#rates.delete(planId)
    await this.#bridge.ask('plan.close', { planId })
  }

  async #change(ask: () => Promise<PlanStatus>): Promise<void> {
    try {
      this.follow(await ask())
      this.error = null
    } catch (error) {
      this.error = errorOf(error)
    }
  }
}

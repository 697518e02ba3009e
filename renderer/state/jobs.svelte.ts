import type { Phase, PlanStatus } from '../../shared/bridge/plans.ts'
import type { Bridge } from './bridge.ts'

const goingOn: ReadonlySet<Phase> = new Set(['running', 'paused', 'finishing', 'stopping'])
const reviewed: ReadonlySet<Phase> = new Set(['listing', 'ready', 'partial'])

/** It is being applied. */
export const isRunning = (status: PlanStatus): boolean => goingOn.has(status.phase)

/** It has not been applied, and may still be. */
export const isUnderReview = (status: PlanStatus): boolean => reviewed.has(status.phase) && !status.past

/** Other options make it anew: it is under review, or did not come so far, and is no move or removal. */
export const takesOptions = (status: PlanStatus): boolean =>
  status.task === 'sync' &&
  status.file === null &&
  status.only === null &&
  !isRunning(status) &&
  status.phase !== 'ended' &&
  !status.past

/** The plans that are open: under review, running, or ended and not yet put away. */
export class JobsState {
  list = $state.raw<readonly PlanStatus[]>([])
  readonly #bridge: Bridge
  readonly #end: () => void
  readonly #closed = new Set<string>()

  /** @param onEnded a run has come to its end. */
  constructor(bridge: Bridge, onEnded: (status: PlanStatus) => void) {
    this.#bridge = bridge
    this.#end = bridge.on('plan.changed', (status) => {
      const before = this.list.find(({ planId }) => planId === status.planId)
      this.follow(status)
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
    this.list = known
      ? this.list.map((job) => (job.planId === status.planId ? status : job))
      : [...this.list, status]
  }

  of(planId: string): PlanStatus | null {
    return this.list.find((job) => job.planId === planId) ?? null
  }

  /** Puts a plan away that isn't running. @throws SluiceError */
  async close(planId: string): Promise<void> {
    this.#closed.add(planId)
    this.list = this.list.filter((job) => job.planId !== planId)
    await this.#bridge.ask('plan.close', { planId })
  }
}

import type { Deletes, Phase, PlanStatus, Recovery } from '../../../shared/bridge/plans.ts'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import type { Hint } from '../../../shared/hints.ts'
import type { ListingProblem, Moving, Progress, RunEvent, RunReport } from '../../../shared/job.ts'
import type { FailureName, RowChoice } from '../../../shared/review.ts'
import { hintsOf } from '../../engine/index.ts'
import type { Review, ReviewedSync } from '../../engine/index.ts'
import { wrongPhase } from './plan-errors.ts'
import type { PlanMade, PlanParts } from './plan-parts.ts'
import { ExpiredQuestion } from './expired-question.ts'
import type { Queued } from '../queue/run-queue.ts'
import { checkReviewed, deletesOf, type Reviewed } from './check-reviewed.ts'
import { RowChoices } from './row-choices.ts'

const problemsKept = 100

/** One plan of the window, from its listing to its report. */
export class Plan implements Queued {
  readonly made: PlanMade
  readonly #parts: PlanParts
  readonly #sync: ReviewedSync
  readonly #review: Review
  readonly #problems: ListingProblem[] = []
  #problemCount = 0
  #phase: Phase = 'listing'
  #serial = 0
  #error: ErrorData | null = null
  #recovery: Recovery = 'unknown'
  #progress: Progress | null = null
  #moving: readonly Moving[] = []
  #report: RunReport | null = null
  /** Where it stood before it waited for its turn, and what it is to try again then. */
  #before: { readonly phase: Phase; readonly only: FailureName | undefined } | null = null
  /** While it waits: the next start offers it. */
  #isKept = false
  /** Why it was not begun when its turn came. */
  #turnedAway: ErrorData | null = null
  #applied = false
  readonly #choices: RowChoices
  readonly #question: ExpiredQuestion
  #closing: Promise<void> | null = null
  readonly #listing = new AbortController()
  #finish = new AbortController()
  #stop = new AbortController()
  /** Settles when what goes on has ended. */
  #going: Promise<void>

  /** Begins to list. @throws SluiceError for sides that make no sense together. */
  constructor(parts: PlanParts) {
    this.made = parts.made
    this.#parts = parts
    this.#question = new ExpiredQuestion(parts.made, parts.onChange)
    this.#sync = parts.open({
      onEvent: (event) => this.#take(event),
      onExpired: (expired, signal) => this.#question.ask(expired, signal),
    })
    this.#review = this.#sync.review
    this.#choices = new RowChoices(this.#review, parts.onChange)
    this.#going = this.#plan()
    void this.#askRecovery()
  }

  /** What it goes from and to, to look into. */
  get sides(): PlanParts['sides'] {
    return this.#parts.sides
  }

  get planId(): string {
    return this.made.planId
  }

  get review(): Review {
    return this.#review
  }

  get isRunning(): boolean {
    return (['running', 'paused', 'finishing', 'stopping'] as Phase[]).includes(this.#phase)
  }

  get isKept(): boolean {
    return this.#isKept
  }

  get isHeld(): boolean {
    return this.#phase === 'paused'
  }

  /** Whether one of its sides is over this connection. */
  uses(connectionId: string): boolean {
    return [this.made.source, this.made.destination].some((place) => place.connectionId === connectionId)
  }

  get recovery(): Recovery {
    return this.#recovery
  }

  get phase(): Phase {
    return this.#phase
  }

  /** Bytes that have moved, of those that are to. */
  get bytes(): Progress['bytes'] {
    return this.#progress?.bytes ?? { done: 0, total: 0 }
  }

  status(): PlanStatus {
    const { totals } = this.#review
    const { summary } = this.#sync
    const listing = this.#phase === 'listing'
    return {
      ...this.made,
      selection: this.made.selection === null ? null : [...this.made.selection],
      serial: ++this.#serial,
      phase: this.#phase,
      listed: listing ? (this.#progress?.listed ?? summary.listed) : summary.listed,
      totals: totals.categories(),
      same: summary.same,
      excluded: summary.excluded,
      states: totals.states(),
      retryable: totals.retryable(),
      problemCount: this.#problemCount,
      problems: [...this.#problems],
      withheld: summary.withheld,
      error: this.#turnedAway ?? this.#error,
      waiting: this.#waits(),
      expired: this.#question.status,
      recovery: this.#recovery,
      digest: totals.digest(),
      revision: totals.revision,
      progress: this.#progress,
      moving: [...this.#moving],
      report: this.#report,
      past: false,
    }
  }

  /**
   * Takes rows out, or puts them back; one such choice after the other.
   * @throws SluiceError `usage` for a plan that is no longer to be chosen from, or is closed meanwhile.
   */
  choose(choice: RowChoice, included: boolean): Promise<void> {
    return this.#choices.make(choice, included, () => {
      if (this.#closing === null && (['listing', 'ready', 'partial'] as Phase[]).includes(this.#phase)) return
      throw wrongPhase('Rows can be taken out or put back only before a plan is applied.')
    })
  }

  /** What there is to say of it as a whole, once it is all there; nothing of what compares nothing. */
  hints(): Hint[] {
    const { task, options, direction } = this.made
    if (this.#phase !== 'ready' || task === 'remove' || task === 'change' || direction === 'restore')
      return []
    const figures = this.#review.figures(this.#sync.summary.same)
    return hintsOf(figures, { ...options, copyAll: false }, direction)
  }

  deletes(): Deletes {
    return deletesOf(this.#review, this.made)
  }

  /** Writes it to a file as it stands. @throws SluiceError `usage` for one that is not ready. */
  save(path: string): void {
    if (this.#phase !== 'ready' || this.#choices.open)
      throw wrongPhase('Only a plan that was listed to its end, and not applied yet, can be saved.')
    this.#parts.save(this.#sync, path)
  }

  /**
   * Runs what was reviewed, or has it wait for its turn; does not wait for the end.
   * @throws SluiceError `changed` where it is not what is there now; `too-many-deletes` where the number was not typed;
   * `locked`; `usage` in another phase.
   */
  apply(reviewed: Reviewed): void {
    if (this.#phase !== 'ready' && this.#phase !== 'partial') {
      throw wrongPhase('Only a plan that was listed and not applied yet can be applied.')
    }
    if (this.#choices.open) {
      throw new SluiceError({
        code: 'changed',
        message: 'Rows are still being taken out of the plan, or put back.',
        advice: 'Nothing was done. Apply it when its counts have come to rest.',
      })
    }
    const { count, bytes, ...others } = this.deletes()
    checkReviewed(reviewed, {
      digest: this.#review.totals.digest(),
      deletes: { count, bytes },
      ...others,
      withheld: this.#sync.summary.withheld !== null,
    })
    this.#join()
  }

  /**
   * Tries what failed again, and goes on with what was not done.
   * @param only these of what failed; all of it by default
   * @throws SluiceError `usage` for a plan that has not run; `locked`
   */
  retry(only?: FailureName): void {
    if (this.#phase !== 'ended') throw wrongPhase('Only what has run can be tried again.')
    this.#join(only)
  }

  checkAgain(): Promise<void> {
    return this.#parts.checkAgain()
  }

  turnedAway(error: ErrorData | null): void {
    const before = this.#before
    this.#drop()
    this.#before = null
    this.#turnedAway = error
    if (before !== null) this.#enter(before.phase)
  }

  onPlace(): void {
    this.#parts.onChange()
  }

  limitBandwidth(perSecond: number | null): void {
    const limits = [perSecond, this.#parts.ownBandwidth].filter((limit) => limit !== null)
    this.#sync.limitBandwidth(limits.length === 0 ? null : Math.min(...limits))
  }

  setPaused(paused: boolean): void {
    if (this.#phase !== 'running' && this.#phase !== 'paused') return
    if (paused) this.#sync.pause()
    else this.#sync.resume()
    this.#enter(paused ? 'paused' : 'running')
  }

  /**
   * Credentials that had expired are there again.
   * @param renew takes new ones for the connection they belong to, where a person has given them
   * @throws SluiceError `usage` for a plan that waits for none.
   */
  goOn(renew: (connectionId: string) => void): void {
    this.#question.goOn(renew)
  }

  cancel(step: 'finish' | 'stop'): void {
    if (this.#phase === 'listing') this.#listing.abort(new Error('Cancelled.'))
    if (this.#parts.queue.leave(this) || !this.isRunning) return
    this.#enter(step === 'stop' || this.#phase === 'stopping' ? 'stopping' : 'finishing')
    this.#finish.abort(new Error('Cancelled.'))
    if (step === 'stop') this.#stop.abort(new Error('Cancelled.'))
  }

  /** Ends whatever goes on, as `step` says, and closes the store, once: a person may say `stop` after `finish`. */
  close(step: 'finish' | 'stop'): Promise<void> {
    this.#closing ??= Promise.all([this.#choices.ended, this.#going]).then(() => {
      this.#sync.close()
      return this.#parts.closeFiles(this.#applied)
    })
    this.cancel(step)
    return this.#closing
  }

  async #plan(): Promise<void> {
    const how = await this.#sync.plan(this.#listing.signal)
    const { withheld } = this.#sync.summary
    if (how === 'cancelled') this.#enter('cancelled')
    else if (how === 'planned') this.#enter('ready')
    else {
      this.#error = withheld
      const found = this.#review.totals.states().planned.count
      this.#enter(found > 0 ? 'partial' : 'failed')
    }
  }

  #join(only?: FailureName): void {
    this.#before = { phase: this.#phase, only }
    this.#turnedAway = null
    try {
      if (this.#parts.queue.join(this) === 'begun') return
      this.#isKept = this.#parts.keep(this.#sync, this.#phase === 'ready')
      this.#enter('waiting')
    } catch (error) {
      this.#before = null
      throw error
    }
  }

  #waits(): PlanStatus['waiting'] {
    const place = this.#parts.queue.placeOf(this)
    return place === null ? null : { ...place, kept: this.#isKept }
  }

  #drop(): void {
    if (this.#isKept) this.#parts.drop()
    this.#isKept = false
  }

  /** While it may delete, other runs of the pair are kept out. */
  begin(): void {
    const { phase, only } = this.#before ?? { phase: this.#phase, only: undefined }
    const { delete: deletes, move } = this.#review.totals.categories()
    const mayDelete = deletes.included.count + move.included.count > 0 && this.#sync.summary.withheld === null
    const isOfOne = this.made.file !== null || this.made.task === 'undo'
    const letOthersIn = mayDelete || isOfOne ? this.#parts.takeAlone() : () => undefined
    try {
      if (phase === 'ended') this.#sync.planFailedAgain(only)
    } catch (error) {
      letOthersIn()
      throw error
    }
    this.#drop()
    this.#before = null
    this.#applied = true
    this.#finish = new AbortController()
    this.#stop = new AbortController()
    this.#report = null
    this.#enter('running')
    // The next run of the same pair finds the way free.
    this.#going = this.#run()
      .finally(letOthersIn)
      .finally(() => this.#parts.queue.ended(this))
  }

  async #run(): Promise<void> {
    this.#report = await this.#sync.run({ finish: this.#finish.signal, stop: this.#stop.signal })
    this.#moving = []
    this.#enter('ended')
  }

  async #askRecovery(): Promise<void> {
    this.#recovery = await this.#parts.recovery(this.#listing.signal)
    this.#parts.onChange()
  }

  #take(event: RunEvent): undefined {
    if (event.kind === 'progress') {
      this.#progress = event.progress
      this.#moving = event.moving
    } else if (event.kind === 'problem') {
      this.#problemCount++
      if (this.#problems.length < problemsKept) this.#problems.push(event.problem)
    }
    this.#parts.onChange()
    return undefined
  }

  #enter(phase: Phase): void {
    const wasHeld = this.isHeld
    this.#phase = phase
    if (this.isHeld !== wasHeld) this.#parts.queue.share()
    this.#parts.onChange()
  }
}

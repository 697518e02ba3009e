import type { SideContent, SideProperties } from '../../shared/bridge/contents.ts'
import type { Keys } from '../../shared/bridge/places.ts'
import type { Deletes, PlanStatus } from '../../shared/bridge/plans.ts'
import type { ErrorData } from '../../shared/errors.ts'
import type { Hint } from '../../shared/hints.ts'
import type { PlanRow } from '../../shared/plan-row.ts'
import {
  type Category,
  type FailureName,
  type FolderLosses,
  type RowChoice,
  type RowsView,
  everyRow,
} from '../../shared/review.ts'
import { PagedRows } from '../rows/paged-rows.svelte.ts'
import { pressedChip } from '../review/press-chip.ts'
import { amountsOf } from '../review/amounts.ts'
import { errorOf, type Bridge } from './bridge.ts'
import { FilterTrialState } from './filter-trial.svelte.ts'
import { FoldersState } from './folders.svelte.ts'
import { OutcomeState } from './outcome.svelte.ts'
import { Rates } from './rates.svelte.ts'

/** Rows that change all the time are read again at most this often: milliseconds. */
const settle = 250

/** One plan on the screen, from its listing to its report. */
export class PlanState {
  status = $state.raw() as PlanStatus
  view = $state.raw<RowsView>(everyRow)
  cursor = $state(-1)
  /** Rows that are marked, by number. */
  selected = $state.raw<ReadonlySet<number>>(new Set())
  /** All rows of the view are marked, those that the page does not hold included. */
  everything = $state(false)
  /** What the strip over the button shows; null while it is closed. */
  strip = $state.raw<Deletes | null>(null)
  hints = $state.raw<readonly Hint[]>([])
  /** What was asked for and did not work. */
  error = $state.raw<ErrorData | null>(null)
  /** How many choices of rows are being made: until then the plan is not what it will be. */
  choosing = $state(0)
  readonly rates: Rates
  readonly #moving = $derived(new Map(this.status.moving.map((moving) => [moving.seq, moving])))
  readonly rows: PagedRows<PlanRow>
  readonly folders: FoldersState
  /** Filters as they are being written. */
  readonly trial: FilterTrialState
  readonly outcome: OutcomeState
  readonly #bridge: Bridge
  readonly #end: () => void
  #refreshing: ReturnType<typeof setTimeout> | undefined
  #lastRefresh = -Infinity
  #anchor = -1

  /** @param rates of its run so far, where they are kept. */
  constructor(bridge: Bridge, status: PlanStatus, rates = new Rates()) {
    this.#bridge = bridge
    this.rates = rates
    this.status = status
    const { planId } = status
    this.rows = new PagedRows((offset, limit, signal) =>
      bridge.ask('plan.rows', { planId, view: this.view, offset, limit }, signal),
    )
    this.folders = new FoldersState(bridge, planId)
    this.trial = new FilterTrialState(bridge, planId)
    this.outcome = new OutcomeState(bridge, planId)
    this.#end = bridge.on('plan.changed', (changed) => {
      if (changed.planId === planId) this.#take(changed)
    })
    void this.folders.refresh()
  }

  close(): void {
    clearTimeout(this.#refreshing)
    this.trial.end()
    this.#end()
    this.rows.close()
  }

  /** It runs, or has run. */
  get hasRun(): boolean {
    if (this.status.phase === 'waiting') return this.status.report !== null
    return !['listing', 'ready', 'partial', 'failed', 'cancelled'].includes(this.status.phase)
  }

  get isRunning(): boolean {
    return ['running', 'paused', 'finishing', 'stopping'].includes(this.status.phase)
  }

  /** How many rows failed that can be tried again. */
  get retryable(): number {
    const { phase, past, retryable } = this.status
    return phase === 'ended' && !past ? retryable : 0
  }

  /** There are rows that were refused, and can be planned again as they are now. */
  get canLookAgain(): boolean {
    const { phase, past, task, states } = this.status
    const isSync = task === 'sync' || task === 'move'
    return isSync && phase === 'ended' && !past && states['refused-changed'].count > 0
  }

  /** Rows can be taken out and put back. */
  get canChoose(): boolean {
    return ['listing', 'ready', 'partial'].includes(this.status.phase) && !this.status.past
  }

  /** A row as it is now: what is moving says so before the store does. */
  at(index: number): PlanRow | undefined {
    const row = this.rows.at(index)
    if (row === undefined || row.state !== 'planned' || this.movingOf(row.seq) === undefined) return row
    return { ...row, state: 'running' }
  }

  movingOf(seq: number): PlanStatus['moving'][number] | undefined {
    return this.#moving.get(seq)
  }

  /** Other rows are looked at: from the top, to which the table goes as the view changes. */
  look(changes: Partial<RowsView>): void {
    this.view = { ...this.view, ...changes }
    this.cursor = -1
    this.selected = new Set()
    this.everything = false
    this.rows.resetToTop()
  }

  /** A chip was pressed. */
  pressChip(category: Category): void {
    this.look({ categories: pressedChip(this.view.categories, category) })
  }

  /** An outcome's chip was pressed: only such rows, or all again. */
  pressState(state: PlanRow['state']): void {
    const alone = this.view.states?.length === 1 && this.view.states[0] === state
    this.look({ states: alone ? null : [state] })
  }

  sortBy(sort: RowsView['sort']): void {
    this.look({ sort, descending: this.view.sort === sort && !this.view.descending })
  }

  /** The cursor went to a row: alone, as the end of a range, or with its mark turned. */
  move(index: number, how: 'only' | 'range' | 'toggle' | 'keep'): void {
    const row = this.rows.at(index)
    if (row === undefined || how === 'keep') return
    this.everything = false
    if (how === 'range' && this.#anchor >= 0) {
      const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)]
      const marked = new Set<number>()
      for (let place = from; place <= Math.min(to, from + 9_999); place++) {
        const other = this.rows.at(place)
        if (other !== undefined) marked.add(other.seq)
      }
      this.selected = marked
      return
    }
    this.#anchor = index
    if (how === 'toggle') {
      const marked = new Set(this.selected)
      if (!marked.delete(row.seq)) marked.add(row.seq)
      this.selected = marked
    } else this.selected = new Set([row.seq])
  }

  isMarked(row: PlanRow): boolean {
    return this.everything || this.selected.has(row.seq)
  }

  /** How many rows are marked. */
  get marked(): number {
    return this.everything ? this.rows.total : this.selected.size
  }

  /** Takes the marked rows, or the one with the cursor, out of the plan or puts them back: as the first of them is not. */
  async toggleChosen(): Promise<void> {
    const row = this.rows.at(this.cursor)
    if (row === undefined || !this.canChoose) return
    const choice: RowChoice = this.everything
      ? { kind: 'view', view: this.view }
      : { kind: 'rows', seqs: this.selected.has(row.seq) ? [...this.selected] : [row.seq] }
    await this.choose(choice, row.state === 'excluded-by-you')
  }

  async choose(choice: RowChoice, included: boolean): Promise<void> {
    this.choosing++
    await this.#attempt(async () => {
      const { planId } = this.status
      this.#take(await this.#bridge.ask('plan.choose', { planId, choice, included }))
    })
    this.choosing--
    // What one has just done oneself is seen at once.
    if (this.#refreshing !== undefined) this.#refresh()
  }

  /** Applies, or opens the strip where something would be deleted, or counts as if it were. */
  async pressApply(): Promise<void> {
    const { gone } = amountsOf(this.status)
    if (gone === 0 || this.status.withheld !== null) return this.apply(null)
    await this.#attempt(async () => {
      this.strip = await this.#bridge.ask('plan.deletes', { planId: this.status.planId })
    })
  }

  /** @param typed the number of names that go, where it had to be typed */
  async apply(typed: string | null): Promise<void> {
    const { planId, digest } = this.status
    const { deletes, deleteBytes } = amountsOf(this.status)
    await this.#attempt(async () => {
      this.#take(await this.#bridge.ask('plan.apply', { planId, digest, deletes, deleteBytes, typed }))
      this.strip = null
    })
  }

  /** Leaves every delete out, and the moves that count with them: the strip's other way. */
  async keepAll(): Promise<void> {
    const view: RowsView = { ...everyRow, categories: this.strip?.moves ? ['delete', 'move'] : ['delete'] }
    await this.choose({ kind: 'view', view }, false)
    this.strip = null
  }

  async pause(paused: boolean): Promise<void> {
    await this.#change(() => this.#bridge.ask('plan.pause', { planId: this.status.planId, paused }))
  }

  /** It waits for its turn no longer. */
  async beginNow(): Promise<void> {
    await this.#change(() => this.#bridge.ask('runs.beginNow', { planId: this.status.planId }))
  }

  /** @returns whether it goes on. @param keys new ones for a connection of this session; null where they are renewed elsewhere */
  goOn(keys: Keys | null): Promise<boolean> {
    return this.#change(() => this.#bridge.ask('plan.goOn', { planId: this.status.planId, keys }))
  }

  async cancel(step: 'finish' | 'stop'): Promise<void> {
    await this.#change(() => this.#bridge.ask('plan.cancel', { planId: this.status.planId, step }))
  }

  /** @param only these of what failed; all of it by default */
  async retry(only?: FailureName): Promise<void> {
    const { planId } = this.status
    await this.#change(() => this.#bridge.ask('plan.retry', { planId, ...(only && { only }) }))
  }

  /** @returns whether the command is on the clipboard now. */
  async copyCommand(): Promise<boolean> {
    return this.#attempt(async () => {
      const { text } = await this.#bridge.ask('plan.command', { planId: this.status.planId })
      await this.#bridge.ask('window.copyText', { text })
    })
  }

  /** @param path as it is typed @returns where it is now; null where it could not be written. */
  async save(path: string): Promise<string | null> {
    let saved: string | null = null
    await this.#attempt(async () => {
      saved = (await this.#bridge.ask('plan.save', { planId: this.status.planId, path })).path
    })
    return saved
  }

  /** What there is to say of the whole plan; nothing where that could not be had: it is an extra. */
  async readHints(): Promise<void> {
    const asked = this.#bridge.ask('plan.hints', { planId: this.status.planId })
    this.hints = await asked.then(({ hints }) => hints).catch(() => [])
  }

  /** Where the deletes below a folder fall; null where that could not be had. */
  async losses(parent: string): Promise<FolderLosses | null> {
    let losses: FolderLosses | null = null
    await this.#attempt(async () => {
      losses = await this.#bridge.ask('plan.losses', { planId: this.status.planId, parent })
    })
    return losses
  }

  /** What is in one side of a row. It may cost requests, so it is asked only where a person asks. */
  content(seq: number, side: 'source' | 'destination', signal: AbortSignal): Promise<SideContent> {
    return this.#bridge.ask('plan.content', { planId: this.status.planId, seq, side }, signal)
  }

  properties(seq: number, side: 'source' | 'destination', signal: AbortSignal): Promise<SideProperties> {
    return this.#bridge.ask('plan.properties', { planId: this.status.planId, seq, side }, signal)
  }

  #change(ask: () => Promise<PlanStatus>): Promise<boolean> {
    return this.#attempt(async () => {
      this.#take(await ask())
    })
  }

  async #attempt(step: () => Promise<void>): Promise<boolean> {
    try {
      await step()
      this.error = null
      return true
    } catch (error) {
      this.error = errorOf(error)
      return false
    }
  }

  #take(status: PlanStatus): void {
    if (status.serial < this.status.serial) return
    const entered = status.phase !== this.status.phase
    const changed = status.revision !== this.status.revision || entered
    const chosen = status.digest !== this.status.digest
    this.status = status
    if (status.progress !== null && this.isRunning) this.rates.keep(status.progress)
    if (this.strip !== null && (changed || chosen)) void this.#readStrip()
    if (!changed) return
    const wait = this.#lastRefresh + settle - performance.now()
    // What one reads in a new phase is its sentence, and its rows must say the same.
    if (wait <= 0 || entered) this.#refresh(entered)
    else this.#refreshing ??= setTimeout(() => this.#refresh(), wait)
  }

  #refresh(entered = false): void {
    clearTimeout(this.#refreshing)
    this.#refreshing = undefined
    this.#lastRefresh = performance.now()
    this.rows.refresh()
    // What folders say is what was planned: it is the same however many rows are done.
    if (entered || !this.isRunning) void this.folders.refresh()
  }

  /** The strip says what would be deleted now, or goes where that is nothing. */
  async #readStrip(): Promise<void> {
    const { planId, digest, withheld } = this.status
    if (!this.canChoose || withheld !== null || amountsOf(this.status).gone === 0) {
      this.strip = null
      return
    }
    try {
      const strip = await this.#bridge.ask('plan.deletes', { planId })
      if (this.strip !== null && this.status.digest === digest) this.strip = strip
    } catch (error) {
      this.strip = null
      this.error = errorOf(error)
    }
  }
}

import { untrack } from 'svelte'
import type { Start } from '../../shared/bridge/window-calls.ts'
import type { PlanStatus } from '../../shared/bridge/plans.ts'
import type { ErrorData } from '../../shared/errors.ts'
import type { RememberedPlace, Settings } from '../../shared/settings.ts'
import { defaultSyncOptions, type SyncOptions } from '../../shared/sync-options.ts'
import type { Filter } from '../../shared/sync-rules.ts'
import { errorOf, type Bridge } from './bridge.ts'
import { ConnectionsState } from './connections.svelte.ts'
import { DragState } from './drag.svelte.ts'
import { hindranceBetween, type Job } from './hindrance.ts'
import { isKept, isRunning, isUnderReview, isWaiting, JobsState, takesOptions } from './jobs.svelte.ts'
import { KeptSettings } from './kept-settings.ts'
import { LookState } from './look.svelte.ts'
import { compareViews } from './compare-views.ts'
import { Notice } from './notice.svelte.ts'
import { PaneState } from './pane.svelte.ts'
import { isPlanFile } from './plan-files.ts'
import { PlanState } from './plan.svelte.ts'
import { RunSettings, type RunChoices } from './run-settings.svelte.ts'
import { PropertiesState } from './properties.svelte.ts'
import { TourState } from './tour.svelte.ts'
import { recentElsewhere, remembered, withRecent } from './recent-places.ts'

/** Options settle for this long before a plan is made anew with them: milliseconds. */
const settle = 300

/** The whole window: two panes, the direction between them, and what is shown instead of them. */
export class AppState {
  readonly bridge: Bridge
  start = $state.raw<Start | null>(null)
  theme = $state<Settings['theme']>('system')
  screen = $state<'browse' | 'review' | 'history'>('browse')
  left: PaneState = $state.raw() as PaneState
  right: PaneState = $state.raw() as PaneState
  /** The pane that keys and commands mean. */
  active: PaneState = $state.raw() as PaneState
  direction = $state<'right' | 'left'>('right')
  options = $state.raw<SyncOptions>(defaultSyncOptions)
  /** Places that were looked at, the last one first. */
  recent = $state.raw<readonly RememberedPlace[]>([])
  /** The plan that is reviewed or run. */
  plan = $state.raw<PlanState | null>(null)
  /** A plan has been asked for and is not there yet. */
  starting = $state(false)
  /** What failed and belongs to neither pane. */
  error = $state.raw<ErrorData | null>(null)
  /** The engine's process has died: nothing works until the window is opened again. */
  ended = $state.raw<ErrorData | null>(null)
  /** The path of a plan file is being typed. */
  openingPlan = $state(false)
  readonly connections: ConnectionsState
  readonly jobs: JobsState
  readonly runSettings: RunSettings
  readonly drag = new DragState()
  /** What is kept from start to start. */
  readonly kept = new KeptSettings((changes) => void this.#keep(changes))
  readonly look = new LookState(this.kept)
  readonly properties: PropertiesState
  readonly tour = new TourState(() => void this.#keep({ toured: true }))

  readonly #notice = new Notice()
  readonly #ends: (() => void)[]
  #opened = false
  #planning: ReturnType<typeof setTimeout> | undefined

  constructor(bridge: Bridge) {
    this.bridge = bridge
    this.left = new PaneState(bridge, 'a', this.look)
    this.right = new PaneState(bridge, 'b', this.look)
    this.active = this.left
    this.connections = new ConnectionsState(bridge)
    this.runSettings = new RunSettings(bridge)
    this.properties = new PropertiesState(bridge, (text) => this.say(text))
    this.jobs = new JobsState(bridge, () => void this.refresh())
    this.#ends = [
      bridge.on('engine.ended', ({ error }) => (this.ended = error)),
      $effect.root(() => {
        $effect(() => this.#compare())
        $effect(() => this.#remember())
        $effect(() => this.tour.follow(this.jobs.list))
      }),
    ]
  }

  close(): void {
    clearTimeout(this.#planning)
    this.#notice.close()
    for (const end of this.#ends) end()
    this.kept.flush()
    this.plan?.close()
    this.properties.end()
    this.jobs.end()
    this.connections.close()
    this.left.close()
    this.right.close()
  }

  /** Opens what was open, or the practice pair. */
  async open(): Promise<void> {
    this.error = null
    try {
      const start = await this.bridge.ask('window.start', {})
      const { settings } = start
      this.start = start
      this.theme = settings.theme
      this.direction = settings.direction
      this.options = settings.options
      this.recent = settings.recent
      this.look.take(settings)
      const opening = await this.bridge.ask('app.open', { left: settings.left, right: settings.right })
      await this.runSettings.begin(settings)
      for (const job of opening.jobs) this.jobs.follow(job)
      if (opening.firstStart && !settings.toured) this.tour.begin([])
      await Promise.all([
        this.connections.refresh(),
        this.left.open(opening.left),
        this.right.open(opening.right),
      ])
      this.#lookedAt()
      this.#opened = true
      if (opening.plan !== null) this.show(opening.plan)
    } catch (error) {
      this.error = errorOf(error)
    }
  }

  get source(): PaneState {
    return this.direction === 'right' ? this.left : this.right
  }

  get destination(): PaneState {
    return this.direction === 'right' ? this.right : this.left
  }

  /** Places to go back to. */
  get recentElsewhere(): readonly RememberedPlace[] {
    const shown = [this.left.place, this.right.place]
    return recentElsewhere(
      this.recent,
      shown,
      this.connections.list.map(({ id }) => id),
    )
  }

  otherThan(pane: PaneState): PaneState {
    return pane === this.left ? this.right : this.left
  }

  /** Why nothing can be planned between the panes as they are, in words; null where it can. */
  get hindrance(): string | null {
    return hindranceBetween(this.source.place, this.destination.place)
  }

  get isPractice(): boolean {
    return [this.left, this.right].some((pane) => this.connections.of(pane.place)?.kind === 'practice')
  }

  flip(): void {
    this.direction = this.direction === 'right' ? 'left' : 'right'
  }

  /** The two panes change sides; the arrow stays. */
  swap(): void {
    const { left } = this
    this.left = this.right
    this.right = left
  }

  /** Shows names that begin with a dot in both panes, or leaves them out of the view. */
  async toggleDotNames(): Promise<void> {
    this.look.showDotNames(!this.look.dotNames)
    await Promise.all([this.left.narrow(), this.right.narrow()])
  }

  async refresh(): Promise<void> {
    await Promise.all([this.left.refresh(), this.right.refresh(), this.properties.ask()])
  }

  async changeTheme(theme: Settings['theme']): Promise<void> {
    this.theme = theme
    await this.#keep({ theme })
  }

  /** What holds for all runs is another from now on. */
  changeRuns(changes: Partial<RunChoices>): void {
    void this.attempt(() => this.runSettings.change(changes))
  }

  get notice(): string {
    return this.#notice.text
  }

  /** Says something quietly, for a few seconds. */
  say(text: string): void {
    this.#notice.say(text)
  }

  /** Plans what the panes are at, and shows it. @param selection only these names of the source. */
  async preview(selection: readonly string[] | null = null): Promise<void> {
    const source = this.source.place
    const destination = this.destination.place
    if (this.hindrance !== null) this.say(this.hindrance)
    else if (source !== null && destination !== null) await this.planJob({ source, destination, selection })
  }

  /** Plans a copy of what is chosen in a pane to the other one, whatever the direction was. */
  async copyFrom(pane: PaneState): Promise<void> {
    await pane.attempt(async () => {
      const selection = await pane.chosen()
      this.pointTo(this.otherThan(pane))
      await this.preview(selection)
    })
  }

  /** A path given from outside the window: it is opened where things come from. */
  async openPath(path: string): Promise<void> {
    if (isPlanFile(path)) return this.openPlan(path)
    this.screen = 'browse'
    await this.source.attempt(() => this.source.openText(path, 'local'))
  }

  /** Shows the plan in a file, to be reviewed. */
  async openPlan(path: string): Promise<void> {
    await this.begin(() => this.bridge.ask('plan.open', { path }))
  }

  /** Options as the sentence has them. Under review, a new plan is made with them. */
  changeOptions(options: SyncOptions): void {
    this.options = options
    clearTimeout(this.#planning)
    const status = this.screen === 'review' ? this.plan?.status : undefined
    if (status === undefined || !takesOptions(status)) return
    this.#planning = setTimeout(() => void this.planJob(status), settle)
  }

  addFilter(filter: Filter): void {
    this.changeOptions({ ...this.options, filters: [...this.options.filters, filter] })
  }

  /** Shows a plan: one just begun, one of the jobs, or one of the history. */
  show(status: PlanStatus): void {
    this.plan?.close()
    this.jobs.follow(status)
    this.plan = new PlanState(this.bridge, status, this.jobs.ratesOf(status.planId))
    this.screen = 'review'
  }

  /**
   * Back to the panes. A run goes on, or waits for its turn, and a plan that was not applied waits among the jobs until the next one; what has
   * come to its end is put away.
   */
  async back(): Promise<void> {
    const { plan } = this
    this.plan = null
    this.screen = plan?.status.past === true ? 'history' : 'browse'
    if (plan === null) return
    const { status } = plan
    plan.close()
    if (isRunning(status) || isWaiting(status) || isUnderReview(status)) return
    await this.attempt(() => this.jobs.close(status.planId))
  }

  showHistory(): void {
    this.plan?.close()
    this.plan = null
    this.screen = 'history'
  }

  /** Back as the top bar has it: out of a screen, else to where the active pane was. */
  async goBack(): Promise<void> {
    if (this.screen === 'browse') await this.active.back()
    else await this.back()
  }

  /** Does something that may fail, and shows above the panes how it did. */
  async attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step()
    } catch (error) {
      this.error = errorOf(error)
    }
  }

  /** Things go to this pane from now on. */
  pointTo(destination: PaneState): void {
    this.direction = destination === this.right ? 'right' : 'left'
  }

  async planJob({ source, destination, selection }: Job): Promise<void> {
    const { options } = this
    await this.begin(() =>
      this.bridge.ask('plan.start', {
        source: source.token,
        destination: destination.token,
        selection: selection === null ? null : [...selection],
        options,
      }),
    )
    // They were changed again meanwhile.
    if (this.options !== options) this.changeOptions(this.options)
  }

  /** Begins a plan and shows it; one that was still under review goes. One at a time. What it is of is kept by then. */
  async begin(ask: () => Promise<PlanStatus>): Promise<void> {
    if (this.starting) return
    this.starting = true
    this.error = null
    this.kept.flush()
    await this.attempt(async () => {
      const before = this.jobs.list.filter((job) => isUnderReview(job) && !isKept(job))
      const status = await ask()
      this.show(status)
      for (const { planId } of before) await this.jobs.close(planId)
    })
    this.starting = false
  }

  /** The two listings are marked against each other, again when the views, the direction or the options change. */
  #compare(): void {
    compareViews(this.bridge, this.source, this.destination, this.options)
  }

  #remember(): void {
    const { direction, options } = this
    const [left, right] = [this.left, this.right].map(({ place }) => remembered(place))
    if (!this.#opened) return
    untrack(() => this.#lookedAt())
    const places = { ...(left == null ? {} : { left }), ...(right == null ? {} : { right }) }
    this.kept.change({ direction, options, ...places, recent: untrack(() => [...this.recent]) })
  }

  #lookedAt(): void {
    for (const pane of [this.right, this.left]) {
      const place = remembered(pane.place)
      if (place !== null) this.recent = withRecent(this.recent, place)
    }
  }

  async #keep(settings: Partial<Settings>): Promise<void> {
    await this.attempt(async () => {
      await this.bridge.ask('window.changeSettings', settings)
    })
  }
}

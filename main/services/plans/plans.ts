import { defaultSyncOptions } from '../../../shared/sync-options.ts'
import {
  directionOf,
  type ChangeSide,
  keepOthersOut,
  readFolderIgnore,
  ReviewedSync,
  type Clock,
  type Log,
  type Side,
  type World,
} from '../../engine/index.ts'
import type { Host, RunFiles } from '../../host/host.ts'
import type { Connections } from '../connections/connections.ts'
import type { Located, Places } from '../places/places.ts'
import { asideFor } from './aside-for.ts'
import { KeptPlans } from './kept-plans.ts'
import { openEndOfMove } from './open-end-of-move.ts'
import { openGiven } from './open-given.ts'
import { connectionOf, openSide } from './open-side.ts'
import type { RunQueue } from '../queue/run-queue.ts'
import type { OpenedPlan, PlanRequest } from './opened-plan.ts'
import { knowsFolders } from './folder-marks.ts'
import { Plan } from './plan.ts'
import { closedPlan, noEndedRun, noWordsForRows, runningPlan } from './plan-errors.ts'
import { changeAt, removalAt, removalRules, syncRules } from './plan-rules.ts'
import { commandFor } from './plan-command.ts'
import { earlierApply, originOf, planPath, saveTo, withSuffix } from './plan-files.ts'
import { recoveryOf } from './recovery.ts'
import { factsOf } from './run-facts.ts'
import { openAgain, openOnItsDisk } from './open-again.ts'
import { openUndo } from './run-to-undo.ts'

/** The plans that are open, by their ids: those being reviewed, and those that run. */
export class Plans {
  readonly #host: Host
  readonly #clock: Clock
  readonly #world: (files: RunFiles) => World
  readonly #fs: World['fs']
  readonly #places: Places
  readonly #connections: Connections
  readonly #queue: RunQueue
  readonly #kept: KeptPlans
  readonly #onChange: (plan: Plan) => void
  readonly #plans = new Map<string, Plan>()
  /** What they were made of. */
  readonly #opened = new Map<string, OpenedPlan>()
  /** The runs that plans undo, by the ids of those plans. */
  readonly #undoes = new Map<string, string>()

  constructor(parts: {
    host: Host
    clock: Clock
    world: (files: RunFiles) => World
    fs: World['fs']
    places: Places
    connections: Connections
    queue: RunQueue
    /** For what no run has a log for. */
    log: Log
    onChange: (plan: Plan) => void
  }) {
    this.#host = parts.host
    this.#clock = parts.clock
    this.#world = parts.world
    this.#fs = parts.fs
    this.#places = parts.places
    this.#connections = parts.connections
    this.#queue = parts.queue
    this.#kept = new KeptPlans(parts.host.folders.state, () => parts.host.now(), parts.log)
    this.#onChange = parts.onChange
  }

  /** @throws SluiceError for sides between which nothing can go, or that can't be opened. */
  async start(request: PlanRequest, task: 'sync' | 'move' = 'sync'): Promise<Plan> {
    const from = this.#places.locate(request.source)
    const to = this.#places.locate(request.destination)
    const [source, destination] = await Promise.all([this.#openSide(from), this.#openSide(to)])
    directionOf(source, destination)
    const options = task === 'move' ? { ...request.options, deleteExtras: false } : request.options
    const mayRelay = from.connectionId !== to.connectionId
    const ignore =
      options.ignoreFile && source.kind === 'local' ? await readFolderIgnore(this.#fs, source.root) : null
    const rules = { ...syncRules(options, request.selection, ignore), mayRelay }
    return this.#open({ task, from, to, source, destination, rules, options, selection: request.selection })
  }

  /** Plans to remove names of a place, and what is below them; everything in it where null. @throws SluiceError */
  async remove(place: string, selection: readonly string[] | null): Promise<Plan> {
    const at = this.#places.locate(place)
    return this.#open({
      ...removalAt(at, null, await this.#openSide(at)),
      rules: removalRules(selection),
      options: defaultSyncOptions,
      selection,
    })
  }

  /** Plans to change one object directly below a place. @throws SluiceError `usage` for what is no object */
  async change(place: string, name: string, change: ChangeSide['change']): Promise<Plan> {
    const at = this.#places.locate(place)
    return this.#open(changeAt(at, name, change, await this.#openSide(at)))
  }

  /**
   * Plans to remove at its source what a move has copied.
   * @throws SluiceError `usage` for a plan that is no move, or has not come to its end
   */
  async finishMove(planId: string): Promise<Plan> {
    const parts = { host: this.#host, clock: this.#clock, places: this.#places }
    const rules = this.#opened.get(planId)?.rules ?? null
    return this.#openOrClose(await openEndOfMove(this.get(planId), rules, parts, (at) => this.#openSide(at)))
  }

  /**
   * Opens a plan file, to be reviewed. @param typed its path, as one types it.
   * @throws SluiceError `usage` for a file that is none, that no connection fits, or that was applied already.
   */
  async openFile(typed: string): Promise<Plan> {
    const path = planPath(this.#places.read(typed, null))
    const parts = { host: this.#host, clock: this.#clock, connections: this.#connections }
    return this.#openOrClose(await openGiven(path, parts, (at) => this.#openSide(at)))
  }

  /**
   * Plans to put back what a run has done.
   * @param planId of a run that has ended, or of one of the history.
   * @throws SluiceError `usage` for a run that is not kept, goes on, or was made over a connection that is not known here.
   */
  async undo(planId: string): Promise<Plan> {
    const runId = planId.replace(/^past:/, '')
    const file = (await this.#host.pastRuns()).find((run) => run.runId === runId)
    if (file === undefined || this.#plans.get(runId)?.isRunning === true) throw noEndedRun(runId)
    const opened = await openUndo(file, this.#clock, this.#places, (at) => this.#openSide(at))
    const plan = await this.#openOrClose(opened)
    this.#undoes.set(plan.made.planId, runId)
    return plan
  }

  /** Plans rows again that a run has refused; all of them where null. @throws SluiceError as `openAgain` does */
  async again(planId: string, seqs: readonly number[] | null): Promise<Plan> {
    const plan = this.get(planId)
    const opened = this.#opened.get(planId)
    if (opened === undefined) throw closedPlan(planId)
    return this.#open(await openAgain(plan, opened, seqs, (at) => this.#openSide(at)))
  }

  /**
   * Plans the same anew, and goes on although a folder is on another disk than in the last run.
   * @throws SluiceError `usage` for a plan that is closed, or ends a move.
   */
  async allowMount(planId: string): Promise<Plan> {
    const opened = this.#opened.get(planId)
    if (opened === undefined) throw closedPlan(planId)
    const parts = { host: this.#host, clock: this.#clock, connections: this.#connections }
    return this.#openOrClose(await openOnItsDisk(opened, parts, (at) => this.#openSide(at)))
  }

  /** @returns where it was written. @throws SluiceError `usage` */
  save(planId: string, typed: string): string {
    const path = withSuffix(planPath(this.#places.read(typed, null)))
    this.get(planId).save(path)
    return path
  }

  /** Another window, or a command line, may have applied the same file meanwhile. @throws SluiceError `usage` */
  async checkNotApplied(plan: Plan): Promise<void> {
    const digest = this.#opened.get(plan.made.planId)?.given?.file.digest
    if (digest === undefined) return
    const earlier = await earlierApply(digest, this.#host, this.#clock, plan.made.planId)
    earlier?.past.close()
  }

  /** What was read to make it is closed where it can't be made. */
  async #openOrClose(opened: OpenedPlan): Promise<Plan> {
    try {
      return await this.#open(opened)
    } catch (error) {
      opened.close?.()
      throw error
    }
  }

  async #open(opened: OpenedPlan): Promise<Plan> {
    const { task, from, to, source, destination, rules, options, selection, given, only } = opened
    const transfer = await this.#connections.transferSettings(connectionOf(from, to))
    const files = await this.#host.openRun()
    try {
      if (source.kind === 'past' && this.#goesOnElsewhere(source.run.runId, files))
        throw noEndedRun(source.run.runId)
      const waits = given === undefined ? null : this.#kept.planOf(given.file.path)
      if (waits !== null && this.#goesOnElsewhere(waits, files)) throw runningPlan(waits)
      const world = this.#world(files)
      const aside = await asideFor(world, opened)
      let plan: Plan | null = null
      const made = new Plan({
        made: {
          planId: files.runId,
          task,
          direction: task === 'undo' ? 'restore' : directionOf(source, destination),
          source: this.#places.describe(from),
          destination: this.#places.describe(to),
          options,
          selection,
          only: only?.keys.length ?? null,
          ignore: rules.ignore === null ? null : { rules: rules.ignore.rules.length },
          started: world.clock.now(),
          file: given === undefined ? null : originOf(given.file, this.#host, this.#kept),
        },
        sides: { source, destination },
        open: (control) =>
          new ReviewedSync(
            world,
            {
              source,
              destination,
              rules,
              transfer,
              runId: files.runId,
              storePath: files.storePath,
              digestsPath: files.digestsPath,
              stateOfRun: files.stateOfRun,
              pastRuns: () => this.#host.pastRuns(),
              waitsForNetwork: true,
              ...(given === undefined ? {} : { given }),
              ...(only === undefined ? {} : { only }),
              allowChangedMount: opened.allowChangedMount === true,
              ...(aside === null ? {} : { aside }),
              facts: factsOf(opened),
            },
            control,
          ),
        takeAlone: () => keepOthersOut((name) => files.takeAlone(name), source, destination, rules),
        save: (sync, path) => {
          saveTo(path, sync, opened, this.#host, this.#clock.now())
        },
        keep: (sync, isWhole) =>
          this.#kept.keep({
            planId: files.runId,
            task,
            file: given?.file.path ?? null,
            isWhole,
            staysConnected: ![from, to].some((at) => this.#connections.endsWithWindow(at.connectionId)),
            save: (path) => {
              saveTo(path, sync, opened, this.#host, this.#clock.now())
            },
          }),
        drop: () => {
          this.#kept.drop(files.runId)
        },
        recovery: (signal) => recoveryOf({ destination, aside, trash: options.trash }, signal),
        closeFiles: async (applied) => {
          opened.close?.()
          if (applied) files.close()
          else await files.discard()
        },
        queue: this.#queue,
        checkAgain: async () => {
          if (plan !== null) await this.checkNotApplied(plan)
        },
        ownBandwidth: transfer.maxBandwidth,
        onChange: () => {
          if (plan !== null) this.#onChange(plan)
        },
      })
      plan = made
      this.#opened.set(files.runId, opened)
      this.#plans.set(files.runId, made)
      return made
    } catch (error) {
      await files.discard()
      throw error
    }
  }

  /** A run of this window keeps its files for as long as it is on the screen: whether it has ended, its plan says. */
  #goesOnElsewhere(runId: string, { stateOfRun }: RunFiles): boolean {
    return !this.#plans.has(runId) && stateOfRun(runId) === 'running'
  }

  /** @throws SluiceError `usage` for a plan that was closed. */
  get(planId: string): Plan {
    const plan = this.#plans.get(planId)
    if (plan !== undefined) return plan
    throw closedPlan(planId)
  }

  find(planId: string): Plan | null {
    return this.#plans.get(planId) ?? null
  }

  /** The plan that was opened last, by a person. */
  get newest(): Plan | null {
    return this.all.findLast(({ made }) => made.file?.kept !== true) ?? null
  }

  get all(): Plan[] {
    return [...this.#plans.values()]
  }

  get running(): Plan[] {
    return this.all.filter((plan) => plan.isRunning)
  }

  /** How many of those that wait the next start offers. */
  get keptWaiting(): number {
    return this.all.filter(({ isKept }) => isKept).length
  }

  /** The newest finished plan between two places, which knows what is in their folders. */
  between(source: string, destination: string): Plan | null {
    return this.all.findLast((plan) => knowsFolders(plan, source, destination)) ?? null
  }

  /** @throws SluiceError `usage` for a plan that runs. */
  async close(planId: string): Promise<void> {
    const plan = this.get(planId)
    if (plan.isRunning) throw runningPlan(planId)
    this.#plans.delete(planId)
    this.#opened.delete(planId)
    await plan.close('stop')
    if (plan.made.file !== null) this.#kept.forget(plan.made.file.path)
  }

  /** Ends all of them; those that are kept stay for the next start. */
  async leave(step: 'finish' | 'stop'): Promise<void> {
    this.#kept.leave()
    this.#queue.close()
    await Promise.all(this.all.map((plan) => plan.close(step)))
    this.#plans.clear()
    this.#opened.clear()
  }

  /** Opens the plans that waited when the window was left last, to be reviewed. */
  openKept = (): Promise<void> => this.#kept.openAll((path) => this.openFile(path))

  /** @throws SluiceError `usage` for a removal, and for rows that are looked at again, which no command makes. */
  async command(planId: string): Promise<string> {
    const { made, recovery } = this.get(planId)
    if (made.only !== null) throw noWordsForRows()
    const more = { undoes: this.#undoes.get(planId) ?? null, trash: recovery === 'trash' }
    return commandFor(made, more, this.#connections, this.#host.platform)
  }

  #openSide(at: Located): Promise<Side> {
    return openSide(at, this.#connections)
  }
}

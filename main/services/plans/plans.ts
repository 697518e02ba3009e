import { SluiceError } from '../../../shared/errors.ts'
import { defaultSyncOptions, type SyncOptions } from '../../../shared/sync-options.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { Task } from '../../../shared/bridge/plans.ts'
import {
  directionOf,
  keepOthersOut,
  openCopied,
  readFolderIgnore,
  ReviewedSync,
  rootOf,
  type Clock,
  type NothingSide,
  type Side,
  type Source,
  type World,
} from '../../engine/index.ts'
import type { Host, RunFiles } from '../../host/host.ts'
import type { Connections } from '../connections/connections.ts'
import type { Located, Places } from '../places/places.ts'
import { equivalentCommand } from './equivalent-command.ts'
import { Plan } from './plan.ts'
import { removalRules, syncRules } from './plan-rules.ts'
import { recoveryOf } from './recovery.ts'
import { selectionFilters } from './selection-filters.ts'

/** What a plan is asked for with. */
export interface PlanRequest {
  readonly source: string
  readonly destination: string
  readonly selection: readonly string[] | null
  readonly options: SyncOptions
}

/** A plan whose sides are open. */
interface Opened {
  readonly task: Task
  readonly from: Located
  readonly to: Located
  readonly source: Source
  readonly destination: Side
  readonly rules: SyncRules
  readonly options: SyncOptions
  readonly selection: readonly string[] | null
  /** Ends what the plan was read from. */
  readonly close?: () => void
}

/** Whose settings count: those of the server, and of the destination's where both sides are on one. */
const connectionOf = (from: Located, to: Located): string =>
  to.connectionId === 'local' ? from.connectionId : to.connectionId

/** The plans that are open, by their ids: those being reviewed, and those that run. */
export class Plans {
  readonly #host: Host
  readonly #clock: Clock
  readonly #world: (files: RunFiles) => World
  readonly #fs: World['fs']
  readonly #places: Places
  readonly #connections: Connections
  readonly #onChange: (plan: Plan) => void
  readonly #plans = new Map<string, Plan>()

  constructor(parts: {
    host: Host
    clock: Clock
    world: (files: RunFiles) => World
    fs: World['fs']
    places: Places
    connections: Connections
    onChange: (plan: Plan) => void
  }) {
    this.#host = parts.host
    this.#clock = parts.clock
    this.#world = parts.world
    this.#fs = parts.fs
    this.#places = parts.places
    this.#connections = parts.connections
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
      ...(await this.#removalAt(at, null)),
      rules: removalRules(selection),
      options: defaultSyncOptions,
      selection,
    })
  }

  /**
   * Plans to remove at its source what a move has copied.
   * @throws SluiceError `usage` for a plan that is no move, or has not come to its end
   */
  async finishMove(planId: string): Promise<Plan> {
    const { made, phase } = this.get(planId)
    const file = (await this.#host.pastRuns()).find(({ runId }) => runId === planId)
    if (made.task !== 'move' || phase !== 'ended' || file === undefined) throw noEndedMove(planId)
    const at = this.#places.locate(made.source.token)
    const record = openCopied(file.storePath, this.#clock)
    const close = (): void => {
      record.close()
    }
    try {
      return await this.#open({
        ...(await this.#removalAt(at, record.copied)),
        rules: removalRules(made.selection, made.options.filters),
        options: made.options,
        selection: made.selection,
        close,
      })
    } catch (error) {
      close()
      throw error
    }
  }

  async #removalAt(
    at: Located,
    copied: NothingSide['copied'],
  ): Promise<Pick<Opened, 'task' | 'from' | 'to' | 'source' | 'destination'>> {
    const source: NothingSide = { kind: 'nothing', copied }
    return { task: 'remove', from: at, to: at, source, destination: await this.#openSide(at) }
  }

  async #open(opened: Opened): Promise<Plan> {
    const { task, from, to, source, destination, rules, options, selection } = opened
    const transfer = await this.#connections.transferSettings(connectionOf(from, to))
    const files = await this.#host.openRun()
    try {
      const world = this.#world(files)
      let plan: Plan | null = null
      const made = new Plan({
        made: {
          planId: files.runId,
          task,
          direction: directionOf(source, destination),
          source: this.#places.describe(from),
          destination: this.#places.describe(to),
          options,
          selection,
          ignore: rules.ignore === null ? null : { rules: rules.ignore.rules.length },
          started: world.clock.now(),
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
              facts: {
                from: 'window',
                task,
                source: rootOf(source.kind === 'nothing' ? destination : source),
                destination: rootOf(destination),
                sourceConnection: from.connectionId,
                destinationConnection: to.connectionId,
                options,
                selection,
              },
            },
            control,
          ),
        takeAlone: () => keepOthersOut((name) => files.takeAlone(name), source, destination, rules),
        recovery: (signal) => recoveryOf(destination, signal),
        closeFiles: async (applied) => {
          opened.close?.()
          if (applied) files.close()
          else await files.discard()
        },
        onChange: () => {
          if (plan !== null) this.#onChange(plan)
        },
      })
      plan = made
      this.#plans.set(files.runId, made)
      return made
    } catch (error) {
      await files.discard()
      throw error
    }
  }

  /** @throws SluiceError `usage` for a plan that was closed. */
  get(planId: string): Plan {
    const plan = this.#plans.get(planId)
    if (plan !== undefined) return plan
    throw new SluiceError({
      code: 'usage',
      message: 'This plan is closed.',
      subject: planId,
      advice: 'Preview again to make a new one.',
    })
  }

  find(planId: string): Plan | null {
    return this.#plans.get(planId) ?? null
  }

  /** The plan that was opened last. */
  get newest(): Plan | null {
    return [...this.#plans.values()].at(-1) ?? null
  }

  get running(): Plan[] {
    return [...this.#plans.values()].filter((plan) => plan.isRunning)
  }

  /** The newest finished plan between two places, which knows what is in their folders. */
  between(source: string, destination: string): Plan | null {
    return (
      [...this.#plans.values()].findLast(
        ({ made, phase }) =>
          phase === 'ready' &&
          made.task !== 'remove' &&
          made.selection === null &&
          made.source.token === source &&
          made.destination.token === destination,
      ) ?? null
    )
  }

  /** @throws SluiceError `usage` for a plan that runs. */
  async close(planId: string): Promise<void> {
    const plan = this.get(planId)
    if (plan.isRunning) {
      throw new SluiceError({
        code: 'usage',
        message: 'This plan is running.',
        subject: planId,
        advice: 'Cancel it first, or let it end.',
      })
    }
    this.#plans.delete(planId)
    await plan.close('stop')
  }

  /** Ends all of them. */
  async leave(step: 'finish' | 'stop'): Promise<void> {
    await Promise.all([...this.#plans.values()].map((plan) => plan.close(step)))
    this.#plans.clear()
  }

  async command(planId: string): Promise<string> {
    const { made } = this.get(planId)
    if (made.task === 'remove') throw noCommand()
    const [source, destination] = [made.source, made.destination]
    const [from = [], to = []] = await Promise.all(
      [source, destination].map(({ connectionId }) => this.#connections.flags(connectionId)),
    )
    const isCopy = source.kind === 's3' && destination.kind === 's3'
    return equivalentCommand(
      {
        source: source.text,
        destination: destination.text,
        options: { ...made.options, ignoreFile: made.options.ignoreFile || source.kind === 's3' },
        filters: selectionFilters(made.selection, made.options.filters),
        sourceConnection: isCopy && source.connectionId === destination.connectionId ? [] : from,
        connection: to,
        isCopy,
      },
      this.#host.platform,
    )
  }

  async #openSide({ connectionId, address }: Located): Promise<Side> {
    if (address.kind === 'local') return { kind: 'local', root: address.path }
    if (address.kind === 's3') {
      const { bucket, prefix } = address
      return { kind: 's3', store: await this.#connections.store(connectionId), bucket, prefix }
    }
    throw new SluiceError({
      code: 'usage',
      message: 'A list of buckets is no side of a sync.',
      advice: 'Open one of the buckets first.',
    })
  }
}

const noCommand = (): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'No command of Sluice deletes by name.',
    advice: 'Apply it here, or use the tools of the system or of the store.',
  })

const noEndedMove = (planId: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'This is no move that has come to its end.',
    subject: planId,
    advice: 'Nothing was deleted. What was copied can be deleted by name, with F8.',
  })

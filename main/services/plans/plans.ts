import { SluiceError } from '../../../shared/errors.ts'
import { defaultRules, type SyncRules } from '../../../shared/sync-rules.ts'
import type { SyncOptions } from '../../../shared/sync-options.ts'
import type { Recovery } from '../../../shared/bridge/plans.ts'
import {
  directionOf,
  keepOthersOut,
  ReviewedSync,
  rootOf,
  type Side,
  type World,
} from '../../engine/index.ts'
import type { Host, RunFiles } from '../../host/host.ts'
import type { Connections } from '../connections/connections.ts'
import type { Located, Places } from '../places/places.ts'
import { equivalentCommand } from './equivalent-command.ts'
import { Plan } from './plan.ts'
import { selectionFilters } from './selection-filters.ts'

/** How many files are in flight at once, and how many requests that hold a part in memory (8 MiB each). */
const workers = 16

/** What a plan is asked for with. */
export interface PlanRequest {
  readonly source: string
  readonly destination: string
  readonly selection: readonly string[] | null
  readonly options: SyncOptions
}

/** The plans that are open, by their ids: those being reviewed, and those that run. */
export class Plans {
  readonly #host: Host
  readonly #world: (files: RunFiles) => World
  readonly #places: Places
  readonly #connections: Connections
  readonly #onChange: (plan: Plan) => void
  readonly #plans = new Map<string, Plan>()

  constructor(parts: {
    host: Host
    world: (files: RunFiles) => World
    places: Places
    connections: Connections
    onChange: (plan: Plan) => void
  }) {
    this.#host = parts.host
    this.#world = parts.world
    this.#places = parts.places
    this.#connections = parts.connections
    this.#onChange = parts.onChange
  }

  /** @throws SluiceError for sides between which nothing can go, or that can't be opened. */
  async start(request: PlanRequest): Promise<Plan> {
    const from = this.#places.locate(request.source)
    const to = this.#places.locate(request.destination)
    const [source, destination] = await Promise.all([this.#openSide(from), this.#openSide(to)])
    const direction = directionOf(source, destination)
    refuseTwoServers(source, destination, from, to)
    const rules = rulesOf(request)
    const files = await this.#host.openRun()
    try {
      const world = this.#world(files)
      const [typedSource, typedDestination] = [source, destination].map(rootOf)
      let plan: Plan | null = null
      const opened = new Plan({
        made: {
          planId: files.runId,
          direction,
          source: this.#places.describe(from),
          destination: this.#places.describe(to),
          options: request.options,
          selection: request.selection,
          started: world.clock.now(),
        },
        open: (onEvent) =>
          new ReviewedSync(
            world,
            {
              source,
              destination,
              rules,
              workers,
              runId: files.runId,
              storePath: files.storePath,
              stateOfRun: files.stateOfRun,
              facts: {
                from: 'window',
                source: typedSource,
                destination: typedDestination,
                sourceConnection: from.connectionId,
                destinationConnection: to.connectionId,
                options: request.options,
                selection: request.selection,
              },
            },
            onEvent,
          ),
        takeAlone: () => {
          keepOthersOut((name) => files.takeAlone(name), source, destination, rules)
        },
        recovery: (signal) => recoveryOf(destination, signal),
        closeFiles: async (applied) => {
          if (applied) files.close()
          else await files.discard()
        },
        onChange: () => {
          if (plan !== null) this.#onChange(plan)
        },
      })
      plan = opened
      this.#plans.set(files.runId, opened)
      return opened
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
    const [source, destination] = [made.source, made.destination]
    const [from = [], to = []] = await Promise.all(
      [source, destination].map(({ connectionId }) => this.#connections.flags(connectionId)),
    )
    const isCopy = source.kind === 's3' && destination.kind === 's3'
    return equivalentCommand(
      {
        source: source.text,
        destination: destination.text,
        options: made.options,
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

const rulesOf = ({ options, selection }: PlanRequest): SyncRules => ({
  ...defaultRules,
  compare: options.compare,
  filters: options.filters,
  selection: selection === null ? null : [...selection],
  delete: options.deleteExtras,
  followLinks: options.followLinks,
  properties: options.properties,
})

/** A server copies from one of its buckets to another; bytes between two servers would have to go through here. */
function refuseTwoServers(source: Side, destination: Side, from: Located, to: Located): void {
  if (source.kind !== 's3' || destination.kind !== 's3' || from.connectionId === to.connectionId) return
  if (source.store.endpoint.label === destination.store.endpoint.label) return
  throw new SluiceError({
    code: 'usage',
    message: `${rootOf(source)} and ${rootOf(destination)} are on two servers, and neither can read the other.`,
    subject: `${source.store.endpoint.label}, ${destination.store.endpoint.label}`,
    advice: 'Sync the one to a folder of this computer, and that folder to the other.',
  })
}

async function recoveryOf(destination: Side, signal: AbortSignal): Promise<Recovery> {
  if (destination.kind === 'local') return 'local'
  try {
    return await destination.store.versioning(destination.bucket, signal)
  } catch {
    // Whoever can't be asked keeps nothing that could be promised.
    return 'unknown'
  }
}

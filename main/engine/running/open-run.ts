import type { AsidePlace } from '../../../shared/aside.ts'
import type { RunEvent } from '../../../shared/job.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { TransferSettings } from '../../../shared/transfer-settings.ts'
import type { OnlyKeys } from '../listing/only-keys.ts'
import { openAside } from '../aside/open-aside.ts'
import { ProtectedNames } from '../listing/protected-names.ts'
import { SafeFolders } from '../local/safe-folder.ts'
import { waitForDescriptors } from '../local/wait-for-descriptors.ts'
import { untilLetGo } from '../local/until-let-go.ts'
import type { GivenPlan } from '../plan-file/take-plan.ts'
import { checkOverlap } from '../planning/check-overlap.ts'
import { RunStore } from '../planning/run-store.ts'
import { directionOf, type Side, type Source } from '../side.ts'
import type { World } from '../world.ts'
import { Bandwidth } from './bandwidth.ts'
import { BufferPool } from './buffer-pool.ts'
import { EndedRuns, type RunRecord } from './ended-runs.ts'
import { ExpiredCredentials, type OnExpired } from './expired-credentials.ts'
import { MountGuard } from './mount-guard.ts'
import { MovingRows } from './moving-rows.ts'
import { Pace } from './pace.ts'
import { NetworkPatience } from './network-patience.ts'
import { PauseSwitch } from './pause-switch.ts'
import { ProgressMeter } from './progress-meter.ts'
import { renewingSides } from './renewing-store.ts'
import { createRetry } from './retry.ts'
import type { RunContext } from './run-context.ts'
import { defaultBudget, Slots } from './slots.ts'
import { RunTally } from './tally-run.ts'

export interface SyncJob {
  readonly source: Source
  readonly destination: Side
  readonly rules: SyncRules
  readonly transfer: TransferSettings
  readonly runId: string
  /**
   * What our journals know of a run of this name: the temp files of one that they know are no entries (D-24), and what
   * one that is over has left at the destination is removed.
   */
  readonly stateOfRun: (runId: string) => 'unknown' | 'running' | 'over'
  /** The records of earlier runs, the newest first; asked for when there is something large to go on with. */
  readonly pastRuns: () => Promise<readonly RunRecord[]>
  /** Path of the run store's file, which does not exist yet; `:memory:` for none. */
  readonly storePath: string
  /**
   * Path of a file in which digests of local files are kept between runs, for where contents are compared. It and its
   * folder need not exist. Absent, all are read each time.
   */
  readonly digestsPath?: string
  /** Where what the run replaces or deletes is put first; absent, it is lost, unless a bucket keeps versions. */
  readonly aside?: AsidePlace
  /** A plan that was made before: it is run as it is, by a `ReviewedSync`, and nothing is listed. */
  readonly given?: GivenPlan
  /** A person has said that its folders are right on the disks that they are on. */
  readonly allowChangedMount?: boolean
  /** Somebody watches a reviewed run, and can cancel it: a network that goes away in it is waited for. */
  readonly waitsForNetwork?: boolean
  /** Only these keys are planned, each looked at by itself; all that the sides have if absent. */
  readonly only?: OnlyKeys
  /** What the history shall know of the run besides its rows: how its sides were typed. No secrets. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/** How a run is watched and stopped. */
export interface Control {
  /** Aborts: begin nothing more, let what is in flight finish. */
  readonly finish: AbortSignal
  /** Aborts: stop what is in flight too. */
  readonly stop: AbortSignal
  /** Returns a promise where its reader is slower than the run: rows then wait for it. */
  onEvent(event: RunEvent): Promise<void> | undefined
  /**
   * Asked, once at a time, when credentials have expired and their source has no new ones. The run waits for the answer:
   * to go on makes every call that failed again; to stop, or where this is absent, ends the run with
   * `credentials-expired`. It is asked again as long as there are none that hold.
   */
  readonly onExpired?: OnExpired
}

/**
 * Opens the store of a run and what its steps share.
 * @param asReviewed its rows are what people have seen: each is held to both sides as they were then.
 * @throws SluiceError for sides that make no sense together.
 */
export function openRun(
  machine: World,
  job: SyncJob,
  control: Pick<Control, 'onEvent' | 'onExpired'>,
  tally = new RunTally(),
  asReviewed = false,
): RunContext {
  const { rules } = job
  const direction = directionOf(job.source, job.destination)
  checkOverlap(job.source, job.destination, rules)
  let folders: Promise<SafeFolders> | null = null
  const pause = new PauseSwitch()
  const network = new NetworkPatience(machine.clock)
  const pace = new Pace(job.transfer.maxConcurrentRequests)
  const goSlower = (): void => {
    tally.askedForLess++
    pace.askedForLess()
  }
  const budget = job.transfer.memoryBudget ?? defaultBudget
  let stopping = AbortSignal.any([])
  const fs = waitForDescriptors(machine.fs, machine.clock, goSlower, () => stopping)
  const world = { ...machine, fs }
  const expired = new ExpiredCredentials(pause, world.log, control.onExpired)
  const { source, destination } = renewingSides(job.source, job.destination, expired, {
    onRequest: (operation) => {
      tally.countRequest(operation)
    },
    onReply: () => {
      network.heard()
    },
  })
  const store = new RunStore(job.storePath, world.clock)
  store.setFact('started', world.clock.now())
  store.setFact('rules', rules)
  if (source.kind === 's3') store.setFact('sourceEndpoint', source.store.endpoint.label)
  if (destination.kind === 's3') store.setFact('destinationEndpoint', destination.store.endpoint.label)
  const asidePlace = job.aside ?? null
  const aside = openAside(world, asidePlace, { runId: job.runId, destination })
  tally.aside = aside
  tally.destination = destination
  if (asidePlace !== null) store.setFact('aside', asidePlace)
  if (source.kind === 'past') store.setFact('undoes', source.run.runId)
  for (const [name, value] of Object.entries(job.facts ?? {})) store.setFact(name, value)
  const stateOfRun = (runId: string): 'unknown' | 'running' | 'over' =>
    runId === job.runId ? 'running' : job.stateOfRun(runId)
  return {
    world,
    runId: job.runId,
    stateOfRun,
    endedRuns: new EndedRuns(job.pastRuns, stateOfRun, world.log),
    leftovers: [],
    direction,
    source,
    destination,
    rules,
    asReviewed,
    aside,
    asidePlace,
    digestsPath: job.digestsPath ?? null,
    only: job.only ?? null,
    multipart: job.transfer,
    bandwidth: new Bandwidth(world.clock, job.transfer.maxBandwidth),
    store,
    protectedNames: new ProtectedNames(),
    unreadNames: new ProtectedNames(),
    folders: () =>
      (folders ??= SafeFolders.below(world.fs, destination.kind === 'local' ? destination.root : '', (act) =>
        untilLetGo(world, act),
      )),
    mounts: new MountGuard({
      world,
      source,
      destination,
      rules,
      runId: job.runId,
      pastRuns: job.pastRuns,
      allowed: job.allowChangedMount === true,
    }),
    copyWay: { decided: null },
    network,
    retry: network.over(createRetry(world, { onThrottle: goSlower })),
    pace,
    slots: new Slots({
      pace,
      clock: world.clock,
      pause,
      budget,
    }),
    buffers: new BufferPool({ budget, from: job.transfer.multipartChunksize }),
    hashing: machine.createHashing(),
    pause,
    begin: (finish, stop) => {
      stopping = stop
      expired.begin(finish, stop)
    },
    moving: new MovingRows(),
    meter: new ProgressMeter(),
    tally,
    onEvent: (event) => control.onEvent(event),
  }
}

/** Gives back the memory and the thread that only a run needs. */
export function letGo({ buffers, hashing }: RunContext): void {
  buffers.letGo()
  hashing.close()
}

const progressEvery = 100

/** Says where the run stands ten times a second until it is told to stop; it says it once more then. */
export function sayProgress({ world, meter, moving, onEvent }: RunContext): () => void {
  const { clock } = world
  let cancel = (): void => undefined
  const say = (): void => {
    const now = clock.now()
    void onEvent({ kind: 'progress', progress: meter.read(now), moving: moving.read(now) })
  }
  const tick = (): void => {
    say()
    cancel = clock.after(progressEvery, tick)
  }
  tick()
  return () => {
    cancel()
    say()
  }
}

import type { Outcome, PlanRow, RowState } from '../../../shared/plan-row.ts'
import type { RunEvent } from '../../../shared/job.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import { keptOutcome } from '../planning/run-schema.ts'
import type { RunStore } from '../planning/run-store.ts'
import type { OnlyKeys } from '../listing/only-keys.ts'
import type { AsidePlace } from '../../../shared/aside.ts'
import type { Aside } from '../aside/open-aside.ts'
import type { ProtectedNames } from '../listing/protected-names.ts'
import type { SafeFolders } from '../local/safe-folder.ts'
import type { Direction, Side, Source } from '../side.ts'
import type { World } from '../world.ts'
import type { CopyWay } from './copy-way.ts'
import type { Hashing } from '../transfer/hashing.ts'
import type { Multipart } from '../transfer/part-size.ts'
import type { Bandwidth } from './bandwidth.ts'
import type { BufferPool } from './buffer-pool.ts'
import type { EndedRuns } from './ended-runs.ts'
import type { MountGuard } from './mount-guard.ts'
import type { MovingRows } from './moving-rows.ts'
import type { NetworkPatience } from './network-patience.ts'
import type { Pace } from './pace.ts'
import type { PauseSwitch } from './pause-switch.ts'
import type { ProgressMeter } from './progress-meter.ts'
import type { Retry } from './retry.ts'
import type { Slots } from './slots.ts'
import type { RunTally } from './tally-run.ts'

/** What the steps of one run share. */
export interface RunContext {
  readonly world: World
  readonly runId: string
  /** What our journals know of a run of this name: its temp files are ours (D-24). */
  readonly stateOfRun: (runId: string) => 'unknown' | 'running' | 'over'
  /** What they have left of large transfers. */
  readonly endedRuns: EndedRuns
  /** Temp files of ended runs of ours, found at the destination. */
  readonly leftovers: string[]
  readonly direction: Direction
  readonly source: Source
  readonly destination: Side
  readonly rules: SyncRules
  /** The rows were reviewed before they run: what has changed since is refused, a file to send too. */
  readonly asReviewed: boolean
  /** What is replaced or deleted is put there first; null where it is lost. */
  readonly aside: Aside | null
  readonly asidePlace: AsidePlace | null
  /** Of the file of digests, where one is kept. */
  readonly digestsPath: string | null
  /** Only these keys are planned, each looked at by itself; null for all that the sides have. */
  readonly only: OnlyKeys | null
  readonly multipart: Multipart
  readonly bandwidth: Bandwidth
  readonly store: RunStore
  readonly protectedNames: ProtectedNames
  /** Those of them that could not be read at the destination: what stands there is not known. */
  readonly unreadNames: ProtectedNames
  /** The destination's folders, its root made when first asked for; only where the destination is one. */
  readonly folders: () => Promise<SafeFolders>
  /** Whether its folders are on the disks that they were on. */
  readonly mounts: MountGuard
  /** How objects are copied, decided by the first of them. */
  readonly copyWay: { decided: Promise<CopyWay> | null }
  readonly retry: Retry
  readonly slots: Slots
  /** For the bodies that hold a slot. */
  readonly buffers: BufferPool
  readonly hashing: Hashing
  /** How many requests are in flight at once, and rows with them. */
  readonly pace: Pace
  readonly pause: PauseSwitch
  /** A part of the run begins, which these signals end: then nothing waits for credentials or descriptors any more. */
  readonly begin: (finish: AbortSignal, stop: AbortSignal) => void
  readonly moving: MovingRows
  /** Whether what is not reached is waited for. */
  readonly network: NetworkPatience
  readonly meter: ProgressMeter
  readonly tally: RunTally
  readonly onEvent: (event: RunEvent) => Promise<void> | undefined
}

/** Writes a row's end to the store, counts it, and says it. Await it, to go no faster than whoever listens. */
export function endRow(
  context: RunContext,
  row: PlanRow,
  state: RowState,
  outcome: Outcome | null,
): Promise<void> | undefined {
  const ended: PlanRow = { ...row, state, outcome: keptOutcome(row, outcome) }
  if (!context.rules.dryRun || state !== 'planned') context.store.finish(row, state, ended.outcome)
  context.tally.add(ended)
  return context.onEvent({ kind: 'row', row: ended })
}

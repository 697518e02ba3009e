import type { Place } from '../../../shared/bridge/places.ts'
import type { PlanOrigin, PlanStatus, Recovery, Task } from '../../../shared/bridge/plans.ts'
import type { SyncOptions } from '../../../shared/sync-options.ts'
import type { Control, ReviewedSync, Side, Source } from '../../engine/index.ts'
import type { RunQueue } from '../queue/run-queue.ts'

/** What a plan was made of; it does not change. */
export interface PlanMade {
  readonly planId: string
  readonly task: Task
  readonly direction: PlanStatus['direction']
  readonly source: Place
  readonly destination: Place
  readonly options: SyncOptions
  readonly selection: readonly string[] | null
  /** How many names are all that is planned; null for everything. */
  readonly only: number | null
  /** The ignore file that was read. */
  readonly ignore: PlanStatus['ignore']
  readonly started: number
  /** The file it was opened from; null for one that lists its sides. */
  readonly file: PlanOrigin | null
}

/** What a plan needs of the world around it. */
export interface PlanParts {
  readonly made: PlanMade
  readonly sides: { readonly source: Source; readonly destination: Side }
  /** @param control hears what planning and running say and ask. */
  readonly open: (control: Pick<Control, 'onEvent' | 'onExpired'>) => ReviewedSync
  /** Keeps other runs of the pair out. @returns lets them in again. @throws SluiceError `locked` */
  readonly takeAlone: () => () => void
  /**
   * Keeps it for the next start while it waits for its turn.
   * @param isWhole it was listed to its end, and nothing of it was done. @returns whether the next start offers it
   */
  readonly keep: (sync: ReviewedSync, isWhole: boolean) => boolean
  /** It waits no more. */
  readonly drop: () => void
  /** Whether what is deleted can be brought back. */
  readonly recovery: (signal: AbortSignal) => Promise<Recovery>
  /** Writes the plan as it stands to a file. */
  readonly save: (sync: ReviewedSync, path: string) => void
  /** Ends the run's files; those of a plan that was never applied are removed. */
  readonly closeFiles: (applied: boolean) => Promise<void>
  readonly onChange: () => void
  /** Where it waits for its turn to run. */
  readonly queue: RunQueue
  /** Whether it may run at all is looked at again when its turn comes. @throws SluiceError */
  readonly checkAgain: () => Promise<void>
  /** Bytes a second that its connection has as a limit of its own; null for none. */
  readonly ownBandwidth: number | null
}

import type { PlanStatus } from '../../shared/bridge/plans.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import type { Progress } from '../../shared/job.ts'

/**
 * How far a run is, 0 to 1: by bytes while there are any to come, else by transfers and deletes.
 *
 * | bytes to come | anything to do | share                    |
 * |---------------|----------------|--------------------------|
 * | yes           | –              | bytes done of all bytes  |
 * | no            | yes            | items ended of all items |
 * | no            | no             | 0                        |
 */
export function shareDone(progress: Progress | null): number {
  if (progress === null) return 0
  const { bytes, transfers, deletes } = progress
  if (bytes.done < bytes.total) return bytes.done / bytes.total
  const items = transfers.total + deletes.total
  const ended = transfers.done + transfers.failed + deletes.done + deletes.failed
  return items === 0 ? 0 : ended / items
}

const networkCodes: ReadonlySet<ErrorCode> = new Set(['unreachable', 'stalled'])

/**
 * Nothing moves, for the server is not reached: the next try, in milliseconds; null else. A row that is being tried again
 * just now is none that moves.
 */
export function networkWait({ phase, moving }: Pick<PlanStatus, 'phase' | 'moving'>): number | null {
  if (phase !== 'running') return null
  const waits = moving.flatMap(({ again }) =>
    again !== null && networkCodes.has(again.code) ? [again.in] : [],
  )
  const tries = moving.filter(({ again, attempt, rate }) => again === null && attempt > 1 && rate === 0)
  return waits.length > 0 && waits.length + tries.length === moving.length ? Math.min(...waits) : null
}

/** How far several runs are together, as a share of what there is to do: 0 to 1; null where nothing runs. */
export function shareOfAll(runs: readonly Pick<PlanStatus, 'progress'>[]): number | null {
  if (runs.length === 0) return null
  const bytes = runs.map(({ progress }) => progress?.bytes ?? { done: 0, total: 0 })
  const total = bytes.reduce((sum, { total: all }) => sum + all, 0)
  const done = bytes.reduce((sum, { done: gone }) => sum + gone, 0)
  if (done < total) return done / total
  return runs.reduce((sum, { progress }) => sum + shareDone(progress), 0) / runs.length
}

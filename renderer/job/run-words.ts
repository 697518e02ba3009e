import type { PlanStatus } from '../../shared/bridge/plans.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import { formatDuration } from '../../shared/formats.ts'
import type { Progress } from '../../shared/job.ts'
import { planSentence, resultSentence } from '../review/words.ts'
import { waitingWords } from './waiting-words.ts'

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

/** What there is to say about the time that is left. */
export function leftWords({
  phase,
  progress,
  expired,
  moving,
}: Pick<PlanStatus, 'phase' | 'progress' | 'expired' | 'moving'>): string {
  if (phase === 'paused' || expired !== null) return 'paused'
  if (phase === 'finishing') return 'finishing what is moving'
  if (phase === 'stopping') return 'stopping'
  const wait = networkWait({ phase, moving })
  if (wait !== null) return `server not reached, tries again in ${Math.max(1, Math.ceil(wait / 1000))} s`
  const seconds = progress?.secondsLeft
  if (seconds == null) return ''
  return seconds < 10 ? `${Math.ceil(seconds)} s left` : `${formatDuration(seconds * 1000)} left`
}

/** What is read aloud as a plan goes on: its beginnings and ends, and each quarter of a run, not every tick. */
export function milestoneWords(status: PlanStatus): string {
  if (status.report !== null) return resultSentence(status.report, status.direction)
  switch (status.phase) {
    case 'listing':
      return status.task === 'sync' || status.task === 'move'
        ? 'Listing both sides.'
        : 'Listing what is there.'
    case 'waiting':
      return `In the queue: ${waitingWords(status)}.`
    case 'running': {
      if (networkWait(status) !== null) return 'The server is not reached. It is tried again.'
      const quarter = Math.floor(shareDone(status.progress) * 4) * 25
      return quarter === 0 ? 'Applying the plan.' : `${quarter} % done.`
    }
    case 'paused':
      return 'Paused.'
    case 'finishing':
      return 'Cancelled: finishing what is moving.'
    case 'stopping':
      return 'Stopping.'
    case 'failed':
      return 'The plan could not be made.'
    case 'cancelled':
      return 'Planning was stopped.'
    default:
      return planSentence(status)
  }
}

import type { PlanStatus } from '../../shared/bridge/plans.ts'
import { formatDuration } from '../../shared/formats.ts'
import type { Progress } from '../../shared/job.ts'
import { planSentence, resultSentence } from '../review/words.ts'

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

/** What there is to say about the time that is left. */
export function leftWords({
  phase,
  progress,
  expired,
}: Pick<PlanStatus, 'phase' | 'progress' | 'expired'>): string {
  if (phase === 'paused' || expired !== null) return 'paused'
  if (phase === 'finishing') return 'finishing what is moving'
  if (phase === 'stopping') return 'stopping'
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
    case 'running': {
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

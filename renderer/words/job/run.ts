import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { formatDuration } from '../../../shared/formats.ts'
import { networkWait, shareDone } from '../../job/run-progress.ts'
import { planSentence } from '../review/plan.ts'
import { resultSentence } from '../review/result.ts'
import { waitingWords } from './waiting.ts'

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

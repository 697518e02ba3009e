import type { PlanStatus } from '../../shared/bridge/plans.ts'
import { isRunning, isUnderReview, isWaiting } from '../state/jobs.svelte.ts'

/**
 * Plans as a list of them has them: what runs, what waits in the order of its turns, what is under review, what has
 * ended; within each, the oldest first.
 */
export function orderJobs(jobs: readonly PlanStatus[]): readonly PlanStatus[] {
  const rank = (job: PlanStatus): number =>
    isRunning(job) ? 0 : isWaiting(job) ? 1 : isUnderReview(job) ? 2 : 3
  return jobs.toSorted(
    (one, other) => rank(one) - rank(other) || (one.waiting?.place ?? 0) - (other.waiting?.place ?? 0),
  )
}

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

/**
 * The plan that takes the place of one that has gone from a list: the next that is still there, else the one before.
 * Without one, the first.
 */
export function neighbour(
  before: readonly string[],
  gone: string | null,
  now: readonly string[],
): string | null {
  const at = before.indexOf(gone ?? '')
  const isThere = (id: string): boolean => now.includes(id)
  const near = at < 0 ? undefined : (before.slice(at).find(isThere) ?? before.slice(0, at).findLast(isThere))
  return near ?? now[0] ?? null
}

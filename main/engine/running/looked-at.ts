import { isDelete, type PlanRow } from '../../../shared/plan-row.ts'
import type { Side } from '../side.ts'

/**
 * Whether a row that is done was held to what the plan has seen by a look right before, and by no condition that the server
 * would have kept in the same moment. A server that is not Amazon's may ignore conditions, or fail them all.
 *
 * | destination         | written | deleted |
 * |---------------------|---------|---------|
 * | a bucket at Amazon  | no      | yes     |
 * | a bucket elsewhere  | yes     | yes     |
 * | a folder            | no: it is nobody's server                |
 */
export function wasLookedAt({ action, outcome }: PlanRow, destination: Side): boolean {
  if (destination.kind !== 's3' || outcome?.untouched === true) return false
  return isDelete(action) || action === 'move' || !destination.store.endpoint.aws
}

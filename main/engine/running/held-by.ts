import { isDelete, type HeldBy, type PlanRow } from '../../../shared/plan-row.ts'
import type { Side } from '../side.ts'

/**
 * By what a row that is done was held to what the plan has seen: null for a condition that the server is known to keep.
 *
 * | destination         | row                                    | held by                                  |
 * |---------------------|----------------------------------------|------------------------------------------|
 * | a bucket            | deleted, moved                         | a look                                   |
 * | a bucket at Amazon  | written                                | the condition                            |
 * | a bucket elsewhere  | uploaded, copied                       | what its outcome says, or the condition  |
 * | a bucket elsewhere  | written in any other way               | what its outcome says, or a look         |
 * | a folder            | any                                    | the disk: it is nobody's server          |
 */
export function heldBy({ action, outcome }: PlanRow, destination: Side): HeldBy | null {
  if (destination.kind !== 's3' || outcome?.untouched === true) return null
  if (isDelete(action) || action === 'move') return 'look'
  if (destination.store.endpoint.aws) return null
  return outcome?.heldBy ?? (action === 'upload' || action === 'copy' ? null : 'look')
}

import type { ListingProblem } from '../../../shared/job.ts'
import type { Entry } from '../listing/entry.ts'
import type { Direction } from '../side.ts'

/** In an archive class and not restored (GLC-1, GLC-7 under D-14). GLACIER_IR reads at once, so it is not one. */
export function isArchived(entry: Entry): boolean {
  return (
    (entry.storageClass === 'GLACIER' || entry.storageClass === 'DEEP_ARCHIVE') && entry.restored !== true
  )
}

/** The warning of GLC-1, which says GLACIER for both classes. */
export function archivedProblem(direction: Direction, key: string, address: string): ListingProblem {
  return {
    side: 'source',
    key,
    path: address,
    kind: 'archived',
    message:
      `Object is of storage class GLACIER. Unable to perform ${direction} operations on GLACIER objects. ` +
      'You must restore the object to be able to perform the operation.',
  }
}

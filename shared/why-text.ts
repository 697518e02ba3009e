import { formatBytes } from './formats.ts'
import type { PlanRow, Reason } from './plan-row.ts'

/**
 * Why a row is there, in words: the reason with what was seen. The rule or filter that decided is in `decidedBy`.
 */
export function whyText({
  reason,
  source,
  destination,
  decidedBy,
}: Pick<PlanRow, 'reason' | 'source' | 'destination'> & Partial<Pick<PlanRow, 'decidedBy'>>): string {
  if (reason === 'size-differs' && source && destination) {
    return `size differs: source ${formatBytes(source.size)}, destination ${formatBytes(destination.size)}`
  }
  if (reason === 'properties-differ' && decidedBy !== undefined) return decidedBy
  return reasonWords[reason]
}

const reasonWords: Readonly<Record<Reason, string>> = {
  renamed: 'the same content is there under an old name',
  'only-source': 'the destination does not have it',
  'size-differs': 'sizes differ',
  'source-newer': 'same size, but the source is newer',
  'dest-newer': 'same size, but the destination is newer',
  'content-differs': 'contents differ',
  'properties-differ': 'properties differ',
  'properties-unknown': 'the same, but its properties could not be looked at',
  unverified: 'the same size, but their contents could not be compared',
  unreadable: 'the file at the destination can not be read, and counts as not there',
  'only-dest': 'the source does not have it',
  same: 'the same on both sides',
  excluded: 'excluded by a filter',
  unknown: 'something at or above it could not be read, so it may still be in the source',
  'unsafe-name': 'its name is no plain path below the destination',
  archived: 'archived: it must be restored before it can be read',
  conflict: 'another key needs a folder of its name',
  chosen: 'you chose it',
  moved: 'copied to the other side, verified, and unchanged since',
  'not-copied': 'the move did not copy it, or could not verify it, so it stays',
  'changed-since': 'it has changed since it was copied, so it stays',
  'written-since': 'somebody has written or deleted it since that run, so it stays as it is',
  overwritten: 'that run replaced it: what was there before comes back',
  deleted: 'that run deleted it: it comes back',
  created: 'that run made it: there was nothing before',
  'not-kept': 'what was there before is not kept, so nothing can be put back',
}

import { isDelete, type PlanRow, type Seen } from '../../../shared/plan-row.ts'
import type { Undoing } from './decide-undo.ts'

/** What is known of a key while an undo is planned. */
export interface FoundNow {
  /** What is there; null for nothing. */
  readonly now: Seen | null
  /** What was put aside of it is there still. */
  readonly isKept: boolean
}

/**
 * What must be done to one key so that it is as it was before a run that has put aside what it replaced and deleted. What
 * the run has left must be there still: its file by size, time and identity, its object by ETag and size.
 *
 * | the run             | now                        | put aside, and there still | undoing            |
 * |---------------------|----------------------------|----------------------------|--------------------|
 * | it was so already   | any                        | –                          | same               |
 * | deleted a folder    | nothing                    | –                          | restore: made again|
 * | deleted             | nothing                    | yes                        | restore            |
 * | deleted             | nothing                    | no                         | not-kept           |
 * | deleted, wrote over | as the run's plan saw it   | –                          | same               |
 * | deleted, wrote      | anything else              | –                          | written-since      |
 * | wrote over          | what it wrote              | yes                        | restore            |
 * | wrote over          | what it wrote              | no                         | not-kept           |
 * | wrote anew          | what it wrote              | –                          | delete             |
 * | wrote anew          | nothing                    | –                          | same               |
 */
export function decideFromAside(row: PlanRow, { now, isKept }: FoundNow, kind: 'local' | 's3'): Undoing {
  const { outcome, destination, action } = row
  const deleted = isDelete(action)
  if (outcome?.untouched === true) return { kind: 'same' }
  if (deleted && row.key.endsWith('/') && kind === 'local')
    return now === null
      ? restore('deleted', { size: 0, modified: destination?.modified ?? 0 }, null, null)
      : { kind: 'same' }
  const before = outcome?.aside ?? destination
  const isOwn = deleted ? now === null : now !== null && isWhatItWrote(now, row)
  if (!isOwn) {
    const isAsBefore = before === null ? now === null : now !== null && isSame(now, destination ?? before)
    return isAsBefore ? { kind: 'same' } : { kind: 'refused', reason: 'written-since' }
  }
  if (before === null)
    return {
      kind: 'undo',
      action: kind === 's3' ? 'delete-remote' : 'delete-local',
      reason: 'created',
      source: null,
      destination: now,
      by: { how: 'aside', kept: null },
    }
  const kept = outcome?.aside
  if (kept === undefined || !isKept) return { kind: 'refused', reason: 'not-kept' }
  const { size, modified } = destination ?? kept
  const source = { size, modified, ...(kept.kind === 'object' ? { ...destination, etag: kept.etag } : {}) }
  return restore(deleted ? 'deleted' : 'overwritten', source, now, kept)
}

function restore(
  reason: 'deleted' | 'overwritten',
  source: Seen,
  destination: Seen | null,
  kept: NonNullable<PlanRow['outcome']>['aside'] | null,
): Undoing {
  const by = { how: 'aside', kept: kept ?? null } as const
  return { kind: 'undo', action: 'restore', reason, source, destination, by }
}

function isWhatItWrote(now: Seen, { outcome, source }: PlanRow): boolean {
  const written = outcome?.written
  if (written !== undefined)
    // Not by its disk's number: those of btrfs, LVM and network disks are others after a restart.
    return isSame(now, written) && now.file?.ino === written.file?.ino
  return now.etag !== undefined && now.etag === outcome?.etag && now.size === source?.size
}

/** By ETag where there is one, else by time. */
const isSame = (now: Seen, before: Pick<Seen, 'size' | 'modified' | 'etag'>): boolean =>
  now.size === before.size &&
  (now.etag === undefined || before.etag === undefined
    ? now.modified === before.modified
    : now.etag === before.etag)

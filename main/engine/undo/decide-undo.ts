import type { PlanRow, Reason, Seen, UndoneBy, UndoneByVersion } from '../../../shared/plan-row.ts'
import { nullVersion, type ListedVersion } from '../s3/versions-page.ts'

/** What undoing one row comes to. */
export type Undoing<By extends UndoneBy = UndoneBy> =
  | {
      readonly kind: 'undo'
      readonly action: 'restore' | 'delete-remote' | 'delete-local'
      readonly reason: Reason
      readonly source: Seen | null
      readonly destination: Seen | null
      readonly by: By
    }
  /** It is as it was before that run, or that run did nothing to it. */
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly reason: 'written-since' | 'not-kept' }

type ByVersion = Undoing<UndoneByVersion>

/**
 * What must be done to one key so that it is as it was before a run. The run's own version, or delete marker, must be the
 * current one; what lies below it is what was there.
 *
 * | the run        | it recorded       | current        | below                            | undoing                 |
 * |----------------|-------------------|----------------|----------------------------------|-------------------------|
 * | any            | no version of it  | any            | any                              | not-kept                |
 * | any            | its version       | another        | –                                | written-since           |
 * | any            | its version       | another, which is as the run's plan saw it before | – | same                    |
 * | any            | it was so already | any            | –                                | same                    |
 * | deleted        | its marker        | that           | an object as the plan saw it     | restore: uncover        |
 * | deleted        | its marker        | that           | anything else                    | not-kept                |
 * | wrote          | its version       | that           | the version it replaced          | restore: copy           |
 * | wrote          | its version       | that           | not what the plan saw there      | not-kept                |
 * | wrote, anew    | its version       | that           | nothing, or a marker             | delete-remote           |
 * | uncovered      | that version      | that           | any                              | delete-remote           |
 *
 * @param versions of the key, the newest first
 */
export function decideUndo(row: PlanRow, versions: readonly ListedVersion[]): ByVersion {
  const { outcome } = row
  const deleted = row.action === 'delete-remote'
  if (outcome?.untouched === true) return { kind: 'same' }
  const uncovered = outcome?.undo?.how === 'uncover'
  const own = deleted ? outcome?.deleteMarker : (outcome?.versionId ?? versionCopied(row, versions))
  if (own === undefined || (own === nullVersion && !uncovered)) return notKept
  const [top, ...below] = versions
  if (top?.versionId !== own) return isAsBefore(row, top) ? { kind: 'same' } : writtenSince
  if (uncovered) return removeOwn(top)
  return deleted ? uncover(row, top, below[0]) : putBack(row, top, below)
}

/** Of a copy not every server says which version it is: it is the only one with its ETag, if there is only one. */
function versionCopied({ action, outcome }: PlanRow, versions: readonly ListedVersion[]): string | undefined {
  if ((action !== 'copy' && action !== 'update-properties') || outcome?.etag === undefined) return undefined
  const [found, ...others] = versions.filter(({ object }) => object?.etag === outcome.etag)
  return others.length === 0 ? found?.versionId : undefined
}

const notKept = { kind: 'refused', reason: 'not-kept' } as const
const writtenSince = { kind: 'refused', reason: 'written-since' } as const

/** Whether a key is as the run's plan saw it. A copy of everything has looked at nothing. */
function isAsBefore(row: PlanRow, current: ListedVersion | undefined): boolean {
  if (row.outcome?.undo?.how === 'uncover') return isNothing(current)
  if (row.destination !== null) return isSeen(current, row.destination)
  return !isBlind(row) && isNothing(current)
}

const isNothing = (version: ListedVersion | undefined): boolean =>
  version === undefined || version.object === null

const isSeen = (version: ListedVersion | undefined, seen: Seen): boolean =>
  version?.object?.etag === seen.etag && version?.object?.size === seen.size

/** `cp` writes without having looked. */
const isBlind = ({ decidedBy }: PlanRow): boolean => decidedBy === 'cp'

function uncover(row: PlanRow, marker: ListedVersion, below: ListedVersion | undefined): ByVersion {
  if (row.destination === null || below === undefined || !isSeen(below, row.destination)) return notKept
  return {
    kind: 'undo',
    action: 'restore',
    reason: 'deleted',
    source: seenOf(below),
    destination: null,
    by: { current: marker.versionId, version: below.versionId, how: 'uncover' },
  }
}

function putBack(row: PlanRow, own: ListedVersion, below: readonly ListedVersion[]): ByVersion {
  const { destination, outcome } = row
  const replaced = outcome?.replaced
  // A PUT whose reply was lost was made again: what has the same bytes and was not there before is of this run too.
  const isOwn = (version: ListedVersion): boolean =>
    !isBlind(row) && destination?.etag !== own.object?.etag && version.object?.etag === own.object?.etag
  const before =
    replaced === undefined
      ? below.find((version) => !isOwn(version))
      : below.find(({ versionId }) => versionId === replaced)
  if (destination !== null && (before === undefined || !isSeen(before, destination))) return notKept
  if (replaced !== undefined && before === undefined) return notKept
  if (before === undefined || before.object === null) return removeOwn(own)
  return {
    kind: 'undo',
    action: 'restore',
    reason: 'overwritten',
    source: seenOf(before),
    destination: seenOf(own),
    by: { current: own.versionId, version: before.versionId, how: 'copy' },
  }
}

const removeOwn = (own: ListedVersion): ByVersion => ({
  kind: 'undo',
  action: 'delete-remote',
  reason: 'created',
  source: null,
  destination: seenOf(own),
  by: { current: own.versionId, version: null, how: 'remove' },
})

function seenOf({ modified, object }: ListedVersion): Seen | null {
  if (object === null) return null
  const { size, etag, storageClass } = object
  return { size, modified, etag, ...(storageClass === undefined ? {} : { storageClass }) }
}

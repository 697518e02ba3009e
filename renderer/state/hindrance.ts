import type { Place } from '../../shared/bridge/places.ts'

/** What one plan is made of, but for the options. */
export interface Job {
  readonly source: Place
  readonly destination: Place
  readonly selection: readonly string[] | null
}

/** Why nothing can be planned between two places, in words; null where it can. */
export function hindranceBetween(source: Place | null, destination: Place | null): string | null {
  if (source === null || destination === null) return 'Open a folder or a bucket on each side first.'
  if (source.kind === 'buckets') return 'Open a bucket to copy from first.'
  if (destination.kind === 'buckets') return 'Open a bucket to copy into first.'
  if (source.token === destination.token) return 'Both sides are the same place.'
  return null
}

import type { Place } from '../../shared/bridge/places.ts'
import { hindrance } from '../words/panes/acts.ts'

/** What one plan is made of, but for the options. */
export interface Job {
  readonly source: Place
  readonly destination: Place
  readonly selection: readonly string[] | null
}

/** Why nothing can be planned between two places, in words; null where it can. */
export function hindranceBetween(source: Place | null, destination: Place | null): string | null {
  if (source === null || destination === null) return hindrance.noPlace
  if (source.kind === 'buckets') return hindrance.fromBuckets
  if (destination.kind === 'buckets') return hindrance.intoBuckets
  if (source.token === destination.token) return hindrance.samePlace
  return null
}

import type { SyncRules } from '../../../shared/sync-rules.ts'
import { judged, objectOf } from '../contents/compare-contents.ts'
import { headListed } from '../contents/object-parts.ts'
import type { KeyFilter } from '../listing/filters.ts'
import { comparePair } from '../planning/compare-pair.ts'
import type { EqualPair } from '../planning/contents-in-order.ts'
import type { Pair } from '../planning/merge-join.ts'
import type { PropertyVerdict } from '../planning/property-verdict.ts'
import type { Retry } from '../running/retry.ts'
import type { Slots } from '../running/slots.ts'
import { sourceName, type Direction, type Side, type Source } from '../side.ts'
import { propertyChanges, wantedOfCopy, wantedOfUpload } from './property-changes.ts'

/**
 * Which pairs are asked for their properties: those that are the same by whatever else is compared, and that go to a
 * bucket. Where nothing may be overwritten, nothing is asked.
 */
export const hasComparedProperties =
  (
    rules: Pick<SyncRules, 'compare' | 'compareProperties' | 'copyAll'>,
    direction: Direction,
    filters: Readonly<Record<'source' | 'destination', KeyFilter>>,
  ) =>
  (pair: Pair): pair is EqualPair => {
    const { key, source, destination, contents } = pair
    return (
      rules.compareProperties &&
      !rules.copyAll &&
      rules.compare !== 'no-overwrite' &&
      direction !== 'download' &&
      source !== null &&
      destination !== null &&
      filters.source.includes(key) &&
      filters.destination.includes(key) &&
      comparePair(rules.compare, direction, source, destination, contents) === null
    )
  }

/**
 * Compares the properties that an object has with those that a sync would give it: a HEAD of it, and of a copy's source
 * one more. What keeps it from being asked is its verdict, as with contents; credentials end the run.
 */
export function comparingProperties(
  sides: {
    readonly source: Source
    readonly destination: Side
    readonly slots: Slots
    readonly retry: Retry
  },
  { properties }: Pick<SyncRules, 'properties'>,
): (pair: EqualPair, signal: AbortSignal) => Promise<PropertyVerdict> {
  const { source, destination, slots, retry } = sides
  return async (pair, signal) => {
    if (destination.kind !== 's3') return { kind: 'same' }
    const object = objectOf(destination, pair.key, pair.destination)
    const name = sourceName(source, pair.key)
    return judged<PropertyVerdict>(
      slots,
      async () => {
        const [head, from] = await Promise.all([
          headListed(object, {}, retry, signal),
          source.kind === 's3' ? headListed(objectOf(source, name, pair.source), {}, retry, signal) : null,
        ])
        const wanted = from === null ? wantedOfUpload(properties, name) : wantedOfCopy(properties, from)
        const changes = propertyChanges(wanted, head)
        return changes.length === 0 ? { kind: 'same' } : { kind: 'differ', changes }
      },
      signal,
    )
  }
}

import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { KeyFilter } from '../listing/filters.ts'
import type { ProtectedNames } from '../listing/protected-names.ts'
import { askInOrder } from './ask-in-order.ts'
import type { ContentVerdict } from './compare-pair.ts'
import type { Pair } from './merge-join.ts'

/** A pair whose contents are to be compared: both sides have it, with as many bytes. */
export type EqualPair = Pair & { readonly [side in 'source' | 'destination']: NonNullable<Pair[side]> }

/** Compares the contents of a pair. It bounds by itself how many it does at once. */
export type CompareContents = (pair: EqualPair, signal: AbortSignal) => Promise<ContentVerdict>

/**
 * Which pairs are looked into:
 *
 * | compare, copyAll | on both sides, and included | destination readable | sizes  | looked into |
 * |------------------|-----------------------------|----------------------|--------|-------------|
 * | content, no      | yes                         | yes                  | equal  | yes         |
 * | content, no      | yes                         | yes                  | differ | no: settled |
 * | content, no      | yes                         | no                   | any    | no (SKP-4)  |
 * | any other        | any                         | any                  | any    | no          |
 */
export function isLookedInto(
  pair: Pair,
  rules: Pick<SyncRules, 'compare' | 'copyAll'>,
  filters: Readonly<Record<'source' | 'destination', KeyFilter>>,
  unreadNames: ProtectedNames,
): pair is EqualPair {
  const { key, source, destination } = pair
  return (
    rules.compare === 'content' &&
    !rules.copyAll &&
    source !== null &&
    destination?.size === source.size &&
    filters.source.includes(key) &&
    filters.destination.includes(key) &&
    !unreadNames.covers(key)
  )
}

/** Hands pairs on in their order, with what came of comparing their contents. @throws as `askInOrder` */
export const withContents = (
  batches: AsyncIterable<readonly Pair[]>,
  isAsked: (pair: Pair) => pair is EqualPair,
  compare: CompareContents,
  signal: AbortSignal,
): AsyncGenerator<readonly Pair[], void, undefined> =>
  askInOrder(
    batches,
    isAsked,
    async (pair, either) => ({ ...pair, contents: await compare(pair, either) }),
    signal,
  )

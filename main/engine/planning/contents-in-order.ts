import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { KeyFilter } from '../listing/filters.ts'
import type { ProtectedNames } from '../listing/protected-names.ts'
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

/** A pair that is waited for; `contents` is there when it has been. */
interface Waiting {
  contents?: ContentVerdict
  readonly done: Promise<void>
}

/**
 * Hands pairs on in their order, with what came of comparing their contents. All that a batch has to compare is begun
 * at once, and what is ready goes on before the next one has to be waited for: no more than a batch is ever held.
 *
 * @throws the signal's reason, and whatever `compare` throws; nothing that was begun goes on then.
 */
export async function* withContents(
  batches: AsyncIterable<readonly Pair[]>,
  isAsked: (pair: Pair) => pair is EqualPair,
  compare: CompareContents,
  signal: AbortSignal,
): AsyncGenerator<readonly Pair[], void, undefined> {
  for await (const batch of batches) {
    if (!batch.some(isAsked)) {
      yield batch
      continue
    }
    const left = new AbortController()
    const either = AbortSignal.any([signal, left.signal])
    const waiting = batch.map((pair) => (isAsked(pair) ? begin(compare(pair, either)) : null))
    try {
      let ready: Pair[] = []
      for (const [i, pair] of batch.entries()) {
        const wait = waiting[i] ?? null
        if (wait === null) {
          ready.push(pair)
          continue
        }
        if (wait.contents === undefined && ready.length > 0) {
          yield ready
          ready = []
        }
        await wait.done
        ready.push(wait.contents === undefined ? pair : { ...pair, contents: wait.contents })
      }
      if (ready.length > 0) yield ready
    } finally {
      left.abort(new Error('No longer wanted.'))
      await Promise.allSettled(waiting.filter((wait) => wait !== null).map(({ done }) => done))
    }
  }
}

function begin(comparison: Promise<ContentVerdict>): Waiting {
  const wait: Waiting = {
    done: comparison.then((contents) => {
      wait.contents = contents
    }),
  }
  // Met when it is awaited, in its turn; until then it must not count as unhandled.
  wait.done.catch(() => undefined)
  return wait
}

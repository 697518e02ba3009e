import type { ListingProblem, Tally } from '../../../shared/job.ts'
import { checkAside } from '../aside/check-aside.ts'
import { comparingContents } from '../contents/compare-contents.ts'
import { DigestCache } from '../contents/digest-cache.ts'
import { openListings, type Listings } from '../listing/open-listings.ts'
import { isLookedInto, withContents, type EqualPair } from '../planning/contents-in-order.ts'
import { makePlan, type MadePlan } from '../planning/make-plan.ts'
import { mergeJoin, type Pair } from '../planning/merge-join.ts'
import { planUndo } from '../undo/plan-undo.ts'
import { afterFirstPage, checkKeys } from './check-keys.ts'
import { Pace } from './pace.ts'
import type { RunContext } from './run-context.ts'
import { Slots } from './slots.ts'

/** Pairs whose contents are looked into at once. */
const mostCompared = 16

/**
 * Lists both sides and fills the run's store.
 *
 * @param onRows called after rows were added, with the transfers among them.
 * @param purpose whether people see the plan before it is run, beside all that the destination has.
 * @throws SluiceError as `checkAside`; the signal's reason when it aborts.
 */
export async function planRun(
  context: RunContext,
  onRows: (transfers: Tally) => void,
  signal: AbortSignal,
  purpose: 'run' | 'review' = 'run',
): Promise<MadePlan> {
  const { world, meter, rules, store, tally, source, destination, digestsPath, asidePlace } = context
  if (asidePlace !== null) await checkAside(world, asidePlace, context)
  if (source.kind === 'past') return planUndo(context, source, onRows, signal)
  const onProblem = (problem: ListingProblem): void => {
    if (problem.kind !== 'case-conflict') tally.warnings++
    void context.onEvent({ kind: 'problem', problem })
  }
  await checkKeys(context.retry, source, destination, signal)
  const listings = keysFirst(context, openListings(context, onProblem, signal, purpose))
  const digests =
    rules.compare === 'content' && digestsPath !== null
      ? new DigestCache(digestsPath, world.clock, world.log)
      : null
  try {
    return await makePlan(
      {
        ...listings,
        direction: context.direction,
        removal: source.kind === 'nothing' ? source : null,
        rules,
        pairs: pairsOf(context, listings, digests, signal),
        protectedNames: context.protectedNames,
        unreadNames: context.unreadNames,
        store,
        onProblem,
        onRows: (transfers) => {
          meter.transfers.total += transfers.count
          meter.bytes.total += transfers.bytes
          onRows(transfers)
        },
      },
      signal,
    )
  } finally {
    digests?.close()
  }
}

/** The pairs of two listings, their contents compared where the rules want it. */
function pairsOf(
  context: RunContext,
  { source, destination, filters }: Listings,
  digests: DigestCache | null,
  signal: AbortSignal,
): AsyncIterable<readonly Pair[]> {
  const { rules, unreadNames } = context
  const pairs = mergeJoin(source, destination)
  if (rules.compare !== 'content') return pairs
  // Places of their own: what files take to read says nothing of the pace of requests.
  const slots = new Slots({ pace: new Pace(mostCompared), clock: context.world.clock, pause: context.pause })
  const isAsked = (pair: Pair): pair is EqualPair => isLookedInto(pair, rules, filters, unreadNames)
  return withContents(pairs, isAsked, comparingContents({ ...context, slots, digests }), signal)
}

/** A folder is read once the first page of the bucket has come. */
function keysFirst({ direction, source, rules }: RunContext, listings: Listings): Listings {
  if (source.kind === 'nothing' || direction === 'copy' || rules.copyAll) return listings
  if (direction === 'download') {
    const [bucket, folder] = afterFirstPage(listings.source, listings.destination)
    return { ...listings, source: bucket, destination: folder }
  }
  const [bucket, folder] = afterFirstPage(listings.destination, listings.source)
  return { ...listings, source: folder, destination: bucket }
}

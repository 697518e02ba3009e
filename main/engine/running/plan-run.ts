import type { ListingProblem, Tally } from '../../../shared/job.ts'
import { openListings, type Listings } from '../listing/open-listings.ts'
import { makePlan, type MadePlan } from '../planning/make-plan.ts'
import { mergeJoin } from '../planning/merge-join.ts'
import { afterFirstPage, checkKeys } from './check-keys.ts'
import type { RunContext } from './run-context.ts'

/**
 * Lists both sides and fills the run's store.
 *
 * @param onRows called after rows were added, with the transfers among them.
 * @param purpose whether people see the plan before it is run, beside all that the destination has.
 * @throws the signal's reason when it aborts.
 */
export async function planRun(
  context: RunContext,
  onRows: (transfers: Tally) => void,
  signal: AbortSignal,
  purpose: 'run' | 'review' = 'run',
): Promise<MadePlan> {
  const { meter, rules, store, tally, source, destination } = context
  const onProblem = (problem: ListingProblem): void => {
    if (problem.kind !== 'case-conflict') tally.warnings++
    void context.onEvent({ kind: 'problem', problem })
  }
  await checkKeys(context.retry, source, destination, signal)
  const listings = keysFirst(context, openListings(context, onProblem, signal, purpose))
  return makePlan(
    {
      ...listings,
      direction: context.direction,
      removal: source.kind === 'nothing' ? source : null,
      rules,
      pairs: mergeJoin(listings.source, listings.destination),
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

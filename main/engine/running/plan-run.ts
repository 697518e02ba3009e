import type { ListingProblem, Tally } from '../../../shared/job.ts'
import { openListings } from '../listing/open-listings.ts'
import { makePlan, type MadePlan } from '../planning/make-plan.ts'
import { mergeJoin } from '../planning/merge-join.ts'
import type { RunContext } from './run-context.ts'

/**
 * Lists both sides and fills the run's store.
 *
 * @param onRows called after rows were added, with the transfers among them.
 * @throws the signal's reason when it aborts.
 */
export function planRun(
  context: RunContext,
  onRows: (transfers: Tally) => void,
  signal: AbortSignal,
): Promise<MadePlan> {
  const { meter, rules, store, tally } = context
  const onProblem = (problem: ListingProblem): void => {
    if (problem.kind !== 'case-conflict') tally.warnings++
    void context.onEvent({ kind: 'problem', problem })
  }
  const listings = openListings(context, onProblem, signal)
  return makePlan(
    {
      ...listings,
      direction: context.direction,
      removal: context.source.kind === 'nothing' ? context.source : null,
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

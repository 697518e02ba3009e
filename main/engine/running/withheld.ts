import type { PlanSummary } from '../../../shared/job.ts'
import type { RunContext } from './run-context.ts'

/**
 * Whether the run's deletes are withheld, as far as it is known when it is asked. What is known once stays so.
 *
 * | the plan                                      | its transfers                          | withheld |
 * |-----------------------------------------------|----------------------------------------|----------|
 * | is not whole, or a guard holds                | any                                    | yes      |
 * | has one that has failed before the run began  | any                                    | yes      |
 * | any other, or it is being made still          | one has failed, or was refused, by now | yes      |
 * | any other, or it is being made still          | none has                               | no       |
 *
 * What the planning of an undo refuses keeps nothing back. @param summary null while the plan is being made
 */
export function deletesWithheld(
  { store, tally }: Pick<RunContext, 'store' | 'tally'>,
  summary: PlanSummary | null,
): () => boolean {
  const byPlan =
    summary !== null &&
    (!summary.complete || summary.withheld !== null || store.planned('transfer', 'failed').count > 0)
  return () => byPlan || tally.failed + tally.refused - tally.refusedByPlan > 0
}

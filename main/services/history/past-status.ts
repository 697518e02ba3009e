import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import type { RunReport } from '../../../shared/job.ts'
import type { PastRun } from '../../engine/index.ts'
import type { PlanMade } from '../plans/plan-parts.ts'

/** A run of the history as a plan that can only be looked at. */
export function statusOfPast(made: PlanMade, past: PastRun): PlanStatus {
  const { totals } = past.review
  const report = (past.fact('report') as RunReport | undefined) ?? null
  const summary = report?.summary ?? (past.fact('summary') as RunReport['summary'] | undefined)
  return {
    ...made,
    selection: made.selection === null ? null : [...made.selection],
    serial: 0,
    phase: 'ended',
    listed: summary?.listed ?? { source: 0, destination: 0 },
    totals: totals.categories(),
    same: summary?.same ?? 0,
    excluded: summary?.excluded ?? { count: 0, bytes: 0 },
    states: totals.states(),
    retryable: 0,
    problemCount: summary?.problems ?? 0,
    problems: [],
    withheld: summary?.withheld ?? null,
    error: null,
    expired: null,
    waiting: null,
    recovery: 'unknown',
    digest: '',
    revision: totals.revision,
    progress: null,
    moving: [],
    report,
    past: true,
  }
}

import type { PlanRow } from '../../shared/plan-row.ts'

/** Nothing is deleted there, for this reason. */
export const keptReasons: ReadonlySet<PlanRow['reason']> = new Set([
  'unknown',
  'not-copied',
  'changed-since',
  'written-since',
  'not-kept',
])

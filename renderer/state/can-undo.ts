import type { PlanStatus } from '../../shared/bridge/plans.ts'

/** Something was done where versions may be kept, or what was there was put aside. */
export function canUndo({ phase, report, destination, recovery }: PlanStatus): boolean {
  if (phase !== 'ended' || report === null || report.dryRun) return false
  if (report.transferred.count + report.deleted.count === 0) return false
  if (report.aside !== undefined) return true
  return destination.kind === 's3' && (recovery === 'kept' || recovery === 'unknown')
}

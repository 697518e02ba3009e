import { formatCount, formatCounted } from '../../../shared/formats.ts'
import type { RunReport } from '../../../shared/job.ts'

/** What a run has put aside, where, and how it comes back: a line, or none. */
export function asideLines({ aside, runId }: Pick<RunReport, 'aside' | 'runId'>): string[] {
  if (aside === undefined || aside.count === 0) return []
  const { count, where, requests = 0 } = aside
  const cost = requests === 0 ? '' : ` (${formatCounted(requests, 'request')})`
  return [
    `${formatCount(count)} of what was there put aside in ${where}${cost}. Back with: sluice undo ${runId}`,
  ]
}

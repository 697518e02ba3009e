import type { HistoryEntry } from '../../../shared/bridge/plans.ts'
import { resultSentence } from '../review/result.ts'

/** How a past run ended, in a sentence. A run without a report was killed, or is still going on elsewhere. */
export function outcomeWords(run: HistoryEntry): string {
  if (run.report === null) return 'It did not come to its end here: it was killed, or another window has it.'
  const dry = run.report.dryRun ? 'Dry run. ' : ''
  return `${dry}${resultSentence(run.report, run.direction)}`
}

import { costText, raceText } from '../../../shared/cost-text.ts'
import { formatCount } from '../../../shared/formats.ts'
import type { RunReport, Tally } from '../../../shared/job.ts'
import type { RowState } from '../../../shared/plan-row.ts'
import { stateWords } from './state-words.ts'
import { timeText } from './seen-text.ts'
import { summaryText } from './summary-text.ts'

/** A past run in a few lines. */
export function aboutRun(
  run: {
    readonly runId: string
    readonly started: number
    readonly source: string
    readonly destination: string
    readonly report: RunReport | null
  },
  states: Readonly<Record<RowState, Tally>>,
): string[] {
  const rows = Object.entries(states).flatMap(([state, { count }]) =>
    count === 0 ? [] : [`${formatCount(count)} ${stateWords[state as RowState]}`],
  )
  const cost = run.report === null ? null : costText(run.report)
  const race = run.report === null ? null : raceText(run.report)
  return [
    `run ${run.runId} of ${timeText(run.started)}`,
    `  from   ${run.source}`,
    `  to     ${run.destination}`,
    `  rows   ${rows.length === 0 ? 'none' : rows.join(', ')}`,
    `  end    ${run.report === null ? 'none: it was killed, or runs still' : `${summaryText(run.report)} (exit ${run.report.exit})`}`,
    ...(cost === null ? [] : [`  cost   ${cost}`]),
    ...(race === null ? [] : [`  race   ${race}`]),
  ]
}

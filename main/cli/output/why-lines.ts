import { keptAt } from '../../../shared/aside.ts'
import { errorLine } from './error-text.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { stateWords } from './state-words.ts'
import { whyText } from '../../../shared/why-text.ts'
import { rowLine, type Addresses } from './addresses.ts'
import { seenText, thenAndNow } from './seen-text.ts'

/** A row in full: what is done, why, what decided, both sides as they were seen, and what became of it. */
export function whyLines(row: PlanRow, addresses: Addresses): string[] {
  const { decidedBy, source, destination, from, state, outcome } = row
  const by =
    decidedBy.startsWith('--') || decidedBy.startsWith('the ') ? decidedBy : `the rule ${ruleOf(row)}`
  return [
    rowLine(row, addresses),
    `  why          ${whyText(row)}`,
    `  decided by   ${by}`,
    `  source       ${seenText(source)}`,
    `  destination  ${seenText(destination)}`,
    ...(from === undefined ? [] : [`  old name     ${from.key}: ${seenText(from.seen)}`]),
    `  state        ${stateWords[state]}${outcome?.proof === undefined ? '' : `, verified by ${outcome.proof}`}`,
    ...[outcome?.aside, outcome?.from?.aside].flatMap((kept) =>
      kept === undefined ? [] : [`  was put      ${keptAt(kept)}`],
    ),
    ...(outcome?.error === undefined ? [] : [`  error        ${errorLine(outcome.error)}`]),
    ...thenAndNow(row),
  ]
}

/** What properties differ is said by the reason. */
const ruleOf = ({ reason, decidedBy }: PlanRow): string =>
  reason === 'properties-differ' ? 'properties' : decidedBy

/** Why a name has no row. */
export function whyAbsent(
  key: string,
  { included, by }: { readonly included: boolean; readonly by: string | null },
): string {
  if (!included) return `${key}: no row, because it is left out by ${by ?? 'a filter'}`
  return `${key}: no row: both sides have the same, or neither has it, or only the destination has and nothing is deleted`
}

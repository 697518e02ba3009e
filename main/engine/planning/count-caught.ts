import type { SideName } from '../../../shared/job.ts'
import type { KeyFilter } from '../listing/filters.ts'
import type { RowKey } from './review.ts'

/** What rules would do to the rows of a plan. */
export interface CaughtCounts {
  /** Of each rule, those of the ignore file first: how many rows it matches, and how many it decides as the last one. */
  readonly rules: { matches: number; decides: number }[]
  /** Rows that would be left out. */
  rows: number
}

/** @param rules how many there are */
export const noneCaught = (rules: number): CaughtCounts => ({
  rules: Array.from({ length: rules }, () => ({ matches: 0, decides: 0 })),
  rows: 0,
})

/** Adds what rules that are tried would do to some rows. */
export function countCaught(
  to: CaughtCounts,
  rows: Iterable<RowKey>,
  filters: Readonly<Record<SideName, KeyFilter>>,
): void {
  for (const { key, side } of rows) {
    const matching = filters[side].matching(key)
    for (const place of matching) {
      const counts = to.rules[place]
      if (counts !== undefined) counts.matches++
    }
    const decider = to.rules[matching.at(-1) ?? -1]
    if (decider !== undefined) decider.decides++
    if (!filters[side].includes(key)) to.rows++
  }
}

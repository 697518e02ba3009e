import type { Case } from './case.ts'
import type { Verdict } from './run-case.ts'

/** What became of a case: run, not run, or the runner itself failed. */
export type Result =
  | { readonly kind: 'ran'; readonly verdict: Verdict }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'broken'; readonly error: unknown }

/** How a case is called in every report. */
export const nameOf = (testCase: Case): string =>
  `${testCase.id} ${testCase.title}${testCase.departure === undefined ? '' : ` (${testCase.departure})`}`

/** What differed, and what the command said; empty if nothing differed. */
export function explain({ differences, ran }: Verdict): string {
  if (differences.length === 0) return ''
  return [
    ...differences.map(
      ({ field, expected, seen }) =>
        `${field}\n  expected ${JSON.stringify(expected)}\n  seen     ${JSON.stringify(seen)}`,
    ),
    `stdout ${JSON.stringify(ran.stdout)}`,
    `stderr ${JSON.stringify(ran.stderr)}`,
  ].join('\n')
}

import { howToMeet, isTool } from '../servers/needs.ts'
import type { Outcome, Skip } from './outcome.ts'

export interface Verdict {
  /** What to print; the last line is the closing line. */
  readonly lines: readonly string[]
  readonly exit: 0 | 1
}

/**
 * Adds the suites up. The run is good if nothing failed and at least one test ran. With `everyTool`, as on CI, a test
 * that was skipped for want of a program counts as failed: otherwise a machine could be green by having nothing.
 */
export function verdict(outcomes: readonly Outcome[], options: { everyTool: boolean }): Verdict {
  const judged = outcomes.map((outcome) => (options.everyTool ? withoutExcuses(outcome) : outcome))
  const passed = judged.reduce((sum, outcome) => sum + outcome.passed, 0)
  const failed = judged.flatMap((outcome) => outcome.failed.map((name) => `  ${outcome.suite}: ${name}`))
  const skipped = judged.flatMap((outcome) => outcome.skipped.map((skip) => ({ suite: outcome.suite, skip })))
  const noTestRan = passed + failed.length === 0
  return {
    lines: [
      ...table(judged),
      ...section('Failed:', failed),
      ...section('Skipped:', reasons(skipped)),
      ...section('No test ran, and that proves nothing.', [], noTestRan),
      '',
      `${String(passed)} passed, ${String(failed.length)} failed, ${String(skipped.length)} skipped`,
    ],
    exit: failed.length === 0 && !noTestRan ? 0 : 1,
  }
}

function withoutExcuses(outcome: Outcome): Outcome {
  const lacksTool = ({ why }: Skip) => 'missing' in why && why.missing.some(isTool)
  const refused = outcome.skipped.filter(lacksTool)
  return {
    ...outcome,
    failed: [
      ...outcome.failed,
      ...refused.map(({ file, name, why }) => `${file} > ${name} (${lackOf(why)}, and CI must have it)`),
    ],
    skipped: outcome.skipped.filter((skip) => !lacksTool(skip)),
  }
}

function table(outcomes: readonly Outcome[]): string[] {
  const row = (...cells: string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(13) : cell.padStart(9))).join('')
  return [
    '',
    row('suite', 'passed', 'failed', 'skipped', 'time'),
    ...outcomes.map(({ suite, passed, failed, skipped, took }) =>
      row(
        suite,
        String(passed),
        String(failed.length),
        String(skipped.length),
        `${(took / 1000).toFixed(1)} s`,
      ),
    ),
  ]
}

function section(title: string, lines: readonly string[], shown = lines.length > 0): string[] {
  return shown ? ['', title, ...lines] : []
}

/** The skips, gathered by their reason: how many, why, what to do, and which. */
function reasons(skipped: readonly { suite: string; skip: Skip }[]): string[] {
  const byReason = Map.groupBy(skipped, ({ skip }) => lackOf(skip.why))
  return [...byReason].flatMap(([reason, tests]) => {
    const why = tests[0]?.skip.why
    const advice =
      why !== undefined && 'missing' in why ? why.missing.map((need) => `    ${howToMeet(need)}`) : []
    const byFile = Map.groupBy(tests, ({ suite, skip }) => `${suite}: ${skip.file}`)
    return [
      `  ${String(tests.length)} × ${reason}`,
      ...advice,
      ...[...byFile].flatMap(([file, here]) =>
        here.length > 5
          ? `      ${file} (${String(here.length)} tests)`
          : here.map(({ skip }) => `      ${file} > ${skip.name}`),
      ),
    ]
  })
}

function lackOf(why: Skip['why']): string {
  return 'missing' in why ? `without ${why.missing.join(', ')}` : why.said
}

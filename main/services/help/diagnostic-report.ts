import type { Connection } from '../../../shared/bridge/places.ts'
import type { HistoryEntry } from '../../../shared/bridge/plans.ts'

/** What a report is made of. */
export interface ReportFacts {
  readonly version: string
  /** What shows the window: `Chromium 156`. */
  readonly window: string
  /** What runs the engine: `Node v24.21.0, Linux 6.1 x64`. */
  readonly runtime: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly connections: readonly Pick<Connection, 'kind' | 'problem'>[]
  /** Whether there is one that can be used. */
  readonly keychain: boolean
  /** The last runs, the newest first. */
  readonly runs: readonly Pick<HistoryEntry, 'task' | 'from' | 'direction' | 'started' | 'report'>[]
}

/**
 * What helps to answer a question, as text. It names no file, folder, bucket, server or connection, and has no key: of an
 * error its code alone, for its words may name them.
 */
export function diagnosticReport(facts: ReportFacts): string {
  const kinds = countOf(facts.connections.map(({ kind }) => kind))
  const problems = countOf(
    facts.connections.flatMap(({ problem }) => (problem === null ? [] : [problem.code])),
  )
  return [
    `Sluice ${facts.version}`,
    `at ${new Date(facts.now).toISOString()}`,
    `window: ${facts.window}`,
    `engine: ${facts.runtime}`,
    `connections: ${kinds}${problems === '' ? '' : `; not usable: ${problems}`}`,
    `keychain: ${facts.keychain ? 'usable' : 'not usable'}`,
    '',
    facts.runs.length === 0 ? 'No runs are kept.' : 'The last runs, the newest first:',
    ...facts.runs.map(runLine),
    '',
  ].join('\n')
}

function runLine({ task, from, direction, started, report }: ReportFacts['runs'][number]): string {
  const began = `${new Date(started).toISOString()} ${task}, ${direction}, by the ${from}`
  if (report === null) return `${began}: not ended, or killed`
  const { exit, transferred, deleted, failed, refused, withheld, failures, endedBy, took } = report
  const counts = Object.entries({
    moved: transferred.count,
    deleted: deleted.count,
    failed,
    refused,
    withheld,
  })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`)
  const codes = failures.map(({ code, count }) => `${count} ${code}`)
  return [
    `${began}: exit ${exit} after ${Math.round(took / 1000)} s`,
    ...counts,
    ...(codes.length === 0 ? [] : [`failures: ${codes.join(' ')}`]),
    ...(endedBy === null ? [] : [`ended by ${endedBy.code}`]),
  ].join(', ')
}

/** `2 profile, 1 session`, the most frequent first. */
function countOf(words: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ')
}

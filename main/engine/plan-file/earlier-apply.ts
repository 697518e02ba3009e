import type { PastRun } from '../past-run.ts'
import { openPastRun, readPastFacts } from '../past-run.ts'
import type { RunRecord } from '../running/ended-runs.ts'
import type { Clock } from '../world.ts'

/** What a run remembers of the file it was made from. */
export interface PlanFileFact {
  readonly digest: string
}

/** The newest run of a plan file, and whether there is nothing left of it to do. */
export interface EarlierApply {
  readonly runId: string
  /** Milliseconds since 1970. */
  readonly started: number
  readonly isWhole: boolean
  readonly past: PastRun
}

/**
 * Looks through the records of runs for one of the same plan. A record that can't be read tells nothing.
 *
 * | its rows                                            | the plan                             |
 * |-----------------------------------------------------|--------------------------------------|
 * | done, left out, or refused by the plan itself       | was applied                          |
 * | withheld by a guard of the plan                     | was applied, as far as it ever is    |
 * | not begun, failed, refused, or withheld for those   | was cut off: it goes on from there   |
 *
 * @param runs the newest first. @returns what the caller must close; null where there is none.
 */
export function findEarlierApply(
  runs: readonly RunRecord[],
  digest: string,
  clock: Clock,
): EarlierApply | null {
  for (const { runId, storePath } of runs) {
    const started = startOf(storePath, digest)
    if (started === null) continue
    const past = openPastRun(storePath, clock)
    return { runId, started, isWhole: isWhole(past), past }
  }
  return null
}

/** Null where it is no run of this plan, or was only looked at. */
function startOf(storePath: string, digest: string): number | null {
  try {
    const { planFile, begun } = readPastFacts(storePath)
    if ((planFile as PlanFileFact | undefined)?.digest !== digest || typeof begun !== 'number') return null
    return begun
  } catch {
    return null
  }
}

function isWhole(past: PastRun): boolean {
  const { totals } = past.review
  const states = totals.states()
  const summary = past.fact('summary') as { readonly withheld?: unknown } | undefined
  const kept = (summary?.withheld ?? null) === null ? states.withheld.count : 0
  const open = states.planned.count + states.running.count + states['refused-changed'].count + kept
  return open + totals.retryable() === 0
}

import { SluiceError } from '../../../shared/errors.ts'
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
 * @throws SluiceError `usage` where that run was undone since: what it had done is not there any more, and what it had
 * left to do, its deletes above all, is not what was reviewed
 */
export function findEarlierApply(
  runs: readonly RunRecord[],
  digest: string,
  clock: Clock,
): EarlierApply | null {
  const undone = new Set<unknown>()
  for (const { runId, storePath } of runs) {
    const { undoes, started } = factsOf(storePath, digest)
    if (undoes !== null) undone.add(undoes)
    if (started === null) continue
    if (undone.has(runId)) throw wasUndone(runId)
    const past = openPastRun(storePath, clock)
    return { runId, started, isWhole: isWhole(past), past }
  }
  return null
}

/** `started` is null where it is no run of this plan, or was only looked at; `undoes` the run that it has undone. */
function factsOf(storePath: string, digest: string): { started: number | null; undoes: unknown } {
  try {
    const { planFile, begun, undoes, rules } = readPastFacts(storePath)
    if (typeof begun !== 'number') return { started: null, undoes: null }
    const isDry = (rules as { readonly dryRun?: unknown } | undefined)?.dryRun === true
    const isOfPlan = (planFile as PlanFileFact | undefined)?.digest === digest
    return { started: isOfPlan ? begun : null, undoes: isDry ? null : (undoes ?? null) }
  } catch {
    return { started: null, undoes: null }
  }
}

const wasUndone = (runId: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'This plan was applied, and that run was undone since.',
    subject: runId,
    advice: 'Nothing was done. Make the plan again: sluice plan SOURCE DESTINATION -o FILE',
  })

function isWhole(past: PastRun): boolean {
  const { totals } = past.review
  const states = totals.states()
  const summary = past.fact('summary') as { readonly withheld?: unknown } | undefined
  const kept = (summary?.withheld ?? null) === null ? states.withheld.count : 0
  const open = states.planned.count + states.running.count + states['refused-changed'].count + kept
  return open + totals.retryable() === 0
}

import { isDeepStrictEqual } from 'node:util'
import type { Scene } from '../case.ts'
import { lackOfOldCli } from '../old-cli.ts'
import type { Runner } from '../run-case.ts'
import { departureOf } from './departures.ts'
import { outcomeOf, type Outcome } from './outcome.ts'

/** What came of a scene that both commands ran. */
export interface Comparison {
  /** Why the outcomes may differ, if they may. */
  readonly allowance: string | null
  readonly faults: readonly string[]
  readonly aws: Outcome
  readonly sluice: Outcome
}

/** Runs a scene with both commands, each in a world of its own, and compares what they made and said. */
export async function sideBySide(aws: Runner, sluice: Runner, scene: Scene): Promise<Comparison> {
  const [theirs, ours] = await Promise.all([outcomeOf(aws, scene), outcomeOf(sluice, scene)])
  const departure = departureOf(scene)
  const lack = lackOfOldCli(scene)
  const faults: string[] = []
  if (departure !== null) {
    const fault = departure.fault(scene, ours, theirs)
    if (fault !== null) faults.push(`${departure.id}: ${fault}`)
  } else if (lack === null) {
    for (const field of ['exitCode', 'stdout', 'warnings', 'destination'] as const) {
      if (!isDeepStrictEqual(theirs[field], ours[field])) {
        faults.push(`${field}: aws ${JSON.stringify(theirs[field])}, Sluice ${JSON.stringify(ours[field])}`)
      }
    }
  }
  if (!isDeepStrictEqual(theirs.source, ours.source)) faults.push('the source was changed')
  return { allowance: departure?.id ?? lack, faults, aws: theirs, sluice: ours }
}

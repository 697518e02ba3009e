import { isDeepStrictEqual } from 'node:util'
import type { Scene } from '../case.ts'
import { forOldCli } from '../old-cli.ts'
import type { Runner } from '../run-case.ts'
import { departureOf } from './departures.ts'
import { outcomeOf, type Outcome } from './outcome.ts'

/** The same command of two tools, side by side. */
export interface Runners {
  readonly aws: Runner
  readonly sluice: Runner
}

/** What came of a scene that both commands ran. */
export interface Comparison {
  /** Why the outcomes may differ, if they may. */
  readonly allowance: string | null
  readonly faults: readonly string[]
  readonly aws: Outcome
  readonly sluice: Outcome
}

/** Runs a scene with both commands, each in a world of its own, and compares what they made and said. */
export async function sideBySide(runners: Runners, scene: Scene): Promise<Comparison> {
  const old = forOldCli(scene)
  const [aws, sluice] = await Promise.all([
    outcomeOf(runners.aws, old.scene),
    outcomeOf(runners.sluice, scene),
  ])
  const departure = departureOf(scene)
  const faults: string[] = []
  if (departure !== null) {
    const fault = departure.fault(scene, sluice, aws)
    if (fault !== null) faults.push(`${departure.id}: ${fault}`)
  } else if (old.lack === null) {
    for (const field of ['exitCode', 'stdout', 'warnings', 'destination'] as const) {
      if (!isDeepStrictEqual(aws[field], sluice[field])) {
        faults.push(`${field}: aws ${JSON.stringify(aws[field])}, Sluice ${JSON.stringify(sluice[field])}`)
      }
    }
  }
  if (!isDeepStrictEqual(aws.source, sluice.source)) faults.push('the source was changed')
  return { allowance: departure?.id ?? old.lack, faults, aws, sluice }
}

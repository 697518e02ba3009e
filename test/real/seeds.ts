import fc from 'fast-check'
import { inLanes } from '../runner/in-lanes.ts'
import type { RadosGateway } from '../servers/ceph.ts'
import { playReal } from './play.ts'
import type { RealRun } from './run-command.ts'
import { realScenario, type RealScenario } from './scenario.ts'

/** What a seed came to. */
export interface SeedPlayed {
  readonly seed: number
  /** The runs of the scenario as it was drawn. */
  readonly runs: readonly RealRun[]
  /** The smallest scenario found that breaks a promise, and which; null where all were kept. */
  readonly failure: { readonly world: RealScenario; readonly why: string } | null
}

/** Plays the scenario of a seed; one that breaks a promise is shrunk for at most `shrinkFor` milliseconds. */
export async function playSeed(server: RadosGateway, seed: number, shrinkFor: number): Promise<SeedPlayed> {
  let runs: readonly RealRun[] | undefined
  const property = fc.asyncProperty(fc.noBias(realScenario), async (drawn: RealScenario) => {
    const played = await playReal(server, drawn)
    runs ??= played.runs
    if (played.wrong.length > 0) throw new Error(played.wrong.join('\n'))
  })
  const details = await fc.check(property, {
    seed,
    numRuns: 1,
    interruptAfterTimeLimit: shrinkFor,
    markInterruptAsFailure: true,
  })
  const found = details.counterexample?.[0]
  const why = details.errorInstance instanceof Error ? details.errorInstance.message : 'interrupted'
  return {
    seed,
    runs: runs ?? [],
    failure: found === undefined ? null : { world: found, why: `seed ${seed}:\n${why}` },
  }
}

/** Plays many seeds, some at once, and tells each as it comes. */
export async function playSeeds(
  server: RadosGateway,
  seeds: readonly number[],
  options: { readonly jobs: number; readonly shrinkFor: number },
  onPlayed: (played: SeedPlayed) => void,
): Promise<void> {
  await inLanes(seeds, options.jobs, async (seed) => {
    onPlayed(await playSeed(server, seed, options.shrinkFor))
  })
}

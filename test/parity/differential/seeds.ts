import fc from 'fast-check'
import { inLanes } from '../../runner/in-lanes.ts'
import type { Scene } from '../case.ts'
import { scene } from './draw-scene.ts'
import { sideBySide, type Runners } from './side-by-side.ts'

/** What the scene of a seed came to. */
export interface SeedResult {
  readonly seed: number
  /** Under what its outcomes may differ; null for the ones that are compared in full. */
  readonly allowance: string | null
  /** The smallest scene found that differs, as a command and in full, and how it differs; null where none does. */
  readonly failure: { readonly command: string; readonly scene: string; readonly faults: string } | null
}

/** The scene a seed stands for. */
export function sceneOfSeed(seed: number): Scene {
  const [drawn] = fc.sample(fc.noBias(scene), { seed, numRuns: 1 })
  if (drawn === undefined) throw new Error(`seed ${seed} draws nothing`)
  return drawn
}

/** Runs the scene of a seed with both commands; one that differs is shrunk for at most `shrinkFor` milliseconds. */
export async function runSeed(runners: Runners, seed: number, shrinkFor: number): Promise<SeedResult> {
  let allowance: string | null | undefined
  const property = fc.asyncProperty(fc.noBias(scene), async (each) => {
    const compared = await sideBySide(runners, each)
    allowance ??= compared.allowance
    if (compared.faults.length === 0) return
    throw new Error([...compared.faults, `stderr: ${compared.sluice.stderr}`].join('\n'))
  })
  const details = await fc.check(property, {
    seed,
    numRuns: 1,
    interruptAfterTimeLimit: shrinkFor,
    markInterruptAsFailure: true,
  })
  const found = details.counterexample?.[0]
  return {
    seed,
    allowance: allowance ?? null,
    failure:
      found === undefined
        ? null
        : {
            command: commandOf(found),
            scene: JSON.stringify(found, null, 2),
            faults: details.errorInstance instanceof Error ? details.errorInstance.message : 'interrupted',
          },
  }
}

/** How a scene would be typed; `{A}` and `{B}` are its buckets. */
function commandOf({ sourcePath, destinationPath, args, config }: Scene): string {
  const words = ['aws', 's3', 'sync', sourcePath, destinationPath, ...args]
  const line = words.map((word) =>
    /^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`,
  )
  return [line.join(' '), ...(config === undefined ? [] : [`with ${config.trim()}`])].join('\n')
}

/** Runs many seeds, some at once, and tells each result as it comes. */
export async function runSeeds(
  runners: Runners,
  seeds: readonly number[],
  options: { readonly jobs: number; readonly shrinkFor: number },
  onResult: (result: SeedResult) => void,
): Promise<void> {
  await inLanes(seeds, options.jobs, async (seed) => {
    onResult(await runSeed(runners, seed, options.shrinkFor))
  })
}

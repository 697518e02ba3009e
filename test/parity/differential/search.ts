import fc from 'fast-check'
import type { Scene } from '../case.ts'
import type { Runner } from '../run-case.ts'
import { scene } from './generate.ts'
import { sideBySide } from './side-by-side.ts'

export interface Search {
  readonly seed: number
  readonly scenes: number
  /** Where in the seed's tree to start: what a failure printed. */
  readonly path?: string
  /** Milliseconds after which no scene is begun, for the search or for the shrinking. */
  readonly limit: number
  /** Told of every scene that differs, so that a long search is not silent. */
  readonly found?: (faults: readonly string[]) => void
}

export interface Found {
  /** How many scenes were compared in full, and how many under which departure. */
  readonly counts: ReadonlyMap<string, number>
  /** The smallest scene found that differs, how to come back to it, and how it differs; null if none does. */
  readonly failure: { readonly replay: string; readonly scene: string; readonly faults: string } | null
}

/** Runs random scenes side by side until one differs, and shrinks that one. */
export async function search(
  aws: Runner,
  sluice: Runner,
  { seed, scenes, path, limit, found }: Search,
): Promise<Found> {
  const counts = new Map<string, number>()
  const property = fc.asyncProperty(scene, async (each: Scene) => {
    const { allowance, faults, sluice: ours } = await sideBySide(aws, sluice, each)
    const kind = allowance ?? 'compared in full'
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    if (faults.length === 0) return
    found?.(faults)
    throw new Error([...faults, `stderr: ${ours.stderr}`].join('\n'))
  })
  const details = await fc.check(property, {
    seed,
    numRuns: scenes,
    interruptAfterTimeLimit: limit,
    ...(path !== undefined && { path }),
  })
  if (!details.failed) return { counts, failure: null }
  return {
    counts,
    failure: {
      replay: `--seed ${details.seed} --path ${details.counterexamplePath}`,
      scene: JSON.stringify(details.counterexample?.[0], null, 2),
      faults: String(
        details.errorInstance instanceof Error ? details.errorInstance.message : details.errorInstance,
      ),
    },
  }
}

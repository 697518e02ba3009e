import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { RealScenario } from '../real/scenario.ts'
import type { Scenario } from './scenario.ts'

/**
 * Worlds that once broke a promise, shrunk: played first, always. A seed would not do, for it draws another world as soon
 * as what is drawn changes.
 */
export interface KeptWorlds {
  readonly simulated: readonly Scenario[]
  readonly real: readonly RealScenario[]
  /** Worlds in which the simulated layer and the real one differed. */
  readonly replayed: readonly Scenario[]
}

const file = path.join(import.meta.dirname, 'kept-worlds.json')

export const readKeptWorlds = (): KeptWorlds => JSON.parse(readFileSync(file, 'utf8')) as KeptWorlds

/** Adds a world that has broken a promise, unless it is there. */
export function keepWorld<Layer extends keyof KeptWorlds>(
  layer: Layer,
  world: KeptWorlds[Layer][number],
): void {
  const kept = readKeptWorlds()
  const text = JSON.stringify(world)
  if (kept[layer].some((each) => JSON.stringify(each) === text)) return
  writeFileSync(file, `${JSON.stringify({ ...kept, [layer]: [...kept[layer], world] }, null, 2)}\n`)
}

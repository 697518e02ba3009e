import type { World } from '../../engine/index.ts'
import type { CommandCall } from '../command.ts'
import type { Engine } from '../wiring.ts'

/** What a clean-up is made with. */
export interface Cleaning {
  readonly call: CommandCall
  readonly engine: Engine
  readonly world: World
  readonly stateOfRun: (runId: string) => 'unknown' | 'running' | 'over'
  readonly signal: AbortSignal
}

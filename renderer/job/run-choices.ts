import type { Settings } from '../../shared/settings.ts'
import { runOptions } from '../words/job/run-options.ts'

/** How many runs may go on at once. */
export const atOnceChoices: readonly number[] = [1, 2, 3, 4]

/** What may happen to runs when the window is closed. */
export const leavingChoices = (
  ['ask', 'finish', 'stop'] as const satisfies readonly Settings['leaving'][]
).map((leaving) => ({ leaving, label: runOptions.leaving[leaving] }))

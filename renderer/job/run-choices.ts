import type { Settings } from '../../shared/settings.ts'

/** How many runs may go on at once. */
export const atOnceChoices: readonly number[] = [1, 2, 3, 4]

/** What may happen to runs when the window is closed. */
export const leavingChoices: readonly { readonly leaving: Settings['leaving']; readonly label: string }[] = [
  { leaving: 'ask', label: 'Ask' },
  { leaving: 'finish', label: 'Finish what is moving, then quit' },
  { leaving: 'stop', label: 'Stop now and quit' },
]

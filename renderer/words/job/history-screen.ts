import type { HistoryEntry } from '../../../shared/bridge/plans.ts'

/** The runs of the window and of the command line. */
export const historyScreen = {
  label: 'History',
  back: 'Back',
  title: 'Past runs',
  about: 'The newest 50, for 30 days. Enter opens one.',
  columns: ['When', 'From → to', 'Outcome', 'By'],
  by: { window: 'window', 'command line': 'command line' },
  /** Said in the place of a row that has not come yet. */
  notRead: 'not read yet',
  notReadRow: 'Not read yet',
  row: (when: string, route: string, outcome: string) => `${when}, ${route}, ${outcome}`,
  empty: 'No runs yet. What you apply here, and what `sluice sync` does, will be listed.',
}

/** What a run was of. @param source,destination as they are shown */
export function routeWords(task: HistoryEntry['task'], source: string, destination: string): string {
  if (task === 'undo') return `Undone in ${destination}`
  if (task === 'change') return `Changed in ${destination}`
  if (task === 'remove') return `Deleted in ${destination}`
  return `${source} → ${destination}`
}

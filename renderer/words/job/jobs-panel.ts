/** Plans that are open, and what can be done with one of them. */
export const jobsPanel = {
  label: 'Jobs',
  columns: ['Stands at', 'From → to', 'More', 'Planned'],
  row: (name: string, stands: string, detail: string, planned: string) =>
    `${name}, ${stands}, ${detail}, planned ${planned}`,
  empty: 'Nothing is open. What you preview and apply will be listed.',
  actions: 'With this job',
  show: 'Show',
  showKeys: 'Enter',
  pause: 'Pause',
  resume: 'Resume',
  pauseKeys: 'Space',
  runNow: 'Run now',
  runNowTitle: 'Begins it now, beside what runs (R)',
  moveUp: 'Move up',
  moveUpKeys: 'Alt+↑',
  moveDown: 'Move down',
  moveDownKeys: 'Alt+↓',
  /** The ways in which one ends: before its turn, after its end, as it runs, and as it finishes. */
  takeOut: 'Take out',
  putAway: 'Put away',
  cancel: 'Cancel',
  stop: 'Stop now',
  endKeys: 'Delete',
}

/** What the palette offers, and the other words that find it. */

export const commands = {
  preview: { label: 'Preview', also: 'plan sync dry run' },
  copy: { label: 'Copy the selection to the other side' },
  move: { label: 'Move the selection to the other side' },
  rename: { label: 'Rename the row with the cursor', also: 'name' },
  newFolder: { label: 'New folder…', also: 'make directory mkdir' },
  properties: {
    label: 'Properties of the row with the cursor',
    also: 'headers metadata tags versions link presign bucket lifecycle',
  },
  delete: { label: 'Delete the selection', also: 'remove erase' },
  path: { label: 'Go to a path', also: 'open address location' },
  up: { label: 'Go up' },
  swap: { label: 'Swap the sides', also: 'exchange left right' },
  flip: { label: 'Turn the direction around', also: 'arrow' },
  refresh: { label: 'Refresh both sides', also: 'reload' },
  connect: { label: 'Connect to another S3…', also: 'connection endpoint keys credentials' },
  open: (connection: string, detail: string) => ({
    label: `Open ${connection}`,
    also: `connection ${detail}`,
  }),
  recent: (place: string) => ({ label: `Go to ${place}`, also: 'recent place' }),
  back: { label: 'Back to the panes' },
  history: { label: 'History', also: 'past runs' },
  openPlan: { label: 'Open plan…', also: 'file sluice load' },
  shortcuts: { label: 'Keyboard shortcuts', also: 'help keys' },
  tour: { label: 'Practice tour', also: 'help first steps sample learn' },
  about: { label: 'About Sluice…', also: 'help version diagnostic report' },
  themes: {
    system: { label: 'Colours of the system', also: 'theme dark light mode' },
    light: { label: 'Light colours', also: 'theme dark light mode' },
    dark: { label: 'Dark colours', also: 'theme dark light mode' },
  },
  densities: {
    compact: { label: 'Compact rows', also: 'density height appearance' },
    comfortable: { label: 'Comfortable rows', also: 'density height appearance' },
  },
}

/** What the active pane shows, and what is marked in it. */
export const viewCommands = {
  filter: { label: 'Filter names', also: 'find search show only' },
  hideDotNames: { label: 'Leave hidden names out of the view', also: 'dot files' },
  showDotNames: { label: 'Show hidden names', also: 'dot files' },
  markAll: { label: 'Select everything' },
  markLike: { label: 'Select by pattern…', also: 'mark glob' },
  unmarkLike: { label: 'Take out of the selection by pattern…', also: 'unmark glob' },
  invert: { label: 'Invert the selection' },
  countFolders: { label: 'Count what is in the selected folders', also: 'size bytes total' },
  columnWidths: { label: 'Set column widths', also: 'wider narrower' },
  stopListing: { label: 'Stop listing', also: 'cancel' },
}

/** Plans that are open, and what holds for all runs. */
export const runCommands = {
  jobs: { label: 'Jobs', also: 'queue runs waiting' },
  show: (job: string) => `Show ${job}`,
  alsoRunning: 'job running',
  alsoWaiting: 'job waiting queue',
  alsoPlan: 'job plan',
  pause: (job: string) => ({ label: `Pause ${job}`, also: 'job run hold' }),
  resume: (job: string) => ({ label: `Resume ${job}`, also: 'job run hold' }),
  now: (job: string) => ({ label: `Run ${job} now`, also: 'job waiting queue begin' }),
  noLimit: { label: 'No limit of bandwidth', also: 'speed rate throttle unlimited' },
  limit: (rate: string) => ({ label: `Limit bandwidth to ${rate}`, also: 'speed rate throttle unlimited' }),
  atOnce: (count: number) => ({
    label: count === 1 ? 'One run at a time' : `${count} runs at once`,
    also: 'queue jobs parallel',
  }),
  leaving: (choice: string) => ({
    label: `When closed while something runs: ${choice}`,
    also: 'quit exit',
  }),
  notify: { label: 'Say when a run has ended', also: 'notification system' },
  dontNotify: { label: 'Say nothing when a run has ended', also: 'notification system' },
}

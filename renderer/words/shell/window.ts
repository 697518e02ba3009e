/** The frame of the window: its title, the bar at the top, and the lines below it. */

export const windowTitle = {
  name: 'Sluice',
  running: (percent: number) => `${percent} % – Sluice`,
  held: (percent: number) => `Paused at ${percent} % – Sluice`,
}

export const app = {
  menus: 'Menus',
  /** Said where a command wants the two sides on the screen. */
  notBrowsing: 'Go back to the two sides first.',
}

export const topBar = {
  back: 'Back',
  backTitle: 'Back (Alt+←)',
  forward: 'Forward',
  forwardTitle: 'Forward (Alt+→)',
  fromTo: (from: string, to: string) => `From ${from} to ${to}`,
  practice: 'Practice',
  practiceTitle: "A bucket of Sluice's own server, on this computer only",
  commands: 'Commands',
  commandsTitle: 'All commands by name',
  jobs: 'Jobs',
  jobsTitle: 'Plans and runs that are open (Ctrl+J)',
  history: 'History',
  historyTitle: 'History of past runs',
  appearance: 'Appearance',
  colours: 'Colours',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  rows: 'Rows',
  densities: { compact: 'Compact', comfortable: 'Comfortable' },
  help: 'Help',
  shortcuts: 'Keyboard shortcuts',
  tour: 'Practice tour',
  about: 'About Sluice…',
}

export const closingLine = {
  label: 'Closing',
  status: 'Closing when what is moving has finished. Nothing else begins until then.',
  stop: 'Stop now',
  stopTitle: 'Stop what is moving, and close',
}

export const keptPlans = {
  label: 'Plans that waited',
  /** Follows the name of the plan. */
  one: 'waited for its turn when Sluice was closed. Nothing of it was done.',
  several: (count: number) =>
    `${count} plans waited for their turn when Sluice was closed. Nothing of them was done.`,
  review: 'Review',
  show: 'Show them',
  putAway: 'Put away',
}

export const errors = {
  withoutHost: {
    message: 'The page was opened without its host.',
    advice: 'Start Sluice itself: the page shows nothing by itself.',
  },
  unknown: (message: string) => ({
    message: `The window met an error it does not know: ${message}`,
    advice: 'Please report this. Nothing was changed by it.',
  }),
}

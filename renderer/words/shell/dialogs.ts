/** What lies over the window: the help, the palette, and what is asked. */

export const about = {
  label: 'About Sluice',
  heading: (version: string) => `Sluice ${version}`,
  what: 'Make one place match another, and see every change before it happens. MIT licence. It sends nothing about you to anybody.',
  report: 'Diagnostic report, to send along with a question',
  leftOut: 'Names of files, folders, buckets, servers and connections are not in it, and no keys.',
  copied: 'Copied',
  copy: 'Copy report',
  close: 'Close',
}

export const leaveQuestion = {
  label: 'Close Sluice',
  finishing: 'What is moving is being finished.',
  dontAsk: "Don't ask again",
  wait: 'Wait',
  keepWaiting: 'Keep waiting',
  keepRunning: 'Keep running',
  quit: 'Quit',
  finish: 'Finish what is moving, then quit',
  stop: 'Stop now and quit',
}

export const openPlan = {
  label: 'Open plan',
  file: 'Plan file',
  example: '~/site.sluice',
  note: 'It is shown to be reviewed. Nothing is done before you apply it.',
  review: 'Review it',
}

export const palette = {
  label: 'Commands',
  command: 'Command',
  placeholder: 'What do you want to do?',
  none: 'Nothing is called that.',
}

export const shortcutsDialog = {
  label: 'Keyboard shortcuts',
  close: 'Close',
}

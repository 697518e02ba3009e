/** What holds for all runs. */
export const runOptions = {
  title: 'What holds for all runs',
  runsAtOnce: 'Runs at once',
  /** In the menu, and on its button. */
  atOnce: (count: number) => (count === 1 ? 'One after the other' : `${count} at once`),
  atOnceNow: (count: number) => (count === 1 ? 'One at a time' : `${count} at once`),
  bandwidth: 'All runs together, a second',
  whenClosed: 'When the window is closed while something runs',
  leaving: {
    ask: 'Ask',
    finish: 'Finish what is moving, then quit',
    stop: 'Stop now and quit',
  },
  notify: 'Say when a run has ended',
  notifyAbout: 'By a notification of the system, where the window has not the focus',
}

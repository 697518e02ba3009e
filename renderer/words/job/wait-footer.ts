/** A run that waits for its turn. */
export const waitFooter = {
  label: 'The run',
  planned: (when: string) => `Planned ${when}. What has changed by its turn is left as it is, and said.`,
  plannedTitle: (when: string) => `Planned ${when}`,
  runNow: 'Run now',
  runNowTitle: 'Begins it now, beside what runs',
  takeOut: 'Take out of the queue',
  takeOutTitle: 'It is under review again',
}

/** A plan that waits for new credentials. */
export const expiredNote = {
  label: 'Credentials have expired',
  paused: (message: string) => `Paused: ${message}`,
  pausedAgain: (message: string) => `Paused again: ${message}`,
  /** @param renewal what brings new ones, as a sentence */
  whatToDo: (renewal: string) => `${renewal} Then go on, or cancel.`,
  accessKey: 'Access key',
  secretKey: 'Secret key',
  sessionToken: 'Session token',
  goOn: 'Go on',
}

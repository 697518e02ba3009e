/** What there is to say of the whole plan, with the way out. */
export const hints = {
  label: 'Hint',
  compareSizes: 'Compare sizes only',
  compareContents: 'Compare contents',
  dismissHint: 'Dismiss this hint',
  dismiss: 'Dismiss',
}

import { formatCounted } from '../../../shared/formats.ts'

/** What can be done with a plan, and after it. */
export const reviewFooter = {
  listing: 'The plan can be applied when both sides have been listed.',
  stopped: 'Planning was stopped: nothing was done.',
  withheld: (deletes: number) => `${formatCounted(deletes, 'delete')} withheld`,
  copyCommand: 'Copy as command',
  /** A command has no way to name rows one by one. */
  copied: (leftOut: number) =>
    leftOut === 0
      ? 'Copied the command'
      : `Copied, but the command does not know of the ${formatCounted(leftOut, 'row')} left out here`,
  stopListing: 'Stop listing',
  toHistory: 'Back to past runs',
  toPanes: 'Back to both sides',
  tryAgain: 'Try again',
  /** Something is asked before it is done. */
  asks: (button: string) => `${button}\u00A0…`,
}

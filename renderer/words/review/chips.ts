/** What the plan comes to, by category; once it runs, by outcome. */
export const chips = {
  label: 'What the plan comes to',
  /** Under the mouse: what pressing a chip does. */
  onlyOutcome: 'Show only these, or all again',
  onlyLeftOut: 'Show only what you left out, or all again',
  only: 'Show only these; they are never hidden',
  all: 'Show all rows again',
  hide: 'Hide these rows',
  show: 'Show these rows',
  /** Each after its count. */
  leftOut: 'left out by you',
  filteredOut: 'filtered out',
  notChosen: 'not chosen',
  same: 'same',
  filteredOutTitle: 'Left out by filters',
  notChosenTitle: 'Not among the names that were chosen, or left out by filters',
  sameTitle: 'The same on both sides: nothing to do',
}

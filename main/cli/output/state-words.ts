import type { RowState } from '../../../shared/plan-row.ts'

/** The state of a row, in words. */
export const stateWords: Readonly<Record<RowState, string>> = {
  planned: 'to do',
  'excluded-by-you': 'left out by hand',
  running: 'begun, and its end not known',
  done: 'done',
  failed: 'failed',
  'refused-changed': 'refused: it has changed since',
  withheld: 'withheld',
}

import { formatCount } from '../../../shared/formats.ts'

/** The rows of a plan, and what can be done with one of them. */
export const planTable = {
  label: 'Plan',
  /** Said in the place of a row that has not come yet. */
  notRead: 'Not read yet',
  nothingYet: 'Nothing found to do so far.',
  /** All rows are hidden by what is searched for or looked at. */
  noSuchRow: 'No row is like that.',
  showAll: 'Show all rows',
  /** The menu of a row. */
  menu: 'Row',
  /** A row that a filter would catch that is being written. */
  caught: (row: string) => `${row}, would be left out by a filter`,
  lookAgain: (rows: number) =>
    rows > 1 ? `Look again at these ${formatCount(rows)} rows` : 'Look again at this row',
  leaveOut: {
    row: 'Leave out this row',
    rows: (count: number) => `Leave out these ${formatCount(count)} rows`,
    folder: (folder: string) => `Leave out everything in ${folder}`,
  },
  putBack: {
    row: 'Put back this row',
    rows: (count: number) => `Put back these ${formatCount(count)} rows`,
    folder: (folder: string) => `Put back everything in ${folder}`,
  },
  toggleKeys: 'Space',
  filterType: (pattern: string) => `Leave out this type, ${pattern}, by a filter`,
  filterFolder: (folder: string) => `Leave out this folder, ${folder}, by a filter`,
  filterName: 'Leave out this name by a filter',
}

/** The heads of its columns. */
export const planHead = {
  action: 'Action',
  name: 'Name',
  source: 'Source',
  destination: 'Destination',
  time: 'Time',
  outcome: 'Outcome',
  why: 'Why',
  sorted: (column: string, descending: boolean) =>
    `${column}, sorted ${descending ? 'descending' : 'ascending'}`,
  sortBy: (column: string) => `Sort by ${column.toLowerCase()}`,
}

/** One of its rows. */
export const planRow = {
  leftIn: 'left in',
  leftOut: 'left out',
  leaveOutTitle: 'Leave out (Space)',
  putBackTitle: 'Put back (Space)',
  bytes: (count: number) => `${count} bytes`,
  done: 'done',
  /** What became of it, and the error. */
  failed: (state: string, message: string) => `${state}: ${message}`,
  progress: 'Of this file',
  caught: 'would be left out by a filter',
  leftOutByYou: 'left out by you',
  /** The reason, and the rule that decided. */
  why: (reason: string, decidedBy: string) => `${reason} (${decidedBy})`,
  notRead: 'not read yet',
}

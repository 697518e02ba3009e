import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { escapeName } from '../../../shared/formats.ts'
import type { PlanRow, RowState } from '../../../shared/plan-row.ts'
import { categoryOf, type Category } from '../../../shared/review.ts'
import { whyText } from '../../../shared/why-text.ts'
import { keptReasons } from '../../review/kept-reasons.ts'

type Direction = PlanStatus['direction']

export const verbs: Readonly<Record<Direction, string>> = {
  upload: 'Upload',
  download: 'Download',
  copy: 'Copy',
  restore: 'Restore',
}

/** The one word of a row. */
export function actionWord(row: PlanRow, direction: Direction): string {
  if (row.action === 'restore') return verbs.restore
  switch (categoryOf(row)) {
    case 'properties':
      return 'Adjust'
    case 'move':
      return 'Move'
    case 'delete':
      return 'Delete'
    case 'new':
      return verbs[direction]
    case 'changed':
      return 'Update'
    case 'newer':
      return 'Replace'
    case 'problem':
      if (row.reason === 'conflict') return 'Conflict'
      return keptReasons.has(row.reason) ? 'Keep' : 'Skip'
  }
}

export const categoryNames: Readonly<Record<Category, string>> = {
  delete: 'deleted',
  newer: 'replace newer',
  properties: 'adjusted',
  move: 'moved',
  new: 'new',
  changed: 'changed',
  problem: 'not done',
}

export const stateWords: Readonly<Record<RowState, string>> = {
  planned: 'waiting',
  'excluded-by-you': 'left out',
  running: 'moving',
  done: 'done',
  failed: 'failed',
  'refused-changed': 'refused',
  withheld: 'withheld',
}

export const proofWords = {
  hash: 'verified by hash',
  size: 'verified by size',
  none: 'not verified',
}

/** A row as it is read aloud: `Delete old.html, the source does not have it, left in`. */
export function rowWords(row: PlanRow, name: string, direction: Direction, hasRun: boolean): string {
  const inOrOut = row.state === 'excluded-by-you' ? 'left out' : 'left in'
  const state = categoryOf(row) === 'problem' ? 'not done' : hasRun ? stateWords[row.state] : inOrOut
  return `${actionWord(row, direction)} ${name}, ${whyText(row)}, ${state}`
}

/** The name of a row; of a move both, the old one first. @param shorten of one name, to so many characters */
export function nameWords(
  { key, from }: Pick<PlanRow, 'key' | 'from'>,
  shorten: (name: string, share: number) => string = (name) => name,
): string {
  if (from === undefined) return shorten(escapeName(key), 1)
  return `${shorten(escapeName(from.key), 0.5)} → ${shorten(escapeName(key), 0.5)}`
}

import type { AsideReport } from '../../shared/aside.ts'
import type { PlanStatus, Recovery } from '../../shared/bridge/plans.ts'
import { countedMoves } from '../../shared/counted-moves.ts'
import { escapeName, formatBytes, formatCount, formatCounted, formatDuration } from '../../shared/formats.ts'
import type { RunReport } from '../../shared/job.ts'
import type { PlanRow, RowState } from '../../shared/plan-row.ts'
import { categoryOf, type Category } from '../../shared/review.ts'
import { whyText } from '../../shared/why-text.ts'

type Direction = PlanStatus['direction']

export const verbs: Readonly<Record<Direction, string>> = {
  upload: 'Upload',
  download: 'Download',
  copy: 'Copy',
  restore: 'Restore',
}

export const pastVerbs: Readonly<Record<Direction, string>> = {
  upload: 'Uploaded',
  download: 'Downloaded',
  copy: 'Copied',
  restore: 'Restored',
}

/** Nothing is deleted there, for this reason. */
export const keptReasons: ReadonlySet<PlanRow['reason']> = new Set([
  'unknown',
  'not-copied',
  'changed-since',
  'written-since',
  'not-kept',
])

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
} as const

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

/** How many rows will be done, by what they do. */
export interface Amounts {
  readonly transfers: number
  readonly bytes: number
  readonly newer: number
  /** What only gets other properties. */
  readonly adjusted: number
  readonly moves: number
  readonly deletes: number
  readonly deleteBytes: number
  /** Names that go: by deletes, and by the moves that count with them. */
  readonly gone: number
}

export function amountsOf({ totals, file }: Pick<PlanStatus, 'totals' | 'file'>): Amounts {
  const { new: fresh, changed, newer, properties, move, delete: deletes } = totals
  return {
    transfers: fresh.included.count + changed.included.count + newer.included.count,
    bytes: fresh.included.bytes + changed.included.bytes + newer.included.bytes,
    newer: newer.included.count,
    adjusted: properties.included.count,
    moves: move.included.count,
    deletes: deletes.included.count,
    deleteBytes: deletes.included.bytes,
    gone: deletes.included.count + countedMoves(file, totals).count,
  }
}

/**
 * What the button says:
 *
 * | transfers | replace newer | deletes | withheld | words                                      |
 * |-----------|---------------|---------|----------|--------------------------------------------|
 * | 15        | 0             | 0       | –        | Upload 15                                  |
 * | 15        | 2             | 0       | –        | Upload 15 (2 replace newer)                |
 * | 15        | 0             | 2       | no       | Upload 15, delete 2                        |
 * | 0         | 0             | 2       | no       | Delete 2                                   |
 * | 15, and 4 that get other properties, and 3 moves | 0 | 2 | no | Upload 15, adjust 4, move 3, delete 2 |
 * | 15        | 0             | 2       | yes      | Upload 15                                  |
 * | 0         | 0             | any     | yes      | Nothing to apply                           |
 * | 0         | 0             | 0       | –        | Nothing to apply                           |
 */
export function buttonWords(amounts: Amounts, direction: Direction, withheld: boolean): string {
  const { transfers, newer, adjusted, moves, deletes } = amounts
  const transfer =
    transfers === 0
      ? null
      : `${verbs[direction]} ${formatCount(transfers)}${newer === 0 ? '' : ` (${formatCount(newer)} replace newer)`}`
  const adjust = adjusted === 0 ? null : `adjust ${formatCount(adjusted)}`
  const move = moves === 0 ? null : `move ${formatCount(moves)}`
  const remove = deletes === 0 || withheld ? null : `delete ${formatCount(deletes)}`
  const words = [transfer, adjust, move, remove].filter((part) => part !== null).join(', ')
  return words === '' ? 'Nothing to apply' : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

/** What is said beside the button of a move's copy. */
export const moveNote = 'What is copied and verified can then be deleted where it was, after a review'

/** The second step of a move. */
export const finishMoveWords = (copied: number): string =>
  `Delete ${copied === 1 ? 'the original' : `the ${formatCount(copied)} originals`}`

/**
 * What is said where nothing would be done:
 *
 * | phase       | left out by hand | task   | passed over | words                                         |
 * |-------------|------------------|--------|-------------|-----------------------------------------------|
 * | `listing`   | –                | –      | –           | Nothing to do                                 |
 * | `failed`    | –                | undo   | –           | Nothing can be put back                       |
 * | `failed`    | –                | other  | –           | There is no plan: a side could not be listed, or is on another disk |
 * | `cancelled` | –                | –      | –           | There is no plan: listing was stopped         |
 * | any other   | yes              | –      | –           | Nothing left to do: you left it out           |
 * | any other   | no               | remove | –           | Nothing to delete                             |
 * | any other   | no               | change | –           | Nothing to change: it is so already           |
 * | any other   | no               | undo   | yes         | Nothing can be put back                       |
 * | any other   | no               | undo   | no          | Everything is as it was before that run       |
 * | any other   | no               | other  | yes         | Nothing to do, but not all could be compared  |
 * | any other   | no               | other  | no          | Everything matches                            |
 */
export function nothingWords({ phase, task, totals, problemCount, error }: PlanStatus): string {
  if (phase === 'listing') return 'Nothing to do'
  if (phase === 'failed' && task === 'change') return 'It can not be changed'
  if (phase === 'failed' && task === 'undo') return 'Nothing can be put back'
  if (phase === 'failed' && error?.code === 'mount-changed')
    return 'There is no plan: a side is on another disk'
  if (phase === 'failed') return 'There is no plan: a side could not be listed'
  if (phase === 'cancelled') return 'There is no plan: listing was stopped'
  if (leftOutOf({ totals }) > 0) return 'Nothing left to do: you left it out'
  if (task === 'remove') return 'Nothing to delete'
  if (task === 'change') return 'Nothing to change: it is so already'
  const passedOver = problemCount + totals.problem.included.count > 0
  if (task === 'undo')
    return passedOver ? 'Nothing can be put back' : 'Everything is as it was before that run'
  return passedOver ? 'Nothing to do, but not all could be compared' : 'Everything matches'
}

/** How many rows were left out by hand. */
export const leftOutOf = ({ totals }: Pick<PlanStatus, 'totals'>): number =>
  Object.values(totals).reduce((sum, { leftOut }) => sum + leftOut.count, 0)

/** One sentence of what the plan is. */
export function planSentence(status: PlanStatus): string {
  const { totals, same, phase, selection, only, withheld } = status
  const soFar = phase === 'listing'
  const undo = status.task === 'undo' || status.task === 'change'
  const parts = [
    [totals.new.included.count, undo ? 'to come back' : 'new'],
    [totals.changed.included.count, undo ? 'to be as before' : 'changed'],
    [totals.newer.included.count, 'replacing something newer'],
    [totals.properties.included.count, 'with other properties'],
    [totals.move.included.count, 'to be moved'],
    [totals.delete.included.count, withheld === null ? 'to be deleted' : 'not deleted'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`)
  const what = said.length === 0 ? nothingWords(status) : said.join(', ')
  const scope =
    only !== null
      ? `, of ${formatCounted(only, 'row that was refused', 'rows that were refused')}`
      : selection === null
        ? ''
        : `, of ${formatCounted(selection.length, 'selected name')}`
  if (soFar) return `${what} so far${scope}.`
  return same === 0 || phase === 'failed' || phase === 'cancelled'
    ? `${what}${scope}.`
    : `${what}${scope}; ${formatCount(same)} ${same === 1 ? 'is' : 'are'} the same.`
}

/** Whether what goes, or is replaced, can be had back. */
export const recoveries: Readonly<Record<Recovery, string>> = {
  kept: 'the bucket keeps versions, so they can be brought back',
  suspended: 'versioning is suspended, so newer objects are gone for good',
  gone: 'the bucket keeps no versions; what was there is gone for good',
  unknown: 'whether the bucket keeps versions is not known; take them as gone for good',
  trash: 'the files that were there go to the trash, and can be put back',
  folder: 'the files that were there are kept in a folder, and can be put back',
  prefix: 'a copy of what was there is kept elsewhere in a bucket, and can be put back',
  'no-trash': 'the disk has no trash, so the files that were there are gone for good',
  local: 'the files that were there are removed from this computer, past its trash',
}

/** How many go and are replaced, and whether they can be had back; empty for none. */
export function recoveryWords(recovery: Recovery, deletes: number, replaced = 0): string {
  const counts = [
    ...(deletes === 0 ? [] : [formatCounted(deletes, 'delete')]),
    ...(replaced === 0 ? [] : [`${formatCount(replaced)} replaced`]),
  ]
  return counts.length === 0 ? '' : `${counts.join(', ')}: ${recoveries[recovery]}`
}

/** What a finished run did, in one sentence or a few. */
export function resultSentence(report: RunReport, direction: Direction): string {
  const { transferred, kept, adjusted = 0, moved, deleted, failed, refused, withheld } = report
  const { endedBy, took, aside, askedForLess = 0 } = report
  const said: string[] = []
  if (transferred.count > 0) {
    const before = kept === 0 ? '' : ` (${formatBytes(kept)} of it by a run that was cut off)`
    said.push(
      `${pastVerbs[direction]} ${formatCounted(transferred.count, 'file')}, ${formatBytes(transferred.bytes)}${before}, ${proofSentence(report)}.`,
    )
  }
  if (adjusted > 0) said.push(`Adjusted the properties of ${formatCounted(adjusted, 'object')}.`)
  if (moved !== undefined) said.push(`Moved ${formatCount(moved.count)}.`)
  if (deleted.count > 0) said.push(`Deleted ${formatCount(deleted.count)}.`)
  if (aside !== undefined && aside.count > 0) said.push(asideSentence(aside))
  if (failed > 0) said.push(`${formatCount(failed)} failed.`)
  if (refused > 0) said.push(`${formatCount(refused)} refused: ${refusedWords(direction)}.`)
  if (withheld > 0) said.push(`${formatCounted(withheld, 'delete')} withheld.`)
  if (said.length === 0) said.push('Nothing was done.')
  if (askedForLess > 0) said.push(`Slowed down ${formatCounted(askedForLess, 'time')}, as it was asked to.`)
  if (endedBy?.code === 'interrupted') said.unshift('Cancelled.')
  return `${said.join(' ')} Took ${formatDuration(took)}.`
}

const asideSentence = ({ count, where }: AsideReport): string =>
  `Kept of what was there: ${formatCount(count)}, in ${where}.`

const refusedWords = (direction: Direction): string =>
  direction === 'restore' ? 'written since that run, or not kept' : 'changed since the plan was made'

function proofSentence({ proof }: RunReport): string {
  const { hash, size, none } = proof
  if (size + none === 0) return 'all verified'
  const parts = [
    [hash, 'verified by hash'],
    [size, 'by size alone'],
    [none, 'not verified'],
  ] as const
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatCount(count)} ${word}`)
    .join(', ')
}

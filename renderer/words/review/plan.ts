import type { PlanStatus, Recovery } from '../../../shared/bridge/plans.ts'
import { formatCount, formatCounted } from '../../../shared/formats.ts'
import { leftOutOf, type Amounts } from '../../review/amounts.ts'
import { verbs } from './row.ts'

type Direction = PlanStatus['direction']

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

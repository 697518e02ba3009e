import { countedMoves, deletesAndMoves } from '../../../shared/counted-moves.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { Tally } from '../../../shared/job.ts'
import type { Deletes } from '../../../shared/bridge/plans.ts'
import { exceeds, type Review } from '../../engine/index.ts'
import type { PlanMade } from './plan-parts.ts'

/** Above this many deletes, and half of what is there, the number has to be typed where no budget is set (faults.md 2.2). */
const fewDeletes = 10

/** What a person has seen of a plan, and typed. */
export interface Reviewed {
  readonly digest: string
  readonly deletes: number
  readonly deleteBytes: number
  /** The number of deletes, and of the moves that count with them; null where it was not asked for. */
  readonly typed: string | null
}

/** The same as it is now. */
export interface AsItIs {
  readonly digest: string
  readonly deletes: Tally
  /** Those that count with the deletes (`countedMoves`). */
  readonly moves: number
  readonly destinationEntries: number
  /** The number has to be typed. */
  readonly mustType: boolean
  /** Deletes that are withheld anyway need no word of anybody; the second halves of moves are withheld with them. */
  readonly withheld: boolean
}

/**
 * Whether a plan is what was reviewed:
 *
 * | digest, deletes and bytes | deletes, and moves that count | the number must be typed | typed | then               |
 * |---------------------------|-------------------------------|--------------------------|-------|--------------------|
 * | others                    |                               |                          |       | `changed`          |
 * | the same                  | none, or withheld             |                          |       | it is              |
 * | the same                  | some                          | no                       |       | it is              |
 * | the same                  | some                          | yes                      | yes   | it is              |
 * | the same                  | some                          | yes                      | no    | `too-many-deletes` |
 *
 * @throws SluiceError
 */
export function checkReviewed(reviewed: Reviewed, now: AsItIs): void {
  const { count, bytes } = now.deletes
  if (reviewed.digest !== now.digest || reviewed.deletes !== count || reviewed.deleteBytes !== bytes) {
    throw new SluiceError({
      code: 'changed',
      message: 'The plan is no longer the one that was on screen.',
      advice: 'Nothing was done. Look at it again, then apply it.',
    })
  }
  const typed = reviewed.typed?.replace(/[\s,.]/g, '')
  const names = count + now.moves
  if (names > 0 && !now.withheld && now.mustType && typed !== String(names)) {
    const what = deletesAndMoves(count, now.moves)
    throw new SluiceError({
      code: 'too-many-deletes',
      message: `${what} of ${now.destinationEntries} entries at the destination are more than go without a word.`,
      advice: `Nothing was done. Type ${names} to say that they should go.`,
    })
  }
}

/** What a plan would delete, and what moves take away that count with it. */
export function deletesOf(review: Review, made: Pick<PlanMade, 'options' | 'file'>): Deletes {
  const categories = review.totals.categories()
  const { count, bytes } = categories.delete.included
  const moves = countedMoves(made.file, categories)
  const destinationEntries = review.folders.root()?.destinationEntries ?? 0
  const names = { count: count + moves.count, bytes: bytes + moves.bytes }
  return {
    count,
    bytes,
    moves: moves.count,
    destinationEntries,
    mustType: isToBeTyped(names, destinationEntries, made),
    folders: review.folders.losers(50),
  }
}

/**
 * Whether the number of names that go has to be typed: more than the budget; where there is none, more than ten and more
 * than half of the side. What a plan made elsewhere says of the side is not believed.
 */
function isToBeTyped(
  deletes: Tally,
  destinationEntries: number,
  { options: { maxDelete }, file }: Pick<PlanMade, 'options' | 'file'>,
): boolean {
  const isOver = maxDelete !== null && exceeds(maxDelete, { deletes, destinationEntries })
  const isMany = deletes.count > fewDeletes
  if (file?.madeHere === false) return isMany || isOver
  return maxDelete === null ? isMany && deletes.count * 2 > destinationEntries : isOver
}

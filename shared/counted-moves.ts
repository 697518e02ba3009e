import type { PlanOrigin } from './bridge/plans.ts'
import { formatCounted } from './formats.ts'
import type { Tally } from './job.ts'
import type { CategoryTotals } from './review.ts'

/**
 * Which moves count with the deletes, as each of them takes a name away:
 *
 * | the plan                    | moves that count                                             |
 * |-----------------------------|--------------------------------------------------------------|
 * | was made here               | none: what is in both names was compared here                |
 * | is a file made elsewhere    | all: that each is a move, and no loss, only its file says    |
 */
export const countedMoves = (
  file: Pick<PlanOrigin, 'madeHere'> | null,
  { move }: { readonly move: Pick<CategoryTotals, 'included'> },
): Tally => (file?.madeHere === false ? move.included : { count: 0, bytes: 0 })

/** How many of each: `3 deletes and 2 moves`, `2 moves`. */
export const deletesAndMoves = (deletes: number, moves: number): string =>
  [
    ...(deletes > 0 || moves === 0 ? [formatCounted(deletes, 'delete')] : []),
    ...(moves === 0 ? [] : [formatCounted(moves, 'move')]),
  ].join(' and ')

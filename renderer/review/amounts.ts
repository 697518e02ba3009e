import type { PlanStatus } from '../../shared/bridge/plans.ts'
import { countedMoves } from '../../shared/counted-moves.ts'

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

/** How many rows were left out by hand. */
export const leftOutOf = ({ totals }: Pick<PlanStatus, 'totals'>): number =>
  Object.values(totals).reduce((sum, { leftOut }) => sum + leftOut.count, 0)

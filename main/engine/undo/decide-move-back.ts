import type { PlanRow, Seen } from '../../../shared/plan-row.ts'
import type { Undoing } from './decide-undo.ts'
import type { Found } from './look-aside.ts'

/** A file that a run has renamed gets its old name back. */
export type MoveBack = Undoing | { readonly kind: 'move-back'; readonly seen: Seen }

/**
 * What must be done to a file that a run has renamed.
 *
 * | its old name    | its new name    | undoing       |
 * |-----------------|-----------------|---------------|
 * | nothing         | that very file  | move-back     |
 * | as it was       | nothing         | same          |
 * | anything else   | any             | written-since |
 *
 * @param row as `halvesOf` makes it
 */
export function decideMoveBack({ source, from }: PlanRow, { now, other }: Found): MoveBack {
  if (now === null && other !== null && from !== undefined && isSame(other, from.seen))
    return { kind: 'move-back', seen: other }
  if (now !== null && other === null && source !== null && isSame(now, source)) return { kind: 'same' }
  return { kind: 'refused', reason: 'written-since' }
}

const isSame = (now: Seen, then: Seen): boolean =>
  now.size === then.size &&
  now.modified === then.modified &&
  now.file?.dev === then.file?.dev &&
  now.file?.ino === then.file?.ino

/** The old name of a move as if the run had deleted it: that it found nothing there says nothing of now. */
export function asDeleted(left: PlanRow): PlanRow {
  const { untouched: _, ...outcome } = left.outcome ?? {}
  return { ...left, outcome }
}

import type { Outcome, PlanRow } from '../../../shared/plan-row.ts'

/** What was done to one key. */
export interface DoneRow extends PlanRow {
  /** Of the new name of a move: its old one, which is to be back before the new one goes. */
  readonly left?: PlanRow
}

/** What is known of a move whose new name is there, and its old one too: what became of its first half. */
export function copiedHalf({ action, outcome }: PlanRow): Outcome | null {
  if (action !== 'move' || outcome?.proof === undefined) return null
  const { error: _, now: __, deleteMarker: ___, from: ____, ...copied } = outcome
  return copied
}

/**
 * A move as the copy and the delete that it is to whoever undoes it; null for a half that was not done. A file that was
 * renamed has one: the move back.
 *
 * | state               | its outcome | fresh: a copy | old: a delete |
 * |---------------------|-------------|---------------|---------------|
 * | done                | renamed     | no            | a move        |
 * | done                | any other   | yes           | yes           |
 * | any other           | has a proof | yes           | no            |
 * | any other           | has none    | no            | no            |
 */
export function halvesOf(row: PlanRow): {
  readonly fresh: DoneRow | null
  readonly old: PlanRow | null
} {
  const { from, ...own } = row
  const { outcome } = row
  if (row.state === 'done' && from !== undefined && outcome?.from?.renamed === true) {
    const { written } = outcome
    const back = { key: row.key, seen: written ?? from.seen }
    return { fresh: null, old: { ...own, key: from.key, source: from.seen, from: back } }
  }
  const copied = copiedHalf(row)
  const old = row.state === 'done' && from !== undefined ? oldHalf(own, from, outcome) : null
  return {
    fresh:
      copied === null
        ? null
        : {
            ...own,
            action: 'copy',
            state: 'done',
            outcome: copied,
            ...(old === null ? {} : { left: old }),
          },
    old,
  }
}

function oldHalf(
  own: Omit<PlanRow, 'from'>,
  { key, seen }: NonNullable<PlanRow['from']>,
  outcome: Outcome | null,
): PlanRow {
  const { aside, untouched } = outcome?.from ?? {}
  return {
    ...own,
    key,
    action: seen.file === undefined ? 'delete-remote' : 'delete-local',
    source: null,
    destination: seen,
    outcome: {
      ...(outcome?.deleteMarker === undefined ? {} : { deleteMarker: outcome.deleteMarker }),
      ...(aside === undefined ? {} : { aside }),
      ...(untouched === undefined ? {} : { untouched }),
    },
  }
}

import type { Outcome, PlanRow } from '../../../shared/plan-row.ts'

/** What is known of a move whose new name is there, and its old one too: what became of its first half. */
export function copiedHalf({ action, outcome }: PlanRow): Outcome | null {
  if (action !== 'move' || outcome?.proof === undefined) return null
  const { error: _, now: __, deleteMarker: ___, ...copied } = outcome
  return copied
}

/**
 * A move as the copy and the delete that it is to whoever undoes it; null for a half that was not done.
 *
 * | state               | its outcome | fresh: a copy | old: a delete |
 * |---------------------|-------------|---------------|---------------|
 * | done                | any         | yes           | yes           |
 * | any other           | has a proof | yes           | no            |
 * | any other           | has none    | no            | no            |
 */
export function halvesOf(row: PlanRow): {
  readonly fresh: PlanRow | null
  readonly old: PlanRow | null
} {
  const { from, ...own } = row
  const isDone = row.state === 'done'
  const copied = copiedHalf(row)
  const marker = row.outcome?.deleteMarker
  return {
    fresh: copied === null ? null : { ...own, action: 'copy', state: 'done', outcome: copied },
    old:
      !isDone || from === undefined
        ? null
        : {
            ...own,
            key: from.key,
            action: from.seen.file === undefined ? 'delete-remote' : 'delete-local',
            source: null,
            destination: from.seen,
            outcome: marker === undefined ? {} : { deleteMarker: marker },
          },
  }
}

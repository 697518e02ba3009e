import type { PlanHeader, PlannedRow, PlanSide } from '../../../shared/plan-file.ts'
import { isDelete, type Seen } from '../../../shared/plan-row.ts'
import { stageOf } from '../planning/run-schema.ts'

/**
 * What makes a row one that no planning of such a plan makes, in words that go after `row 7 …`; null for nothing.
 *
 * | row        | source | destination | action                          | state                          |
 * |------------|--------|-------------|---------------------------------|--------------------------------|
 * | a transfer | seen   | seen or not | that of the direction           | planned, left out; or failed as a conflict |
 * | a move     | seen   | –           | move, with the old name and what was seen of it | planned, left out; only where the rules delete and move |
 * | properties | seen   | seen        | update-properties, to a bucket  | planned, left out; only where the rules compare them |
 * | a delete   | –      | seen        | that of the direction           | planned, left out; only where the rules delete |
 * | a skip     | any    | any         | skip                            | planned                        |
 *
 * What was seen on a disk has a file's identity, and what was seen in a bucket an ETag: by them the row is held to what
 * was reviewed.
 */
export function whatIsWrong(row: PlannedRow, { source, destination, rules }: PlanHeader): string | null {
  const { action, state, reason } = row
  if (!row.key.isWellFormed()) return 'has a key that is no text'
  const failed = state === 'failed'
  if (failed !== (row.outcome !== null)) return 'says that it was done'
  const told = Object.keys(row.outcome ?? {})
  if (failed && (reason !== 'conflict' || row.outcome?.error?.code !== 'conflict' || told.length > 1))
    return 'says that it failed'
  switch (stageOf(action)) {
    case 'skip':
      return state === 'planned' ? null : 'is skipped and more'
    case 'delete':
      if (!rules.delete) return 'deletes, and the plan does not'
      if (action !== (destination.kind === 's3' ? 'delete-remote' : 'delete-local'))
        return 'does what it can not'
      if (failed || row.source !== null || row.destination === null) return 'deletes what was not seen so'
      break
    case 'transfer':
      if (action === 'move')
        return failed ? 'says that it failed' : whatIsWrongWithMove(row, { source, destination, rules })
      if (action === 'update-properties') {
        if (!rules.compareProperties || destination.kind !== 's3' || failed) return 'does what it can not'
        if (row.source === null || row.destination === null) return 'mends what was not seen'
        break
      }
      if (action !== directionBetween(source, destination)) return 'does what it can not'
      if (row.source === null) return 'transfers what was not seen'
  }
  if (row.from !== undefined) return 'has an old name and does not move'
  if (!fits(row.source, source) || !fits(row.destination, destination)) return 'does not say what was seen'
  return isDelete(action) && row.key.endsWith('/') && destination.kind === 'local' ? 'deletes a folder' : null
}

function whatIsWrongWithMove(
  { key, reason, from, ...row }: PlannedRow,
  { source, destination, rules }: Pick<PlanHeader, 'source' | 'destination' | 'rules'>,
): string | null {
  if (!rules.delete || !rules.moves || directionBetween(source, destination) === null)
    return 'moves, and the plan does not'
  if (reason !== 'renamed' || from === undefined || from.key === key || !from.key.isWellFormed())
    return 'does not say what it moves'
  if (
    row.source === null ||
    row.destination !== null ||
    row.source.size !== from.seen.size ||
    from.seen.size === 0
  )
    return 'moves what was not seen so'
  if (!fits(row.source, source) || !fits(from.seen, destination)) return 'does not say what was seen'
  if (source.kind === 's3' && destination.kind === 's3' && row.source.etag !== from.seen.etag)
    return 'moves what is not the same'
  return key.endsWith('/') || from.key.endsWith('/') ? 'moves a folder' : null
}

const fits = (seen: Seen | null, side: PlanSide): boolean =>
  seen === null ||
  (side.kind === 's3'
    ? seen.etag !== undefined && seen.file === undefined
    : seen.file !== undefined && seen.etag === undefined)

/** Null between two folders. */
function directionBetween(source: PlanSide, destination: PlanSide): 'upload' | 'download' | 'copy' | null {
  if (source.kind === 'local') return destination.kind === 's3' ? 'upload' : null
  return destination.kind === 's3' ? 'copy' : 'download'
}

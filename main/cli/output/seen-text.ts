import { formatBytes } from '../../../shared/formats.ts'
import type { PlanRow, Seen } from '../../../shared/plan-row.ts'

/** What was seen at a side, in words: `4.1 KiB, 2026-11-26 19:05:00 UTC, ETag 9a0364…`; null is nothing. */
export function seenText(seen: Seen | null): string {
  if (seen === null) return 'nothing'
  const { size, modified, etag, storageClass } = seen
  return [
    formatBytes(size),
    timeText(modified),
    ...(etag === undefined ? [] : [`ETag ${etag}`]),
    ...(storageClass === undefined ? [] : [storageClass]),
  ].join(', ')
}

/** A time in UTC, which is the same wherever a plan is read. @param milliseconds since 1970 */
export function timeText(milliseconds: number): string {
  const time = new Date(milliseconds)
  if (Number.isNaN(time.getTime())) return 'at no time'
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** Below a row that was refused: each side that has changed, as the plan saw it and as it is now. */
export function thenAndNow({ source, destination, from, outcome }: PlanRow): string[] {
  const now = outcome?.now ?? {}
  const line = (side: string, then: Seen | null, found: Seen | null | undefined): string[] =>
    found === undefined || isSame(then, found)
      ? []
      : [`  ${side} then: ${seenText(then)}`, `  ${side} now:  ${seenText(found)}`]
  return [
    ...line('source', source, now.source),
    ...line('destination', destination, now.destination),
    ...line('old name', from?.seen ?? null, now.from),
  ]
}

const isSame = (then: Seen | null, now: Seen | null): boolean =>
  then?.size === now?.size && then?.modified === now?.modified && then?.etag === now?.etag

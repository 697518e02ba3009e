import { formatBytes, formatCount, formatCounted } from './formats.ts'
import type { RunReport } from './job.ts'

/** Where somebody else's write could be lost all the same; null where it can't. */
export function raceText({ lookedAt = 0 }: RunReport): string | null {
  if (lookedAt === 0) return null
  const objects = formatCounted(lookedAt, 'object was', 'objects were')
  return `${objects} looked at right before, and then written or deleted without a condition that the server would have kept: what somebody else wrote in that very moment is lost`
}

/**
 * What a run cost, in requests by kind, the most first, and in bytes; null for one that has asked S3 for nothing.
 *
 * `14 requests: 12 PutObject, 2 ListObjectsV2; 1.2 MiB moved`
 */
export function costText({ requests = {}, transferred, kept }: RunReport): string | null {
  const kinds = Object.entries(requests).sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
  if (kinds.length === 0) return null
  const all = kinds.reduce((sum, [, count]) => sum + count, 0)
  const moved = transferred.bytes - kept
  const said = kinds.map(([name, count]) => `${formatCount(count)} ${name}`).join(', ')
  return `${formatCounted(all, 'request')}: ${said}${moved > 0 ? `; ${formatBytes(moved)} moved` : ''}`
}

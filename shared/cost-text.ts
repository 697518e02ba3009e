import { formatBytes, formatCount, formatCounted } from './formats.ts'
import type { RunReport } from './job.ts'

/** Where somebody else's write could be lost all the same; null where it can't. */
export function raceText({ lookedAt = 0, onTrust = 0 }: RunReport): string | null {
  const counted = (count: number): string => formatCounted(count, 'object was', 'objects were')
  const said = [
    ...(lookedAt === 0
      ? []
      : [
          `${counted(lookedAt)} looked at right before, and then written or deleted without a condition that the server would have kept: what somebody else wrote in that very moment is lost`,
        ]),
    ...(onTrust === 0
      ? []
      : [
          `${counted(onTrust)} written under a condition that this server is not known to keep: if it ignores it, what somebody else wrote there since the plan was made is lost`,
        ]),
  ]
  return said.length === 0 ? null : said.join('; ')
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

import type { AsideReport } from '../../../shared/aside.ts'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { formatBytes, formatCount, formatCounted, formatDuration } from '../../../shared/formats.ts'
import type { RunReport } from '../../../shared/job.ts'

type Direction = PlanStatus['direction']

export const pastVerbs: Readonly<Record<Direction, string>> = {
  upload: 'Uploaded',
  download: 'Downloaded',
  copy: 'Copied',
  restore: 'Restored',
}

/** What a finished run did, in one sentence or a few. */
export function resultSentence(report: RunReport, direction: Direction): string {
  const { transferred, kept, adjusted = 0, moved, deleted, failed, refused, withheld } = report
  const { endedBy, took, aside, askedForLess = 0 } = report
  const said: string[] = []
  if (transferred.count > 0) {
    const before = kept === 0 ? '' : ` (${formatBytes(kept)} of it by a run that was cut off)`
    said.push(
      `${pastVerbs[direction]} ${formatCounted(transferred.count, 'file')}, ${formatBytes(transferred.bytes)}${before}, ${proofSentence(report)}.`,
    )
  }
  if (adjusted > 0) said.push(`Adjusted the properties of ${formatCounted(adjusted, 'object')}.`)
  if (moved !== undefined) said.push(`Moved ${formatCount(moved.count)}.`)
  if (deleted.count > 0) said.push(`Deleted ${formatCount(deleted.count)}.`)
  if (aside !== undefined && aside.count > 0) said.push(asideSentence(aside))
  if (failed > 0) said.push(`${formatCount(failed)} failed.`)
  if (refused > 0) said.push(`${formatCount(refused)} refused: ${refusedWords(direction)}.`)
  if (withheld > 0) said.push(`${formatCounted(withheld, 'delete')} withheld.`)
  if (said.length === 0) said.push('Nothing was done.')
  if (askedForLess > 0) said.push(`Slowed down ${formatCounted(askedForLess, 'time')}, as it was asked to.`)
  if (endedBy?.code === 'interrupted') said.unshift('Cancelled.')
  return `${said.join(' ')} Took ${formatDuration(took)}.`
}

const asideSentence = ({ count, where }: AsideReport): string =>
  `Kept of what was there: ${formatCount(count)}, in ${where}.`

const refusedWords = (direction: Direction): string =>
  direction === 'restore' ? 'written since that run, or not kept' : 'changed since the plan was made'

function proofSentence({ proof }: RunReport): string {
  const { hash, size, none } = proof
  if (size + none === 0) return 'all verified'
  const parts = [
    [hash, 'verified by hash'],
    [size, 'by size alone'],
    [none, 'not verified'],
  ] as const
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatCount(count)} ${word}`)
    .join(', ')
}

import {
  formatBytes,
  formatCount,
  formatCounted,
  formatDuration,
  formatRate,
} from '../../../shared/formats.ts'
import type { RunReport, Tally } from '../../../shared/job.ts'

/** A run in one line. `took` is in milliseconds. */
export function summaryText(report: RunReport): string {
  const { transferred, kept, moved, deleted, summary, dryRun, took } = report
  const parts = dryRun
    ? [
        ...tally('to transfer', summary.transfers),
        ...tally('to move', summary.moves),
        ...adjusted('to be given other properties', summary.adjusted),
        ...tally('to delete', summary.deletes),
      ]
    : [
        ...tally('transferred', transferred),
        ...keptText(kept),
        ...tally('moved', moved),
        ...adjusted('given other properties', report.adjusted),
        ...tally('deleted', deleted),
      ]
  const troubles = [
    ...count(report.failed, 'failed'),
    ...count(report.refused, 'refused'),
    ...count(report.withheld, 'withheld'),
    ...count(report.warnings, 'skipped with a warning'),
    ...slowerText(report),
  ]
  const said = [...parts, ...troubles]
  if (said.length === 0) said.push(report.endedBy ? 'nothing was done' : 'nothing to do')
  const same = summary.same === 0 ? [] : [`${formatCounted(summary.same, 'entry', 'entries')} the same`]
  const rate =
    !dryRun && took >= 1000 && transferred.bytes > kept
      ? ` (${formatRate(((transferred.bytes - kept) * 1000) / took)})`
      : ''
  return `${[...said, ...same].join(', ')}; ${formatDuration(took)}${rate}${proofText(report)}`
}

const tally = (what: string, { count, bytes }: Tally = { count: 0, bytes: 0 }): string[] =>
  count === 0 ? [] : [`${formatCounted(count, 'file')} (${formatBytes(bytes)}) ${what}`]

const adjusted = (what: string, count = 0): string[] =>
  count === 0 ? [] : [`${formatCounted(count, 'object')} ${what}`]

const keptText = (kept: number): string[] =>
  kept === 0 ? [] : [`${formatBytes(kept)} of it by a run that was cut off`]

const count = (value: number, what: string): string[] =>
  value === 0 ? [] : [`${formatCount(value)} ${what}`]

const slowerText = ({ askedForLess = 0 }: RunReport): string[] =>
  askedForLess === 0 ? [] : [`slowed down ${formatCounted(askedForLess, 'time')}, as it was asked to`]

/** `; verified: 34 by hash, 2 by size` */
export function proofText({ proof, dryRun }: Pick<RunReport, 'proof' | 'dryRun'>): string {
  const kinds = [
    ...count(proof.hash, 'by hash'),
    ...count(proof.size, 'by size only'),
    ...count(proof.none, 'not at all'),
  ]
  return dryRun || kinds.length === 0 ? '' : `; verified: ${kinds.join(', ')}`
}

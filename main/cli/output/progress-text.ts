import { formatBytes, formatCount, formatDuration, formatRate } from '../../../shared/formats.ts'
import type { Progress } from '../../../shared/job.ts'

/**
 * Where a run stands, in one line of at most `columns`: bytes, rate, items, time left. Totals have a `~` until the plan
 * is complete. What does not fit is left out from the end.
 */
export function progressText(progress: Progress, columns: number): string {
  const { bytes, transfers, deletes, listed, planned, rate, secondsLeft } = progress
  const about = planned ? '' : '~'
  const done = transfers.done + transfers.failed
  const listing = `listed ${formatCount(listed.source)} and ${formatCount(listed.destination)}`
  const parts =
    transfers.total + deletes.total === 0
      ? [listing]
      : [
          ...(transfers.total === 0
            ? []
            : [
                `${formatBytes(bytes.done)} of ${about}${formatBytes(bytes.total)}`,
                `${formatCount(done)} of ${about}${formatCount(transfers.total)} files`,
                formatRate(rate),
              ]),
          ...(secondsLeft === null ? [] : [`${formatDuration(Math.ceil(secondsLeft) * 1000)} left`]),
          ...(deletes.total === 0
            ? []
            : [
                `${formatCount(deletes.done + deletes.failed)} of ${about}${formatCount(deletes.total)} deleted`,
              ]),
          ...(transfers.failed === 0 ? [] : [`${formatCount(transfers.failed)} failed`]),
          ...(planned ? [] : [listing]),
        ]
  let line = ''
  for (const part of parts) {
    const longer = line === '' ? part : `${line}, ${part}`
    if (longer.length > columns) break
    line = longer
  }
  return line.slice(0, columns)
}

import { formatRate } from '../../../shared/formats.ts'
import type { Moving } from '../../../shared/job.ts'
import { causeWords } from '../job/causes.ts'

/**
 * How a row goes that is moving:
 *
 * | waits to be tried again | was tried before | words                                   |
 * |-------------------------|------------------|-----------------------------------------|
 * | no                      | no               | `25 % · 1.2 MiB/s`                      |
 * | no                      | yes              | `25 % · 1.2 MiB/s · 3rd try`            |
 * | yes                     |                  | `tries again in 2 s: server busy`       |
 *
 * What has no bytes has no percentage, and what stands still no rate.
 */
export function movingWords({ done, total, rate, attempt, again }: Moving): string {
  if (again !== null) {
    const seconds = Math.max(1, Math.ceil(again.in / 1000))
    return `tries again in ${seconds} s: ${causeWords[again.code]}`
  }
  const share = total === 0 ? [] : [`${Math.floor((100 * done) / total)} %`]
  return [
    ...share,
    ...(rate > 0 ? [formatRate(rate)] : []),
    ...(attempt > 1 ? [`${ordinal(attempt)} try`] : []),
  ].join(' · ')
}

function ordinal(count: number): string {
  const teens = count % 100 >= 11 && count % 100 <= 13
  const ending = teens ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')
  return `${count}${ending}`
}

import type { Reading } from '../state/rates.svelte.ts'

/** Of one of the two rates of a run. */
export interface Throughput {
  readonly peak: number
  readonly mean: number
  readonly now: number
}

/** What a rate came to over the whole run; nothing of a run without readings. */
export function throughputOf(
  {
    history,
    peak,
  }: { readonly history: readonly Reading[]; readonly peak: Pick<Reading, 'bytes' | 'files'> },
  what: 'bytes' | 'files',
): Throughput {
  let [sum, span, before] = [0, 0, 0]
  for (const [place, reading] of history.entries()) {
    const took = place === 0 ? 500 : reading.at - before
    sum += reading[what] * took
    span += took
    before = reading.at
  }
  return {
    peak: peak[what],
    mean: span === 0 ? 0 : sum / span,
    now: history.at(-1)?.[what] ?? 0,
  }
}

/** The points of a line through readings, in a box of this size, its highest value at the top. */
export function linePoints(
  history: readonly Reading[],
  what: 'bytes' | 'files',
  { width, height, peak }: { readonly width: number; readonly height: number; readonly peak: number },
): string {
  const end = Math.max(1, history.at(-1)?.at ?? 1)
  const most = Math.max(peak, Number.MIN_VALUE)
  return history
    .map((reading) => {
      const x = (reading.at / end) * width
      const y = height - 1 - (reading[what] / most) * (height - 2)
      return `${x.toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}

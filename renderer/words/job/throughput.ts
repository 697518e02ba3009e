import { formatCount, formatRate } from '../../../shared/formats.ts'
import type { Throughput } from '../../job/throughput.ts'

/** `12 files/s`, `0.4 files/s`. */
const formatFileRate = (perSecond: number): string =>
  `${perSecond < 10 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond))} files/s`

/** A rate with the unit of what it counts. */
export const rateWords = (what: 'bytes' | 'files', perSecond: number): string =>
  what === 'bytes' ? formatRate(perSecond) : formatFileRate(perSecond)

/** The same that a picture of it shows: `peak 12.0 MiB/s, mean 8.1 MiB/s, now 9.0 MiB/s`. */
export function throughputWords(what: 'bytes' | 'files', { peak, mean, now }: Throughput): string {
  return `peak ${rateWords(what, peak)}, mean ${rateWords(what, mean)}, now ${rateWords(what, now)}`
}

/** How fast a run goes, and has gone. */
export const throughput = {
  label: 'Throughput',
  title: 'Throughput of the whole run',
  /** Read aloud before the rate of now. */
  now: 'Throughput: ',
  bytes: 'Bytes',
  files: 'Files',
  /** A picture of one rate. */
  overTheRun: (what: string, words: string) => `${what} over the run: ${words}`,
  /** The beginning of its axis. */
  begin: '0 s',
}

import type { Progress } from '../../shared/job.ts'

/** How much of the rate is drawn small: readings, one every half a second. */
const kept = 120
const every = 500
/** How many readings of a whole run are kept: beyond, each two become one of their mean. */
const most = 600

/** A reading of a run, over a while that ends at `at`. */
export interface Reading {
  /** Milliseconds since the first reading. */
  readonly at: number
  /** Bytes a second. */
  readonly bytes: number
  /** Files a second that came to their end: transferred, deleted, or failed. */
  readonly files: number
}

/** The rates of a run, as they are drawn: the last minute, and the whole of it in bounded room. */
export class Rates {
  /** Bytes a second, the newest last. */
  all = $state.raw<readonly number[]>([])
  /** Of the whole run, the oldest first. */
  history = $state.raw<readonly Reading[]>([])
  /** The highest readings of the whole run. */
  peak = $state.raw<Pick<Reading, 'bytes' | 'files'>>({ bytes: 0, files: 0 })
  #last = -Infinity
  #first = 0
  #items = 0
  /** How many readings are one of the history. */
  #together = 1
  #full: readonly Reading[] = []
  #open: Reading[] = []

  /** Takes a reading, unless the last one is of just now. */
  keep(progress: Progress): void {
    const now = performance.now()
    if (now - this.#last < every) return
    const { transfers, deletes, rate } = progress
    const items = transfers.done + transfers.failed + deletes.done + deletes.failed
    const seconds = (now - this.#last) / 1000
    const files = Number.isFinite(seconds) ? Math.max(0, items - this.#items) / seconds : 0
    if (!Number.isFinite(seconds)) this.#first = now
    this.#last = now
    this.#items = items
    this.all = [...this.all, rate].slice(-kept)
    this.#remember({ at: now - this.#first, bytes: rate, files })
  }

  /** The same plan runs anew. */
  clear(): void {
    this.all = []
    this.history = []
    this.peak = { bytes: 0, files: 0 }
    this.#last = -Infinity
    this.#together = 1
    this.#full = []
    this.#open = []
  }

  #remember(reading: Reading): void {
    this.peak = {
      bytes: Math.max(this.peak.bytes, reading.bytes),
      files: Math.max(this.peak.files, reading.files),
    }
    this.#open.push(reading)
    this.history = [...this.#full, mean(this.#open)]
    if (this.#open.length < this.#together) return
    this.#full = this.history
    this.#open = []
    if (this.#full.length < most) return
    this.#full = halve(this.#full)
    this.#together *= 2
  }
}

/** Of readings of the same length, one after the other. */
const mean = (readings: readonly Reading[]): Reading => ({
  at: readings.at(-1)?.at ?? 0,
  bytes: readings.reduce((sum, { bytes }) => sum + bytes, 0) / readings.length,
  files: readings.reduce((sum, { files }) => sum + files, 0) / readings.length,
})

const halve = (readings: readonly Reading[]): Reading[] =>
  readings.flatMap((reading, place) => {
    const next = readings[place + 1]
    return place % 2 === 1 ? [] : [next === undefined ? reading : mean([reading, next])]
  })

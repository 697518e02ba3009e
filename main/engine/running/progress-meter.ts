import type { Progress, SideName } from '../../../shared/job.ts'

const windowMs = 4_000
const sampleEvery = 250

/** Seconds of work before a rate says anything of what is left. */
const knowsAfter = 1.5

interface Sample {
  readonly at: number
  readonly bytes: number
  readonly items: number
}

/**
 * Counts a run and says where it stands. The rate is over the last few seconds; the time left is by bytes or by items,
 * whichever is slower, since ten thousand empty files take time too.
 */
export class ProgressMeter {
  readonly listed: Record<SideName, number> = { source: 0, destination: 0 }
  readonly transfers = { done: 0, failed: 0, total: 0 }
  readonly deletes = { done: 0, failed: 0, total: 0 }
  readonly bytes = { done: 0, total: 0 }
  planned = false
  #moved = 0
  #samples: Sample[] = []

  /** Bytes went over the wire; a retry counts again in the rate, never in the total. */
  addMoved(bytes: number): void {
    this.#moved += bytes
    this.bytes.done = Math.min(this.bytes.total, this.bytes.done + bytes)
  }

  /** Bytes need not go: they are there, and no part of the rate. */
  addKept(bytes: number): void {
    this.bytes.done = Math.min(this.bytes.total, this.bytes.done + bytes)
  }

  /** An attempt failed: what it had moved is to be moved again. */
  takeBack(bytes: number): void {
    this.bytes.done = Math.max(0, this.bytes.done - bytes)
  }

  /** @param now milliseconds */
  read(now: number): Progress {
    const items = this.transfers.done + this.transfers.failed + this.deletes.done + this.deletes.failed
    this.#sample({ at: now, bytes: this.#moved, items })
    const first = this.#samples[0]
    const seconds = first === undefined ? 0 : (now - first.at) / 1000
    const rate = first === undefined || seconds <= 0 ? 0 : (this.#moved - first.bytes) / seconds
    const itemRate = first === undefined || seconds <= 0 ? 0 : (items - first.items) / seconds
    return {
      listed: { ...this.listed },
      planned: this.planned,
      transfers: { ...this.transfers },
      deletes: { ...this.deletes },
      bytes: { ...this.bytes },
      rate,
      secondsLeft: this.planned ? this.#secondsLeft(items, rate, itemRate, seconds) : null,
    }
  }

  #secondsLeft(itemsDone: number, rate: number, itemRate: number, seconds: number): number | null {
    const items = this.transfers.total + this.deletes.total - itemsDone
    const bytes = this.bytes.total - this.bytes.done
    if (items <= 0) return 0
    if (seconds < knowsAfter) return null
    const byItems = itemRate > 0 ? items / itemRate : null
    const byBytes = bytes <= 0 ? 0 : rate > 0 ? bytes / rate : null
    if (byBytes === null) return null
    // One large file: its bytes tell, and no item has been finished yet.
    return byItems === null ? (bytes > 0 ? byBytes : null) : Math.max(byItems, byBytes)
  }

  #sample(sample: Sample): void {
    const last = this.#samples.at(-1)
    if (last === undefined || sample.at - last.at >= sampleEvery) this.#samples.push(sample)
    const from = sample.at - windowMs
    while (this.#samples.length > 1 && (this.#samples[1]?.at ?? sample.at) <= from) this.#samples.shift()
  }
}

import type { Tally } from '../../../shared/job.ts'

/** A running total. */
export class Sum {
  count = 0
  bytes = 0

  add(bytes: number): void {
    this.count++
    this.bytes += bytes
  }

  toTally(): Tally {
    return { count: this.count, bytes: this.bytes }
  }
}

import type { ErrorCode } from '../../../shared/errors.ts'
import type { Moving } from '../../../shared/job.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import type { Retry } from './retry.ts'

/** A rate is over this long, in steps of this long: milliseconds. */
const windowMs = 3_000
const sampleEvery = 500

interface MovingRow {
  readonly seq: number
  readonly key: string
  readonly total: number
  done: number
  /** Bytes that went over the wire; those that went twice are counted twice. */
  moved: number
  attempt: number
  again: { readonly at: number; readonly code: ErrorCode } | null
  readonly samples: { readonly at: number; readonly moved: number }[]
}

/** The transfers that are going on, each with how far it is: as many as there are workers. */
export class MovingRows {
  readonly #rows = new Map<number, MovingRow>()

  begin(row: PlanRow): void {
    this.#rows.set(row.seq, {
      seq: row.seq,
      key: row.key,
      total: row.source?.size ?? 0,
      done: 0,
      moved: 0,
      attempt: 1,
      again: null,
      samples: [],
    })
  }

  /** Bytes went over the wire. */
  move(seq: number, bytes: number): void {
    const row = this.#rows.get(seq)
    if (row === undefined) return
    row.moved += bytes
    row.done = Math.min(row.total, row.done + bytes)
  }

  /** Bytes need not go, or, below zero, are to go again: no part of the rate. */
  keep(seq: number, bytes: number): void {
    const row = this.#rows.get(seq)
    if (row !== undefined) row.done = Math.max(0, Math.min(row.total, row.done + bytes))
  }

  /** The same retry, which says of a row how often it is tried, and what it waits for meanwhile. @param now milliseconds */
  watch(seq: number, retry: Retry, now: () => number): Retry {
    return (what, attempt, signal) =>
      retry(
        what,
        (attemptSignal, number) => {
          this.#tries(seq, number)
          return attempt(attemptSignal, number)
        },
        signal,
        ({ wait, error }) => {
          const row = this.#rows.get(seq)
          if (row !== undefined) row.again = { at: now() + wait, code: error.code }
        },
      )
  }

  /** What is tried most often of all that a row asks for is what is said of it. */
  #tries(seq: number, number: number): void {
    const row = this.#rows.get(seq)
    if (row === undefined || number === 1) return
    row.attempt = Math.max(row.attempt, number)
    row.again = null
  }

  end(seq: number): void {
    this.#rows.delete(seq)
  }

  /** @param now milliseconds */
  read(now: number): Moving[] {
    return [...this.#rows.values()].map((row) => ({
      seq: row.seq,
      key: row.key,
      done: row.done,
      total: row.total,
      rate: rateOf(row, now),
      attempt: row.attempt,
      again: row.again === null ? null : { in: Math.max(0, row.again.at - now), code: row.again.code },
    }))
  }
}

/** Bytes a second over the last few seconds. */
function rateOf({ samples, moved }: MovingRow, now: number): number {
  const last = samples.at(-1)
  if (last === undefined || now - last.at >= sampleEvery) samples.push({ at: now, moved })
  while (samples.length > 1 && (samples[1]?.at ?? now) <= now - windowMs) samples.shift()
  const first = samples[0]
  return first === undefined || now <= first.at ? 0 : ((moved - first.moved) / (now - first.at)) * 1000
}

import { arch, cpus, release, type as system } from 'node:os'
import { mediansOf, ratiosOf } from './medians.ts'
import type { Ratios } from './medians.ts'
import type { Use } from './measure.ts'
import type { Row } from './row.ts'
import type { Tried } from './run-row.ts'
import type { WindowUse } from './window/measure-window.ts'

export interface ContestantResult extends Tried {
  /** Null where it is void, or ran no round that counts. */
  readonly medians: Use | null
  /** It against Sluice, round by round; null of Sluice itself, and where either is void. */
  readonly ratios: Ratios | null
}

export interface RowResult {
  readonly id: string
  /** The day it was measured on, ISO 8601. */
  readonly date: string
  readonly title: string
  /** For what one of them costs; null where that says nothing. */
  readonly objects: number | null
  readonly contestants: readonly ContestantResult[]
}

export interface BenchResult {
  readonly machine: string
  readonly quick: boolean
  readonly rows: readonly RowResult[]
  /** Medians of B8; null where it was never measured. */
  readonly window: WindowUse | null
}

/** @param date ISO 8601 */
export function rowResult(row: Row, quick: boolean, date: string, tried: readonly Tried[]): RowResult {
  const ours = tried.find(({ kind }) => kind === 'sluice')
  return {
    id: row.id,
    date,
    title: row.title,
    objects: row.objects === null || !quick ? row.objects : row.objects / 10,
    contestants: tried.map((one) => {
      const counts = one.void === null && one.rounds.length > 0
      const pairs = counts && one !== ours && ours?.void === null
      return {
        ...one,
        medians: counts ? mediansOf(one.rounds) : null,
        ratios: pairs ? ratiosOf(one.rounds, ours.rounds) : null,
      }
    }),
  }
}

/**
 * The rows of this run, and those of the one before that it has left out, in the order of the table. What was measured on
 * another machine, or at other sizes, is not kept.
 * @param order ids of all rows
 */
export function withRowsBefore(
  result: BenchResult,
  before: BenchResult | null,
  order: readonly string[],
): BenchResult {
  if (before?.machine !== result.machine || before.quick !== result.quick) return result
  const kept = before.rows.filter(({ id }) => !result.rows.some((row) => row.id === id))
  const rows = [...kept, ...result.rows].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
  return { ...result, rows, window: result.window ?? before.window }
}

export function machineHere(): string {
  const all = cpus()
  return `${all.length} × ${all[0]?.model.trim() ?? 'CPU'}, ${system()} ${release()} ${arch()}, Node ${process.version}`
}

import type { ErrorData, ExitCode } from '../../../shared/errors.ts'
import type { Hint } from '../../../shared/hints.ts'
import type { ListingProblem, RunReport } from '../../../shared/job.ts'
import type { MovedFrom, PlanRow, Proof } from '../../../shared/plan-row.ts'
import { rowAddresses, type Addresses } from './addresses.ts'
import { whyText } from '../../../shared/why-text.ts'

/** What `--json` prints, one a line; `type` tells them apart. The report is always there, and always last. */
export type JsonLine = RowLine | WarningLine | NoticeLine | HintsLine | PlanFileLine | ReportLine

export interface RowLine extends Omit<PlanRow, 'from'> {
  readonly type: 'row'
  /** Of a move: the old key, and what was seen of it. */
  readonly moved?: MovedFrom
  readonly why: string
  readonly from: string
  readonly to: string | null
}

export type WarningLine = { readonly type: 'warning' } & ListingProblem

export interface NoticeLine {
  readonly type: 'notice'
  readonly subject: string
  readonly message: string
}

/** The plan was written to a file. */
export interface PlanFileLine {
  readonly type: 'plan-file'
  /** Absolute. */
  readonly file: string
  readonly digest: string
}

/** Of a dry run. */
export interface HintsLine {
  readonly type: 'hints'
  readonly hints: readonly Hint[]
}

export interface ReportLine {
  readonly type: 'report'
  readonly ok: boolean
  readonly exit: ExitCode
  /** Transfers, moves, changes of properties and deletes that the plan holds. */
  readonly planned: number
  /** Transfers, moves and changes of properties that were finished. */
  readonly done: number
  readonly failed: number
  readonly deleted: number
  /** Names that were deliberately left alone. */
  readonly skipped: number
  readonly proof: Readonly<Record<Proof, number>>
  /** What ended the run, or kept it from starting. */
  readonly error: ErrorData | null
  /** Everything else; absent when there was no run. */
  readonly run?: RunReport
}

export function rowJson(row: PlanRow, addresses: Addresses): RowLine {
  const { from: moved, ...own } = row
  const line = { type: 'row', ...own, why: whyText(row), ...rowAddresses(row, addresses) } as const
  return moved === undefined ? line : { ...line, moved }
}

export function reportJson(report: RunReport): ReportLine {
  const { exit, summary, transferred, failed, deleted, proof, endedBy } = report
  const others = (report.moved?.count ?? 0) + (report.adjusted ?? 0)
  const toDo = summary.transfers.count + (summary.moves?.count ?? 0) + (summary.adjusted ?? 0)
  return {
    type: 'report',
    ok: exit === 0,
    exit,
    planned: toDo + summary.deletes.count,
    done: transferred.count + others,
    failed,
    deleted: deleted.count,
    skipped: summary.skipped,
    proof,
    error: endedBy ?? summary.withheld,
    run: report,
  }
}

/** The last line where nothing was run. */
export function noRunJson(exit: ExitCode, error: ErrorData): ReportLine {
  const proof = { hash: 0, size: 0, none: 0 }
  return {
    type: 'report',
    ok: false,
    exit,
    planned: 0,
    done: 0,
    failed: 0,
    deleted: 0,
    skipped: 0,
    proof,
    error,
  }
}

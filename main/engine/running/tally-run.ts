import type { AsideReport } from '../../../shared/aside.ts'
import {
  errorCodes,
  worstExit,
  type ErrorCode,
  type ErrorData,
  type ExitCode,
} from '../../../shared/errors.ts'
import type { Aside } from '../aside/open-aside.ts'
import type { PlanSummary, RunReport, Tally } from '../../../shared/job.ts'
import { isDelete, type HeldBy, type PlanRow, type Proof } from '../../../shared/plan-row.ts'
import type { Side } from '../side.ts'
import { heldBy } from './held-by.ts'

/** Counts what becomes of rows, for the report and the exit code. */
export class RunTally {
  readonly transferred = { count: 0, bytes: 0 }
  readonly deleted = { count: 0, bytes: 0 }
  readonly moved = { count: 0, bytes: 0 }
  adjusted = 0
  readonly proof: Record<Proof, number> = { hash: 0, size: 0, none: 0 }
  readonly #requests = new Map<string, number>()
  readonly #failures = new Map<ErrorCode, { count: number; example: ErrorData }>()
  kept = 0
  failed = 0
  refused = 0
  /** Those of the refused that planning refused: they keep no deletes back. */
  refusedByPlan = 0
  withheld = 0
  warnings = 0
  /** How often the server, or this machine, asked for less at once. */
  askedForLess = 0
  endedBy: ErrorData | null = null
  /** Rows that less than a condition known to be kept has held to what was seen (`heldBy`). */
  readonly heldBy: Record<HeldBy, number> = { look: 0, trust: 0 }
  /** Where rows go; null before that is known. */
  destination: Side | null = null
  /** Where what is lost is put first; null for nowhere. */
  aside: Aside | null = null
  readonly #putAside = { count: 0, bytes: 0 }

  /** A request is about to be made. @param operation as S3 names it */
  countRequest(operation: string): void {
    this.#requests.set(operation, (this.#requests.get(operation) ?? 0) + 1)
  }

  /** A row reached its end; its state says which. */
  add(row: PlanRow): void {
    const error = row.outcome?.error
    if (row.state === 'done') this.#addDone(row)
    else if (row.state === 'withheld') this.withheld++
    else if (row.state === 'refused-changed') this.refused++
    else if (row.state === 'failed') this.failed++
    if (error === undefined) return
    const group = this.#failures.get(error.code)
    if (group === undefined) this.#failures.set(error.code, { count: 1, example: error })
    else group.count++
  }

  /** A run that was ended goes on: what ended it is over. */
  beginAgain(): void {
    this.endedBy = null
  }

  /** What failed, or was withheld because of it, is to be tried again; what was refused stays so. */
  forgetFailures(): void {
    this.failed = 0
    this.withheld = 0
    for (const code of [...this.#failures.keys()])
      if (code !== 'changed' && code !== 'not-kept') this.#failures.delete(code)
  }

  /** The first thing that ended the run stays its reason. */
  endBy(error: ErrorData): void {
    this.endedBy ??= error
  }

  /**
   * The worst of what holds (design.md, Command line):
   *
   * | what                                          | code                    |
   * |-----------------------------------------------|-------------------------|
   * | the run ended before its time                 | that error's            |
   * | deletes withheld by a guard                   | that error's (5)        |
   * | a row failed                                  | that error's for an item|
   * | a row was refused, or withheld after failures | 1                       |
   * | a name was skipped, or a notice given         | 2                       |
   */
  exit(summary: PlanSummary): ExitCode {
    const codes: ExitCode[] = []
    if (this.endedBy !== null) codes.push(errorCodes[this.endedBy.code].exit)
    if (summary.withheld !== null) codes.push(errorCodes[summary.withheld.code].exit)
    for (const code of this.#failures.keys()) codes.push(errorCodes[code].item)
    if (this.refused > 0 || this.failed > 0 || (this.withheld > 0 && summary.withheld === null)) codes.push(1)
    if (this.warnings > 0) codes.push(2)
    return worstExit(codes)
  }

  report(run: { runId: string; dryRun: boolean; summary: PlanSummary; took: number }): RunReport {
    return {
      ...run,
      exit: this.exit(run.summary),
      transferred: { ...this.transferred },
      kept: this.kept,
      deleted: { ...this.deleted },
      ...(this.moved.count === 0 ? {} : { moved: { ...this.moved } }),
      ...(this.adjusted === 0 ? {} : { adjusted: this.adjusted }),
      failed: this.failed,
      refused: this.refused,
      withheld: this.withheld,
      warnings: this.warnings,
      proof: { ...this.proof },
      failures: [...this.#failures].map(([code, group]) => ({ code, ...group })),
      endedBy: this.endedBy,
      ...(this.heldBy.look === 0 ? {} : { lookedAt: this.heldBy.look }),
      ...(this.heldBy.trust === 0 ? {} : { onTrust: this.heldBy.trust }),
      ...(this.askedForLess === 0 ? {} : { askedForLess: this.askedForLess }),
      ...(this.#requests.size === 0 ? {} : { requests: Object.fromEntries(this.#requests) }),
      ...(this.aside === null ? {} : { aside: this.#reportAside(this.aside) }),
    }
  }

  #reportAside(aside: Aside): AsideReport {
    const { kind, where } = aside
    return { kind, where, ...this.#putAside, ...(kind === 'prefix' ? { requests: aside.requests } : {}) }
  }

  #addDone(row: PlanRow): void {
    const held = this.destination === null ? null : heldBy(row, this.destination)
    if (held !== null) this.heldBy[held]++
    for (const kept of [row.outcome?.aside, row.outcome?.from?.aside])
      if (kept !== undefined) addTo(this.#putAside, kept.size)
    if (isDelete(row.action)) {
      addTo(this.deleted, row.destination?.size ?? 0)
      return
    }
    if (row.action === 'move') addTo(this.moved, row.from?.seen.size ?? 0)
    else if (row.action === 'update-properties') this.adjusted++
    else addTo(this.transferred, row.outcome?.bytes ?? 0)
    this.kept += row.outcome?.kept ?? 0
    this.proof[row.outcome?.proof ?? 'none']++
  }
}

function addTo(tally: { -readonly [field in keyof Tally]: Tally[field] }, bytes: number): void {
  tally.count++
  tally.bytes += bytes
}

const none = { count: 0, bytes: 0 }

export const emptySummary: PlanSummary = {
  complete: false,
  listed: { source: 0, destination: 0 },
  same: 0,
  excluded: none,
  transfers: none,
  replacesNewer: none,
  deletes: none,
  skipped: 0,
  problems: 0,
  protected: 0,
  withheld: null,
}

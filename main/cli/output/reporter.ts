import { formatCounted, formatJsonLine } from '../../../shared/formats.ts'
import { errorCodes, type ErrorCode, type ErrorData, type ExitCode } from '../../../shared/errors.ts'
import { hintText, isAboutTimes, type Hint } from '../../../shared/hints.ts'
import { costText } from '../../../shared/cost-text.ts'
import type { ListingProblem, PlanSummary, RunEvent, RunReport } from '../../../shared/job.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import type { ShowOptions } from '../flag.ts'
import { rowLine, type Addresses } from './addresses.ts'
import { asideLines } from './aside-text.ts'
import { errorLine, errorMeaning, fatalLines, requestIds } from './error-text.ts'
import { noRunJson, reportJson, rowJson, type JsonLine } from './json-lines.ts'
import { progressText } from './progress-text.ts'
import type { ProgressStyle, Screen } from './screen.ts'
import { thenAndNow } from './seen-text.ts'
import { summaryText } from './summary-text.ts'
import { warningAdvice, warningText } from './warning-text.ts'

/**
 * Says on stdout and stderr what a run does (FMT-3, D-18):
 *
 * | what                          | default | --no-progress | --only-show-errors | --quiet |
 * |-------------------------------|---------|---------------|--------------------|---------|
 * | rows done             stdout  | yes     | yes           | no                 | no      |
 * | rows of a dry run     stdout  | yes     | yes           | yes                | no      |
 * | failures, warnings    stderr  | yes     | yes           | yes                | no      |
 * | progress    stderr, terminal  | yes     | no            | no                 | no      |
 * | summary     stderr, terminal  | yes     | yes           | no                 | no      |
 * | JSON instead of rows  stdout  | yes     | yes           | yes                | yes     |
 */
export class Reporter {
  readonly #screen: Screen
  readonly #show: ShowOptions
  readonly #progressStyle: ProgressStyle
  readonly #explained = new Set<ErrorCode>()
  #holds = false
  readonly #advised = new Set<ListingProblem['kind']>()

  constructor(screen: Screen, show: ShowOptions) {
    this.#screen = screen
    this.#show = show
    const { progressEvery, progressLines } = show
    // A line each second where nobody says how often: ten would run away.
    const every = progressEvery === null ? (progressLines ? 1000 : 100) : progressEvery * 1000
    this.#progressStyle = { every, lines: progressLines }
  }

  /** Takes an event of a run. Await the promise, if any, to go no faster than the reader of stdout. */
  take(event: RunEvent, addresses: Addresses, dryRun: boolean): Promise<void> | undefined {
    switch (event.kind) {
      case 'row':
        return this.#takeRow(event.row, addresses, dryRun)
      case 'problem':
        this.#warnOf(event.problem, addresses)
        return this.#json(() => ({ type: 'warning', ...event.problem }))
      case 'notice':
        this.#warn(`${event.subject}: ${event.message}`)
        return this.#json(() => ({ type: 'notice', subject: event.subject, message: event.message }))
      case 'progress':
        if (!this.#holds && this.#show.progress && !this.#show.onlyErrors && !this.#show.quiet) {
          this.#screen.progress((columns) => progressText(event.progress, columns), this.#progressStyle)
        }
        return undefined
      case 'hints':
        if (!this.#show.onlyErrors) this.#complain(...event.hints.flatMap(hintLines))
        return this.#json(() => ({ type: 'hints', hints: event.hints }))
      case 'planned':
        return undefined
    }
  }

  /** The end of a run. */
  close(report: RunReport): Promise<void> | undefined {
    this.#screen.wipe()
    const { endedBy, summary } = report
    // A person who pressed Ctrl-C was told when they did.
    if (endedBy && endedBy.code !== 'interrupted') this.#complain(...fatalLines(endedBy))
    if (summary.withheld) this.#complain(...fatalLines(summary.withheld))
    else if (report.withheld > 0)
      this.#complain('Deletes were withheld, because transfers failed or were refused (see above).')
    if (this.#screen.hasProgress && !this.#show.onlyErrors)
      this.#complain(summaryText(report), ...costLines(report))
    if (!this.#show.onlyErrors) this.#complain(...asideLines(report))
    return this.#json(() => reportJson(report))
  }

  /** A plan was written. */
  planKept({ file, digest, rows }: { file: string; digest: string; rows: PlanSummary }): void {
    this.#screen.wipe()
    const { transfers, moves, adjusted, deletes } = rows
    const others = [
      moves === undefined ? '' : `, ${formatCounted(moves.count, 'move')}`,
      adjusted === undefined ? '' : `, ${formatCounted(adjusted, 'object')} to be given other properties`,
    ].join('')
    if (!this.#show.onlyErrors) {
      this.#complain(
        `plan: ${formatCounted(transfers.count, 'transfer')}${others} and ${formatCounted(deletes.count, 'delete')} kept in ${file}`,
        `  Look at it with: sluice show ${file}`,
        `  Do exactly that with: sluice apply ${file}`,
      )
    }
    void this.#json(() => ({ type: 'plan-file', file, digest }))
  }

  /** What kept the run from starting. @returns the exit code. */
  refuse(error: ErrorData): ExitCode {
    const { exit } = errorCodes[error.code]
    this.#complain(...fatalLines(error))
    void this.#json(() => noRunJson(exit, error))
    return exit
  }

  /** No progress is drawn over a question. @returns its end. */
  holdProgress(): () => void {
    this.#holds = true
    return () => {
      this.#holds = false
    }
  }

  /** Something for people only. */
  say(...lines: readonly string[]): void {
    this.#complain(...lines)
  }

  #takeRow(row: PlanRow, addresses: Addresses, dryRun: boolean): Promise<void> | undefined {
    const error = row.outcome?.error
    const prefix = dryRun ? '(dryrun) ' : ''
    const { quiet, onlyErrors, json } = this.#show
    if (row.state === 'failed') this.#complainOf(row, ' failed', error, addresses)
    else if (row.state === 'refused-changed') this.#complainOf(row, ' refused', error, addresses)
    else if (row.state === 'withheld') this.#complain(`${prefix}${rowLine(row, addresses, ' withheld')}`)
    else if (!json && !quiet && (dryRun || !onlyErrors) && row.action !== 'skip') {
      return this.#screen.out(`${prefix}${rowLine(row, addresses)}`)
    }
    return this.#json(() => rowJson(row, addresses))
  }

  /** A failure in one line, as aws has it; below it the request, and the first time also what such a failure means. */
  #complainOf(row: PlanRow, how: string, error: ErrorData | undefined, addresses: Addresses): void {
    const line = rowLine(row, addresses, how)
    if (error === undefined) {
      this.#complain(line)
      return
    }
    const isNew = !this.#explained.has(error.code)
    this.#explained.add(error.code)
    this.#complain(
      `${line} ${errorLine(error)}`,
      ...(isNew ? errorMeaning(error) : []),
      ...thenAndNow(row),
      ...requestIds(error),
    )
  }

  #warnOf(problem: ListingProblem, here: Addresses): void {
    const advice = this.#advised.has(problem.kind) ? null : warningAdvice(problem.kind)
    this.#advised.add(problem.kind)
    this.#complain(`warning: ${warningText(problem, here)}`, ...(advice === null ? [] : [`  ${advice}`]))
  }

  #warn(text: string): void {
    this.#complain(`warning: ${text}`)
  }

  #complain(...lines: readonly string[]): void {
    if (!this.#show.quiet) void this.#screen.err(...lines)
  }

  #json(line: () => JsonLine): Promise<void> | undefined {
    return this.#show.json ? this.#screen.out(formatJsonLine(line())) : undefined
  }
}

const costLines = (report: RunReport): string[] => {
  const cost = costText(report)
  return cost === null ? [] : [`  ${cost}`]
}

const hintLines = (hint: Hint): string[] => [
  `hint: ${hintText(hint)}`,
  ...(isAboutTimes(hint) ? ['  --size-only or --compare content would leave alone what is the same.'] : []),
]

import { SluiceError, type ExitCode } from '../../../shared/errors.ts'
import { formatJsonLine } from '../../../shared/formats.ts'
import type { RunReport } from '../../../shared/job.ts'
import type { PlanHeader } from '../../../shared/plan-file.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { filterSchema, ignoreFileSchema } from '../../../shared/sync-rules.ts'
import { z } from 'zod'
import { csvHead, rowCsv } from '../../../shared/row-csv.ts'
import { whyText } from '../../../shared/why-text.ts'
import type { Command, CommandCall } from '../command.ts'
import { absolutePath } from '../local-path.ts'
import { rowAddresses, rowLine, type Addresses, type Place } from '../output/addresses.ts'
import { rowJson } from '../output/json-lines.ts'
import { aboutPlan } from '../output/plan-text.ts'
import { stateWords } from '../output/state-words.ts'
import { aboutRun } from '../output/run-text.ts'
import { whyAbsent, whyLines } from '../output/why-lines.ts'
import type { Engine } from '../wiring.ts'

/** What is shown: a plan, or a run that was. */
interface Shown {
  readonly about: readonly string[]
  /** The first line of `--json`. */
  readonly json: Readonly<Record<string, unknown>>
  readonly source: Place
  readonly destination: Place
  readonly rules: Pick<PlanHeader['rules'], 'filters' | 'ignore' | 'selection'>
  rows(): Iterable<PlanRow>
  close(): void
}

const runName = /^\d{8}T\d{6}-[0-9a-f]{6}$/

/** `sluice show FILE|RUN [--why KEY]` */
export const show: Command = async (call) => {
  const { operands, options, parts, host, screen } = call
  const engine = await parts.engine()
  const what = operands[0] ?? ''
  const shown = runName.test(what)
    ? await openRun(call, engine, what)
    : openFile(engine, absolutePath(what, host))
  try {
    const addresses = { ...shown, cwd: host.cwd, platform: host.platform }
    if (options.why !== null) return await explain(call, engine, shown, options.why, addresses)
    const { json, csv } = options.show
    if (json) await screen.out(formatJsonLine(shown.json))
    else if (csv) await screen.out(csvHead)
    else for (const line of shown.about) await screen.out(line)
    let rows = 0
    for (const row of shown.rows()) {
      rows++
      await screen.out(
        json
          ? formatJsonLine(rowJson(row, addresses))
          : csv
            ? rowCsv(row, rowAddresses(row, addresses))
            : shortLine(row, addresses),
      )
      if (host.stdout.isClosed) return 0
    }
    if (json) await screen.out(formatJsonLine({ type: 'end', rows }))
    return 0
  } finally {
    shown.close()
  }
}

function openFile(engine: Engine, path: string): Shown {
  const file = engine.openPlanFile(path)
  const { header, digest } = file
  return {
    about: aboutPlan(file),
    json: { type: 'plan', ...header, digest },
    source: header.source,
    destination: header.destination,
    rules: header.rules,
    rows: () => file.rows(),
    close: () => {
      file.close()
    },
  }
}

/** What a run keeps of itself, as far as it is shown. */
const factsSchema = z.object({
  started: z.number(),
  source: z.string(),
  destination: z.string(),
  rules: z
    .object({
      filters: z.array(filterSchema),
      ignore: ignoreFileSchema.nullable().catch(null),
      selection: z.array(z.string()).nullable().catch(null),
    })
    .catch({ filters: [], ignore: null, selection: null }),
})

async function openRun({ host }: CommandCall, engine: Engine, runId: string): Promise<Shown> {
  const record = (await host.pastRuns()).find((run) => run.runId === runId)
  if (record === undefined) {
    throw new SluiceError({
      code: 'usage',
      message: `There is no run ${runId} on this machine.`,
      subject: runId,
      advice: 'The newest 50 runs are kept, for 30 days. For a file of that name, write ./ before it.',
    })
  }
  const past = engine.openPastRun(record.storePath, { now: () => host.now(), sleep: never, after: never })
  const read = factsSchema.safeParse({
    started: past.fact('started'),
    source: past.fact('source'),
    destination: past.fact('destination'),
    rules: past.fact('rules'),
  })
  if (!read.success) {
    past.close()
    throw new SluiceError({
      code: 'usage',
      message: `The record of ${runId} does not say what it was.`,
      subject: runId,
      advice: 'It may be damaged. Nothing else depends on it.',
    })
  }
  const { started, source, destination, rules } = read.data
  const report = (past.fact('report') as RunReport | undefined) ?? null
  return {
    about: aboutRun({ runId, started, source, destination, report }, past.review.totals.states()),
    json: { type: 'run', runId, started, source, destination, report },
    source: placeOf(source),
    destination: placeOf(destination),
    rules,
    *rows() {
      for (let seq = 1; seq <= past.review.rowCount; seq++) {
        const row = past.review.row(seq)
        if (row !== null) yield row
      }
    },
    close: () => {
      past.close()
    },
  }
}

/** The clock of a record that nobody writes to. */
const never = (): never => {
  throw new Error('Nothing is waited for here.')
}

function placeOf(text: string): Place {
  const [, bucket, prefix] = /^s3:\/\/(arn:[^/]*\/[^/]+|[^/]+)\/?(.*)$/s.exec(text) ?? []
  return bucket === undefined ? { kind: 'local', root: text } : { kind: 's3', bucket, prefix: prefix ?? '' }
}

/** `upload: a to s3://b/a (the destination does not have it)` */
function shortLine(row: PlanRow, addresses: Addresses): string {
  const state = row.state === 'planned' || row.state === 'done' ? '' : ` [${stateWords[row.state]}]`
  return `${rowLine(row, addresses)} (${whyText(row)})${state}`
}

/** @returns 1 where the name has no row. */
async function explain(
  { screen, options }: CommandCall,
  engine: Engine,
  shown: Shown,
  typed: string,
  addresses: Addresses,
): Promise<ExitCode> {
  const key = keyIn(typed, shown)
  for (const row of shown.rows()) {
    if (row.key !== key && row.from?.key !== key) continue
    if (options.show.json) await screen.out(formatJsonLine(rowJson(row, addresses)))
    else for (const line of whyLines(row, addresses)) await screen.out(line)
    return 0
  }
  const side = (place: Place): Parameters<Engine['compileFilters']>[1] =>
    place.kind === 'local' ? place : { kind: 's3' }
  const platform = addresses.platform === 'win32' ? 'win32' : 'posix'
  const { filters, ignore, selection } = shown.rules
  const filter = engine.compileFilters(filters, side(shown.source), platform, ignore)
  const decided = engine.onlySelected(filter, selection).decide(key)
  if (options.show.json) await screen.out(formatJsonLine({ type: 'none', key, ...decided }))
  else await screen.out(whyAbsent(key, decided))
  return 1
}

/** A key as it was typed, or the whole address of it at one of the sides. */
function keyIn(typed: string, { source, destination }: Pick<Shown, 'source' | 'destination'>): string {
  for (const place of [source, destination]) {
    const start = place.kind === 's3' ? `s3://${place.bucket}/${place.prefix}` : `${place.root}/`
    if (typed.startsWith(start)) return typed.slice(start.length)
  }
  return typed
}

import { z } from 'zod'
import { SluiceError } from '../../../shared/errors.ts'
import { formatCounted } from '../../../shared/formats.ts'
import { syncRulesSchema, type SyncRules } from '../../../shared/sync-rules.ts'
import { checkFlags } from '../check-flags.ts'
import type { Command, CommandCall } from '../command.ts'
import { openSides, readSides } from '../open-sides.ts'
import type { Engine } from '../wiring.ts'
import { runJob } from './run-job.ts'

/** What a run keeps of itself, as far as it is planned again; the file may be anybody's. */
const factsSchema = z.object({
  source: z.string(),
  destination: z.string(),
  rules: syncRulesSchema,
  task: z.string().optional(),
  report: z.object({ summary: z.object({ listed: z.object({ destination: z.number() }) }) }),
})

/**
 * `sluice plan --again RUN -o FILE`: plans the rows that a run has refused, and no others, as both sides are now, by the
 * rules of that run.
 */
export async function planAgain(call: CommandCall, runId: string): ReturnType<Command> {
  const engine = await call.parts.engine()
  const { source, destination, rules, only, refused } = await refusedIn(call, engine, runId)
  const sides = readSides(source, destination)
  checkFlags({ ...call.options, rules }, sides)
  if (!call.options.show.onlyErrors)
    call.reporter.say(
      `note: ${formatCounted(refused, 'row was', 'rows were')} refused by ${runId}, and ${refused === 1 ? 'is' : 'are'} looked at now.`,
    )
  const { planOut } = call.options
  return runJob(call, { ...rules, dryRun: true }, (opening) => openSides(sides, opening), planOut, only)
}

/** @throws SluiceError `usage` for a run that is not kept, is no sync, has not ended, or has refused nothing. */
async function refusedIn(
  { host, operands, options }: CommandCall,
  engine: Engine,
  runId: string,
): Promise<{
  source: string
  destination: string
  rules: SyncRules
  /** Of a move both names: what it is now, only both tell. */
  only: { keys: string[]; destinationEntries: number }
  refused: number
}> {
  if (operands.length > 0 || hasRules(options))
    throw usage(
      '--again has its sides and its rules from the run.',
      'Leave them out: sluice plan --again RUN -o FILE',
    )
  const record = (await host.pastRuns()).find((run) => run.runId === runId)
  if (record === undefined)
    throw usage(`There is no run ${runId} on this machine.`, 'The newest 50 runs are kept, for 30 days.')
  const facts = factsSchema.safeParse(engine.readPastFacts(record.storePath)).data
  if (facts === undefined || facts.rules.copyAll || (facts.task ?? 'sync') !== 'sync')
    throw usage(
      `Run ${runId} is no sync that has come to its end.`,
      'Plan its places anew, with sluice plan.',
    )
  const past = engine.openPastRun(record.storePath, { now: () => host.now(), sleep: never, after: never })
  try {
    const keys = new Set<string>()
    let refused = 0
    for (let seq = 1; seq <= past.review.rowCount; seq++) {
      const row = past.review.row(seq)
      if (row?.state === 'refused-changed' && row.action !== 'skip') {
        refused++
        for (const name of [row.key, row.from?.key]) if (name !== undefined) keys.add(name)
      }
    }
    if (refused === 0)
      throw usage(`Run ${runId} has refused no row.`, `What came of it is shown by: sluice show ${runId}`)
    const { source, destination, rules, report } = facts
    const only = {
      keys: [...keys].sort(engine.compareKeys),
      destinationEntries: report.summary.listed.destination,
    }
    return { source, destination, rules, only, refused }
  } finally {
    past.close()
  }
}

/** Flags that say what is planned, which the run has said. */
const hasRules = ({ rules, ignoreFile }: CommandCall['options']): boolean =>
  rules.delete || rules.filters.length > 0 || ignoreFile !== 'found'

/** The clock of a record that nobody writes to. */
const never = (): never => {
  throw new Error('Nothing is waited for here.')
}

const usage = (message: string, advice: string): SluiceError =>
  new SluiceError({ code: 'usage', message, advice })

import { z } from 'zod'
import { SluiceError } from '../../../shared/errors.ts'
import { formatCounted } from '../../../shared/formats.ts'
import { syncRulesSchema } from '../../../shared/sync-rules.ts'
import { checkEndpoint } from '../check-endpoint.ts'
import { checkFlags } from '../check-flags.ts'
import type { Command, CommandCall } from '../command.ts'
import type { Flag } from '../flag.ts'
import { flags } from '../flags.ts'
import { openSides, readSides, type OpenSides, type Opening, type TypedSides } from '../open-sides.ts'
import type { Engine } from '../wiring.ts'
import { runJob } from './run-job.ts'

/** What a run keeps of itself, as far as it is planned again; the file may be anybody's. */
const factsSchema = z.object({
  source: z.string(),
  destination: z.string(),
  sourceEndpoint: z.string().optional(),
  destinationEndpoint: z.string().optional(),
  rules: syncRulesSchema,
  task: z.string().optional(),
  report: z.object({ summary: z.object({ listed: z.object({ destination: z.number() }) }) }),
})
type Facts = z.output<typeof factsSchema>

/**
 * `sluice plan --again RUN -o FILE`: plans the rows that a run has refused, and no others, as both sides are now, by the
 * rules of that run.
 */
export async function planAgain(call: CommandCall, runId: string): ReturnType<Command> {
  const engine = await call.parts.engine()
  const { facts, only, refused } = await refusedIn(call, engine, runId)
  const { rules } = facts
  const sides = readSides(facts.source, facts.destination)
  checkFlags({ ...call.options, rules }, sides)
  if (!call.options.show.onlyErrors)
    call.reporter.say(
      `note: ${formatCounted(refused, 'row was', 'rows were')} refused by ${runId}, and ${refused === 1 ? 'is' : 'are'} looked at now.`,
    )
  const { planOut } = call.options
  return runJob(
    call,
    { ...rules, dryRun: true },
    (opening) => openAgain(runId, facts, sides, opening),
    planOut,
    only,
  )
}

/** @throws SluiceError as `openSides`; `usage` where a connection leads to another server than the run's did. */
async function openAgain(
  runId: string,
  { sourceEndpoint, destinationEndpoint }: Facts,
  sides: TypedSides,
  opening: Opening,
): Promise<OpenSides> {
  const opened = await openSides(sides, opening)
  try {
    for (const [side, there, did] of [
      [opened.source, sourceEndpoint, 'read from'],
      [opened.destination, destinationEndpoint, 'wrote to'],
    ] as const)
      if (side.kind === 's3') checkEndpoint({ runId, did, there, here: side.store.endpoint.label })
    return opened
  } catch (error) {
    opened.close()
    throw error
  }
}

/** @throws SluiceError `usage` for a run that is not kept, is no sync, has not ended, or has refused nothing. */
async function refusedIn(
  { host, operands, options }: CommandCall,
  engine: Engine,
  runId: string,
): Promise<{
  facts: Facts
  /** Of a move both names: what it is now, only both tell. */
  only: { keys: string[]; destinationEntries: number }
  refused: number
}> {
  const own = '--again has its sides and its rules from the run.'
  if (operands.length > 0) throw usage(own, 'Leave them out: sluice plan --again RUN -o FILE')
  const rule = options.given.find(isRule)
  if (rule !== undefined) throw usage(`${own} --${rule} would not count.`, `Leave --${rule} out.`)
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
    const only = {
      keys: [...keys].sort(engine.compareKeys),
      destinationEntries: facts.report.summary.listed.destination,
    }
    return { facts, only, refused }
  } finally {
    past.close()
  }
}

/** In the groups of the rules, but about this plan, its folders as they are now, and keys that no run keeps. */
const noRules: ReadonlySet<string> = new Set([
  ...['again', 'plan-out', 'allow-changed-mount'],
  ...['sse-c', 'sse-c-key', 'sse-c-copy-source', 'sse-c-copy-source-key'],
])

/** Whether a flag says what is planned, which the run has said. */
const isRule = (name: string): boolean =>
  name === 'page-size' ||
  (!noRules.has(name) && flags.some((flag) => flag.name === name && ruleGroups.has(flag.group)))

const ruleGroups: ReadonlySet<string> = new Set([
  'What is transferred',
  'What is deleted',
  'What new objects get',
] satisfies Flag['group'][])

/** The clock of a record that nobody writes to. */
const never = (): never => {
  throw new Error('Nothing is waited for here.')
}

const usage = (message: string, advice: string): SluiceError =>
  new SluiceError({ code: 'usage', message, advice })

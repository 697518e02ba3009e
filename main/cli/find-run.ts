import { z } from 'zod'
import { SluiceError } from '../../shared/errors.ts'
import type { Host } from '../host/host.ts'
import type { Engine } from './wiring.ts'

/** What a run keeps of itself, as far as an undo asks; the file may be anybody's. */
const factsSchema = z.object({
  started: z.number(),
  source: z.string(),
  destination: z.string(),
  destinationEndpoint: z.string().optional(),
  rules: z.object({ dryRun: z.boolean() }),
  from: z.string(),
  /** Of the window: when it was applied. */
  begun: z.number().optional(),
  report: z
    .object({ transferred: z.object({ count: z.number() }), deleted: z.object({ count: z.number() }) })
    .optional(),
})

export interface FoundRun {
  readonly runId: string
  readonly storePath: string
  readonly facts: z.output<typeof factsSchema>
}

/** The runs of the history that changed something, or were cut off before they could say; the newest first. */
export async function changingRuns(host: Host, engine: Engine): Promise<FoundRun[]> {
  return (await host.pastRuns()).flatMap(({ runId, storePath }) => {
    const facts = readFacts(storePath, engine)
    return facts !== null && mayHaveChanged(facts) ? [{ runId, storePath, facts }] : []
  })
}

/** @throws SluiceError `usage` where there is none of this name, or it changed nothing. */
export async function findRun(name: string, host: Host, engine: Engine): Promise<FoundRun> {
  const runs = await changingRuns(host, engine)
  const found = name === 'last' ? runs[0] : runs.find(({ runId }) => runId === name)
  if (found !== undefined) return found
  throw new SluiceError({
    code: 'usage',
    message:
      name === 'last'
        ? 'There is no run that changed anything.'
        : `There is no run ${name} that changed anything.`,
    subject: name,
    advice: 'The newest 50 runs are kept, for 30 days: sluice undo lists those that changed something.',
  })
}

function mayHaveChanged({ rules, from, begun, report }: FoundRun['facts']): boolean {
  if (rules.dryRun || (from === 'window' && begun === undefined)) return false
  return report === undefined || report.transferred.count + report.deleted.count > 0
}

/** Null for what can't be read: it is no run that could be undone. */
function readFacts(storePath: string, engine: Engine): FoundRun['facts'] | null {
  try {
    return factsSchema.safeParse(engine.readPastFacts(storePath)).data ?? null
  } catch (error) {
    if (error instanceof SluiceError) return null
    throw error
  }
}

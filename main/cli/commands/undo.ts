import { SluiceError, type ExitCode } from '../../../shared/errors.ts'
import { formatCounted } from '../../../shared/formats.ts'
import { parseLocation } from '../../../shared/location.ts'
import type { PastSide, Side } from '../../engine/index.ts'
import type { RunFiles } from '../../host/host.ts'
import { checkEndpoint } from '../check-endpoint.ts'
import type { Command, CommandCall } from '../command.ts'
import { changingRuns, findRun, type FoundRun } from '../find-run.ts'
import { openStore, type OpenSides, type Opening } from '../open-sides.ts'
import { localTime } from './ls.ts'
import { runJob } from './run-job.ts'

/** `sluice undo [RUN | last]` */
export const undo: Command = (call) => {
  const [name] = call.operands
  if (name === undefined) return listRuns(call)
  return runJob(call, { ...call.options.rules, delete: true }, (opening, files) =>
    openUndo(name, call, opening, files),
  )
}

async function openUndo(
  name: string,
  { reporter, options: { show } }: CommandCall,
  opening: Opening,
  files: Pick<RunFiles, 'stateOfRun'>,
): Promise<OpenSides<PastSide>> {
  const { host, engine, world, options } = opening
  const run = await findRun(name, host, engine)
  if (files.stateOfRun(run.runId) === 'running') throw goesOn(run)
  if (name === 'last' && !show.onlyErrors) reporter.say(`Undoing ${lineOf(run)}`)
  const { facts } = run
  const location = parseLocation(facts.destination)
  const store =
    location.kind === 's3' ? await openStore({ connection: options.connection, host, world, engine }) : null
  try {
    if (store !== null) {
      const here = store.endpoint.label
      checkEndpoint({ runId: run.runId, did: 'wrote to', there: facts.destinationEndpoint, here })
    }
    const record = engine.openUndone(run, world.clock)
    const destination: Side =
      location.kind === 's3' && store !== null
        ? { ...location, store }
        : { kind: 'local', root: facts.destination }
    return {
      source: record.past,
      destination,
      keys: {},
      aside: record.past.run.aside,
      facts: { task: 'undo' },
      close() {
        record.close()
        store?.close()
      },
    }
  } catch (error) {
    store?.close()
    throw error
  }
}

async function listRuns({ host, parts, screen }: CommandCall): Promise<ExitCode> {
  for (const run of await changingRuns(host, await parts.engine())) await screen.out(lineOf(run))
  return 0
}

/** `20261126T190502-0a1b2c  2026-11-26 19:05:02  ./site to s3://b/site/: 3 files transferred, 2 deleted` */
function lineOf({ runId, facts: { started, source, destination, report } }: FoundRun): string {
  const where = source === destination ? `in ${destination}` : `${source} to ${destination}`
  const what =
    report === undefined
      ? 'cut off'
      : `${formatCounted(report.transferred.count, 'file')} transferred, ${report.deleted.count} deleted`
  return `${runId}  ${localTime(started)}  ${where}: ${what}`
}

const goesOn = ({ runId }: FoundRun): SluiceError =>
  new SluiceError({
    code: 'locked',
    message: `Run ${runId} is still going on.`,
    subject: runId,
    advice: 'Nothing was done. Wait until it has ended, or stop it, then undo it.',
  })

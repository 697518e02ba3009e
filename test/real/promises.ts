import { compileFilters } from '../../main/engine/listing/filters.ts'
import { violations } from '../model/invariants.ts'
import { othersTouched } from '../model/run-effects.ts'
import type { RealRun } from './run-command.ts'
import type { RealWorld } from './real-world.ts'

/** A promise that needs a real process, or worlds whose sizes hide no difference: what is wrong, in words. */
type Promised = (world: RealWorld, run: RealRun) => string[]

const touched = (run: RealRun, name: string): boolean =>
  othersTouched(run, 'source', name) || othersTouched(run, 'destination', name)

/** Names that a run was to deal with, and nobody else did. */
function inScope(run: RealRun, names: Iterable<string>): string[] {
  const { exclude } = run.command
  const filters = compileFilters(exclude === null ? [] : [{ kind: 'exclude', pattern: exclude }], {
    kind: 's3',
  })
  return [...names].filter((name) => filters.includes(name) && !touched(run, name) && !name.endsWith('/'))
}

const promised: Readonly<Record<string, Promised>> = {
  'I1 success means the same bytes': (_, run) => {
    if (run.report?.exit !== 0 || run.command.dryRun) return []
    const { source, destination } = run.after
    const mayDiffer = (name: string): boolean =>
      run.command.compare === 'no-overwrite' && run.before.destination.has(name)
    return inScope(run, source.keys())
      .filter((name) => !mayDiffer(name))
      .filter(
        (name) =>
          Buffer.compare(source.get(name) ?? Buffer.of(), destination.get(name) ?? Buffer.of(0)) !== 0,
      )
      .map((name) => `${name} is not as at the source, and the exit code is 0`)
  },
  'I2 success with --delete means the same names': (_, run) => {
    if (run.report?.exit !== 0 || run.command.dryRun || !run.command.delete) return []
    return inScope(run, run.after.destination.keys())
      .filter((name) => !run.after.source.has(name))
      .map((name) => `${name} is at the destination alone, and the exit code is 0`)
  },
  'I8 nothing torn is ever visible': (_, { torn }) => torn.map((name) => `${name} was seen torn`),
  'I13 the exit code is the one that is said': (_, { cli, report, rows, command }) => {
    const wrong: string[] = []
    if (cli.signal === null && report === null) wrong.push(`exit ${cli.exit} without a report: ${cli.stderr}`)
    if (report !== null && report.exit !== cli.exit)
      wrong.push(`exit ${cli.exit}, and the report says ${report.exit}`)
    const failed = rows.filter(({ state }) => state === 'failed').map(({ key }) => key)
    if (new Set(failed).size !== failed.length) wrong.push('a row failed twice')
    if (failed.length > 0 && (cli.exit === 0 || cli.exit === 2))
      wrong.push(`exit ${cli.exit} with failed rows`)
    if (cli.exit === 130 && command.cancel === null) wrong.push('interrupted by nobody')
    // The second signal may find a run that the first has ended, and that no longer watches for one.
    const byUs = command.kill !== null || (command.cancel?.how === 'stop' && cli.signal === 'SIGINT')
    if (cli.signal !== null && !byUs && !cli.timedOut) wrong.push(`ended by ${cli.signal}`)
    return wrong
  },
  'I15 it comes to an end': (_, { cli }) => (cli.timedOut ? ['it does not end'] : []),
  'I16 no process is left': (_, { strays }) => strays.map((id) => `process ${id} is left`),
  'I18 no secret is told': (_, { toldIn }) => toldIn.map((where) => `a secret is in ${where}`),
}

/** All that is wrong with a run. */
export function broken(world: RealWorld, run: RealRun): string[] {
  const ofThese = Object.entries(promised).flatMap(([name, promise]) =>
    promise(world, run).map((what) => `${name}: ${what}`),
  )
  return [...violations(world, run), ...ofThese]
}

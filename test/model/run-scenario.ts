import { convergence } from './convergence.ts'
import { violations } from './invariants.ts'
import { RunRecords } from './run-records.ts'
import { runSync, type Ran } from './run-sync.ts'
import { runTwo } from './run-two.ts'
import type { Command, Scenario, SyncCommand } from './scenario.ts'
import { Simulation } from './simulation.ts'
import type { Runs } from './start-sync.ts'

/** What came of a scenario. */
export interface Played {
  /** What was wrong, and after which command; empty where every promise was kept. */
  readonly wrong: readonly string[]
  readonly runs: readonly Ran[]
  /** The same scenario gives the same trace (I20). */
  readonly trace: string
}

const calm = {
  faults: [],
  killAt: null,
  cancel: null,
  edits: [],
  interlopers: [],
  dryRun: false,
  maxDelete: null,
} as const

/** Plays a scenario to its end, and then runs without any fault until nothing is left to do (I9, I10). */
export async function play(scenario: Scenario): Promise<Played> {
  const records = leavesFiles(scenario) ? new RunRecords() : null
  try {
    return await playWith(scenario, records)
  } finally {
    records?.close()
  }
}

/** Whether a run may leave what the next one finds in its record, or among the digests of files: only then is it worth a file. */
const leavesFiles = ({ commands }: Scenario): boolean =>
  commands
    .flatMap(syncsOf)
    .some(
      ({ killAt, faults, compare, moves }) =>
        compare === 'content' ||
        moves === true ||
        killAt !== null ||
        faults.some(({ op }) => op === 'abortMultipart'),
    )

function syncsOf(command: Command): readonly SyncCommand[] {
  if (command.kind === 'edit' || command.kind === 'rename') return []
  return command.kind === 'two' ? [command.first, command.second] : [command]
}

async function playWith(scenario: Scenario, records: RunRecords | null): Promise<Played> {
  const sim = new Simulation(scenario)
  const runs: Ran[] = []
  const known: Runs = { records, states: new Map(), locks: new Set() }
  const run = async (command: SyncCommand): Promise<string[]> => {
    const ran = await runSync(sim, command, `run${runs.length}`, known)
    runs.push(ran)
    return violations(sim, ran)
  }
  const said = (command: number, wrong: readonly string[]): string[] =>
    wrong.map((what) => `command ${command}: ${what}`)
  const result = (wrong: readonly string[]): Played => ({ wrong, runs, trace: traceOf(runs) })

  for (const [i, command] of scenario.commands.entries()) {
    await sim.clock.advance(2000)
    if (command.kind === 'edit') {
      sim.edit(command.edit)
      continue
    }
    if (command.kind === 'rename') {
      sim.rename(command)
      continue
    }
    const wrong = command.kind === 'two' ? await runTwo(sim, command, `two${i}`, known) : await run(command)
    if (wrong.length > 0) return result(said(i, wrong))
  }
  const last = scenario.commands.flatMap(syncsOf).at(-1)
  if (last === undefined) return result([])
  sim.repair()
  const again: SyncCommand = { ...last, ...calm }
  for (const pass of ['first', 'second', 'third'] as const) {
    const wrong = await run(again)
    if (wrong.length > 0) return result([`${pass} calm run: ${wrong.join('; ')}`])
  }
  return result(convergence(sim, runs.at(-1)))
}

function traceOf(runs: readonly Ran[]): string {
  return JSON.stringify(
    runs.map(({ s3, fs, rows, report }) => [
      s3.map(({ op, bucket, keys, failed }) => [op, bucket, keys, failed]),
      fs.map(({ op, path, failed }) => [op, path, failed]),
      rows.map(({ key, action, state }) => [key, action, state]),
      report?.exit ?? 'killed',
    ]),
  )
}

import { violations } from './invariants.ts'
import { RunRecords } from './run-records.ts'
import { runSync, type Ran } from './run-sync.ts'
import type { Scenario, SyncCommand } from './scenario.ts'
import { Simulation } from './simulation.ts'

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
  const records = leavesUploads(scenario) ? new RunRecords() : null
  try {
    return await playWith(scenario, records)
  } finally {
    records?.close()
  }
}

/** Whether a run may leave what the next one finds in its record: only then is it worth a file. */
const leavesUploads = ({ commands }: Scenario): boolean =>
  commands.some(
    (command) =>
      command.kind === 'sync' &&
      (command.killAt !== null || command.faults.some(({ op }) => op === 'abortMultipart')),
  )

async function playWith(scenario: Scenario, records: RunRecords | null): Promise<Played> {
  const sim = new Simulation(scenario)
  const runs: Ran[] = []
  const states = new Map<string, 'running' | 'over'>()
  const run = async (command: SyncCommand): Promise<string[]> => {
    const runId = `run${runs.length}`
    states.set(runId, 'running')
    const ran = await runSync(sim, command, runId, (id) => states.get(id) ?? 'unknown', records)
    states.set(runId, 'over')
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
    const wrong = await run(command)
    if (wrong.length > 0) return result(said(i, wrong))
  }
  const last = scenario.commands.findLast((command) => command.kind === 'sync')
  if (last === undefined) return result([])
  sim.repair()
  const again: SyncCommand = { ...last, ...calm }
  for (const pass of ['first', 'second', 'third'] as const) {
    const wrong = await run(again)
    if (wrong.length > 0) return result([`${pass} calm run: ${wrong.join('; ')}`])
  }
  return result(convergence(sim, runs.at(-1)))
}

/** A run after two calm ones does nothing, and the two sides are as the rules want them (I1, I2, I9, I10). */
function convergence(sim: Simulation, ran: Ran | undefined): string[] {
  if (ran?.report == null) return ['the last calm run has no report']
  const { report, before, after, command } = ran
  const wrong: string[] = []
  const changes = [
    ...ran.s3.filter(({ op }) =>
      ['put', 'copy', 'startMultipart', 'get', 'remove', 'removeMany'].includes(op),
    ),
    ...ran.fs.filter(({ op }) => ['create', 'rename', 'unlink', 'write'].includes(op)),
  ]
  const there = [...after.source.keys(), ...after.destination.keys(), ...sim.foldersAndLinks()]
  // What has no place is tried each time.
  if (changes.length > 0 && !nests(there)) {
    wrong.push(
      `the third calm run does ${changes.map(({ op }) => op).join()}: ${ran.rows.map(({ key, state, reason }) => `${key} ${reason} ${state}`).join()}`,
    )
  }
  if (![0, 1, 2, 5].includes(report.exit)) wrong.push(`the third calm run exits with ${report.exit}`)
  if (report.exit === 1 && !nests(there)) {
    wrong.push('the third calm run fails without a conflict')
  }
  if (report.exit === 5 && command.allowEmptySource) wrong.push('a guard holds that was let go')
  if (report.exit !== 0 || command.exclude !== null) return wrong
  for (const name of after.source.keys()) {
    if (!after.destination.has(name) && !isUnplain(name)) wrong.push(`${name} is missing at the destination`)
  }
  if (command.delete) {
    for (const name of after.destination.keys()) {
      if (!before.source.has(name)) wrong.push(`${name} is at the destination alone`)
    }
  }
  return wrong
}

/** Whether a name is a folder of another: on a disk one of the two has no place, and is named as a conflict (D-3, D-12). */
const nests = (names: readonly string[]): boolean =>
  names.some((name) => names.some((other) => other.startsWith(`${name}/`)))

/** An empty key with a slash at its end is no entry (LST-10). */
const isUnplain = (name: string): boolean => name.endsWith('/')

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

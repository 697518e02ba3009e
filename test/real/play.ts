import { convergence } from '../model/convergence.ts'
import type { RadosGateway } from '../servers/ceph.ts'
import { broken } from './promises.ts'
import { RealWorld } from './real-world.ts'
import { runCommand, type RealRun } from './run-command.ts'
import type { RealCommand, RealScenario } from './scenario.ts'

/** What came of a scenario. */
export interface PlayedReal {
  /** What was wrong, and after which command; empty where every promise was kept. */
  readonly wrong: readonly string[]
  readonly runs: readonly RealRun[]
}

const calm = {
  faults: [],
  kill: null,
  cancel: null,
  edits: [],
  interlopers: [],
  dryRun: false,
  maxDelete: null,
} as const

/**
 * Plays a scenario to its end, and then runs without any fault: once to converge, and once to do nothing (I9, I10).
 * @param planted the bug that the command line has; none if absent
 */
export async function playReal(
  server: RadosGateway,
  scenario: RealScenario,
  planted: string | null = null,
): Promise<PlayedReal> {
  const world = await RealWorld.make(server, scenario, planted)
  try {
    return await playIn(world, scenario.commands)
  } finally {
    await world.close()
  }
}

async function playIn(world: RealWorld, commands: RealScenario['commands']): Promise<PlayedReal> {
  const runs: RealRun[] = []
  const run = async (what: string, command: RealCommand): Promise<string[]> => {
    const ran = await runCommand(world, command)
    runs.push(ran)
    return broken(world, ran).map((wrong) => `${what}: ${wrong}`)
  }
  for (const [i, command] of commands.entries()) {
    if (command.kind === 'edit') {
      await world.edit(command.edit)
      continue
    }
    const wrong = await run(`command ${i}`, command)
    if (wrong.length > 0) return { wrong, runs }
  }
  const last = commands.findLast((command) => command.kind === 'sync')
  if (last === undefined) return { wrong: [], runs }
  for (const pass of ['first', 'second'] as const) {
    const wrong = await run(`${pass} calm run`, { ...last, ...calm })
    if (wrong.length > 0) return { wrong, runs }
  }
  return { wrong: convergence(world, runs.at(-1)), runs }
}

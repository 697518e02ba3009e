import { isDeepStrictEqual } from 'node:util'
import type fc from 'fast-check'
import type { FaultMode } from '../fakes/fault-proxy-modes.ts'
import type { S3Effect, S3Op } from '../fakes/memory-s3.ts'
import { violations } from '../model/invariants.ts'
import type { RunSeen } from '../model/run-seen.ts'
import { runSync } from '../model/run-sync.ts'
import { scenario } from '../model/draw-scenario.ts'
import type { Edit, Fault, Command, Scenario, SyncCommand } from '../model/scenario.ts'
import { Simulation } from '../model/simulation.ts'
import type { Runs } from '../model/start-sync.ts'
import type { RadosGateway } from '../servers/ceph.ts'
import { broken } from './promises.ts'
import { RealWorld } from './real-world.ts'
import { runCommand } from './run-command.ts'
import { opOf } from './recorder.ts'
import { part, type RealCommand } from './scenario.ts'

/*
 * The same scenario in the simulated world and in the real one. Where they differ, the simulated one is wrong, or the
 * engine relies on something that only it has.
 */

/** What the proxy does for each fault of the simulation. */
const modeOf: Readonly<Partial<Record<Fault['kind'], FaultMode>>> = {
  error: 'always500',
  slow: 'always503',
  'lost-reply': 'dropreply',
  denied: 'denied',
  'not-proved': 'listempty',
  flip: 'bitflip',
  short: 'short',
}

const realOps: ReadonlySet<string> = new Set(Object.values(opOf))

/**
 * Faults that strike the same call in both worlds.
 *
 * | fault                                   | kept                                                   |
 * |-----------------------------------------|--------------------------------------------------------|
 * | of the disk; of a single key of a batch | no: no proxy makes them                                |
 * | of calls that go out side by side       | where it strikes all of them: which is first is chance |
 * | of a listing, which end it              | from its first page: else how far it came is chance    |
 * | asking for patience                     | once: its waits are long                               |
 * | a second one of the same call           | no: the two count calls differently                    |
 */
function replayableFaults(faults: readonly Fault[], direction: Scenario['direction']): Fault[] {
  const first = faults.filter(
    ({ op, kind }, i) =>
      realOps.has(op) &&
      op !== 'remove' &&
      kind in modeOf &&
      faults.findIndex((each) => each.op === op) === i,
  )
  return first.map((fault) => {
    if (fault.kind === 'slow') return { ...fault, nth: fault.op === 'head' ? 0 : fault.nth, count: 1 }
    const sideBySide = fault.op === 'head' || (fault.op === 'listPage' && direction === 'copy')
    const isTriedAgain = (fault.kind === 'error' || fault.kind === 'lost-reply') && fault.count < 5
    const ends = fault.op === 'listPage' && !isTriedAgain
    return sideBySide || ends ? { ...fault, nth: 0, count: 100 } : fault
  })
}

/** What can be replayed of a scenario: no step that only a simulation has, and each version of a length of its own. */
function replayable(drawn: Scenario): Scenario {
  let lengths = 0
  const unique = <T extends number | null>(length: T): T | number =>
    length === null || length === 0 ? length : 10 + ++lengths
  const { direction } = drawn
  const ofEdit = (edit: Edit): Edit => ({ ...edit, length: unique(edit.length), quiet: false })
  return {
    ...drawn,
    quirks: 'radosgw',
    versioned: false,
    unreadable: null,
    part,
    lanes: 1,
    latency: 0,
    tree: drawn.tree.map((each) => {
      const source = unique(each.source)
      return {
        ...each,
        source,
        // Moves are for the simulated worlds, and for tests of their own.
        oldName: null,
        destination: each.same && source !== null ? each.destination : unique(each.destination),
      }
    }),
    // One run after the other: what two do at once is in nobody's hand on a real server.
    commands: drawn.commands.flatMap((drawnCommand): Command[] => {
      const command = drawnCommand.kind === 'two' ? drawnCommand.first : drawnCommand
      if (command.kind === 'rename') return []
      return command.kind === 'edit'
        ? [{ ...command, edit: ofEdit(command.edit) }]
        : [
            {
              ...command,
              moves: false,
              killAt: null,
              cancel: null,
              edits: [],
              faults: replayableFaults(command.faults, direction),
              interlopers: command.interlopers
                .filter(({ op }) => op === 'get' || op === 'put' || op === 'copy')
                .map((each) => ({ ...each, inPlace: false, length: unique(each.length) })),
            },
          ]
    }),
  }
}

export const replayableScenario: fc.Arbitrary<Scenario> = scenario.map(replayable)

/** Plays a scenario in both worlds. @returns how they differ, after which command; nothing where they don't */
export async function replay(server: RadosGateway, drawn: Scenario): Promise<string[]> {
  const sim = new Simulation(drawn)
  const world = await RealWorld.make(server, { ...drawn, quirks: 'radosgw' })
  try {
    const known: Runs = { records: null, states: new Map(), locks: new Set() }
    for (const [i, command] of drawn.commands.entries()) {
      if (command.kind === 'two' || command.kind === 'rename')
        throw new Error('Two runs at once can not be replayed, nor renames.')
      if (command.kind === 'edit') {
        sim.edit(command.edit)
        await world.edit(command.edit)
        continue
      }
      const simulated = await runSync(sim, command, `run${i}`, known)
      const real = await runCommand(world, realCommand(command))
      const wrong = [
        ...violations(sim, simulated).map((what) => `simulated: ${what}`),
        ...broken(world, real).map((what) => `real: ${what}`),
        ...differences(simulated, real),
      ]
      if (wrong.length > 0) return wrong.map((what) => `command ${i}: ${what}\n${real.cli.stderr}`)
    }
    return []
  } finally {
    await world.close()
  }
}

const realCommand = ({ faults, interlopers, ...command }: SyncCommand): RealCommand => ({
  ...command,
  kill: null,
  cancel: null,
  debug: false,
  edits: [],
  faults: faults.flatMap(({ op, kind, nth, count }) => {
    const mode = modeOf[kind]
    return mode === undefined ? [] : [{ op: op as S3Op, nth: nth + 1, count, mode }]
  }),
  interlopers: interlopers.map(({ op, nth, across, length }) => ({
    op: op as S3Op,
    nth: nth + 1,
    across,
    length,
  })),
})

/** What must be the same of a run in both worlds. */
const aspects: Readonly<Record<string, (run: RunSeen) => unknown>> = {
  'exit code': ({ report }) => report?.exit ?? 'killed',
  rows: ({ rows }) =>
    rows.map(({ key, action, reason, state }) => [key, action, reason, state].join(' ')).sort(),
  'changing calls': ({ s3 }) => s3.flatMap(changes).sort(),
  source: ({ after }) => sizes(after.source),
  destination: ({ after }) => sizes(after.destination),
}

function differences(simulated: RunSeen, real: RunSeen): string[] {
  return Object.entries(aspects).flatMap(([name, aspect]) => {
    const [one, other] = [aspect(simulated), aspect(real)]
    if (isDeepStrictEqual(one, other)) return []
    return [`${name}: simulated ${JSON.stringify(one)}, real ${JSON.stringify(other)}`]
  })
}

/** Each change asked for, with whether it took place; deletes one by one, however many went in a request. */
function changes({ op, bucket, keys, done }: S3Effect): string[] {
  const how = done ? 'done' : 'not done'
  if (op === 'put' || op === 'copy') return [`${op} ${bucket} ${keys.join()} ${how}`]
  return op === 'remove' || op === 'removeMany' ? keys.map((key) => `remove ${bucket} ${key} ${how}`) : []
}

/** Sizes tell versions apart, for no two have the same. */
const sizes = (contents: ReadonlyMap<string, Uint8Array>): [string, number][] =>
  [...contents].map(([name, { length }]): [string, number] => [name, length]).sort()

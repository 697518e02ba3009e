import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import fc from 'fast-check'
import type { Fault } from '../fakes/fault-proxy.ts'
import type { RadosGateway } from '../servers/ceph.ts'
import { planned } from './run-command.ts'
import { RealWorld } from './real-world.ts'
import { median } from './watch-process.ts'
import { realScenario, type RealCommand, type RealScenario } from './scenario.ts'
import type { Rest, SoakJob, SoakSide } from './soak-engine.ts'

/*
 * Sync after sync in one process of the engine, in worlds drawn at random, with faults, cancels and edits: what it holds
 * when it is at rest does not grow.
 */

export interface Soaked {
  readonly worlds: number
  readonly runs: number
  /** How often each exit code came. */
  readonly exits: Readonly<Record<string, number>>
  /** Worlds in which a calm run ended well and left the sides different. */
  readonly wrong: readonly string[]
  /** What the process held after each run. */
  readonly rests: readonly Rest[]
}

/** What the process holds more of in the last third of its runs than in the first; a quarter more is room for chance. */
export function whatGrew(rests: readonly Rest[]): string[] {
  const third = Math.floor(rests.length / 3)
  return (['heapKiB', 'descriptors', 'timers'] as const).flatMap((what) => {
    const early = median(rests.slice(0, third).map((rest) => rest[what]))
    const late = median(rests.slice(-third).map((rest) => rest[what]))
    return late > early * 1.25 ? [`${what}: ${early}, and then ${late}`] : []
  })
}

/** Runs until the time is up, in minutes, or after so many worlds. */
export async function soak(
  server: RadosGateway,
  seed: number,
  until: { readonly minutes: number; readonly worlds?: number },
  onWorld: (worlds: number, rest: Rest) => void = () => undefined,
): Promise<Soaked> {
  const engine = fork(path.join(import.meta.dirname, 'soak-engine.ts'), {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
  })
  const end = performance.now() + until.minutes * 60_000
  const rests: Rest[] = []
  const wrong: string[] = []
  let worlds = 0
  try {
    while (performance.now() < end && worlds < (until.worlds ?? Infinity)) {
      const [drawn] = fc.sample(realScenario, { seed: seed + worlds, numRuns: 1 })
      if (drawn === undefined) throw new Error(`seed ${seed + worlds} draws nothing`)
      const played = await playIn(engine, server, drawn)
      rests.push(...played.rests)
      wrong.push(...played.wrong.map((what) => `seed ${seed + worlds}: ${what}`))
      worlds++
      const last = rests.at(-1)
      if (last !== undefined) onWorld(worlds, last)
    }
  } finally {
    engine.disconnect()
    if (engine.exitCode === null) await once(engine, 'exit')
  }
  const exits: Record<string, number> = {}
  for (const { exit } of rests) exits[exit] = (exits[exit] ?? 0) + 1
  return { worlds, runs: rests.length, exits, wrong, rests }
}

async function playIn(
  engine: ChildProcess,
  server: RadosGateway,
  drawn: RealScenario,
): Promise<{ rests: Rest[]; wrong: string[] }> {
  // One identity: who may read what is for the command line's worlds.
  const world = await RealWorld.make(server, { ...drawn, twoIdentities: false })
  const { proxy } = world.scene
  const rests: Rest[] = []
  const run = async (command: RealCommand, faults: readonly Fault[], at: number | null): Promise<Rest> => {
    proxy.setPlan(faults)
    const rest = await ask(engine, jobOf(world, command, `soak${rests.length}`, at))
    rests.push(rest)
    return rest
  }
  try {
    for (const step of drawn.commands) {
      if (step.kind === 'edit') await world.edit(step.edit)
      else {
        for (const { edit } of step.edits) await world.edit(edit)
        await run(step, step.faults.map(planned), step.cancel === null ? null : step.cancel.at * 10)
      }
    }
    const last = drawn.commands.findLast((step) => step.kind === 'sync')
    if (last === undefined) return { rests, wrong: [] }
    const calm = await run(
      { ...last, cancel: null, dryRun: false, maxDelete: null, exclude: null, delete: true },
      [],
      null,
    )
    const wrong = calm.exit === 0 && !(await areSame(world)) ? ['exit 0, and the sides differ'] : []
    return { rests, wrong }
  } finally {
    await world.close()
  }
}

async function areSame(world: RealWorld): Promise<boolean> {
  const [source, destination] = [await world.contents('source'), await world.contents('destination')]
  const names = new Set([...source.keys(), ...destination.keys()].filter((name) => !name.endsWith('/')))
  return [...names].every((name) => {
    const [one, other] = [source.get(name), destination.get(name)]
    return one !== undefined && other !== undefined && Buffer.compare(one, other) === 0
  })
}

function jobOf(world: RealWorld, command: RealCommand, runId: string, cancelAfter: number | null): SoakJob {
  const side = (of: 'source' | 'destination'): SoakSide =>
    world.isLocal(of) ? { root: world.root } : { bucket: world.bucketOf(of), prefix: world.prefix }
  return {
    endpoint: world.scene.proxy.endpoint,
    env: world.scene.env,
    source: side('source'),
    destination: side('destination'),
    command,
    cancel:
      command.cancel === null || cancelAfter === null
        ? null
        : { how: command.cancel.how, after: cancelAfter },
    storePath: world.scene.path(`${runId}.sqlite`),
    runId,
  }
}

async function ask(engine: ChildProcess, job: SoakJob): Promise<Rest> {
  const { promise: ended, reject } = Promise.withResolvers<never>()
  const onExit = (code: number | null): void => {
    reject(new Error(`The engine's process ended with ${String(code)}.`))
  }
  engine.once('exit', onExit)
  try {
    const answered = once(engine, 'message') as Promise<[Rest]>
    engine.send(job)
    const [rest] = await Promise.race([answered, ended])
    return rest
  } finally {
    engine.off('exit', onExit)
  }
}

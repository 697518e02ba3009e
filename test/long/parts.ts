import fc from 'fast-check'
import { playChangedPlan, type ChangedPlan } from '../model/changed-plans.ts'
import { keepWorld } from '../model/kept-worlds.ts'
import { playWorlds } from '../model/play-worlds.ts'
import { playRealChangedPlan } from '../real/changed-plans.ts'
import { grows, load } from '../real/load.ts'
import { replay, replayableScenario } from '../real/replay.ts'
import { playSeeds } from '../real/seeds.ts'
import { soak, whatGrew } from '../real/soak.ts'
import type { RadosGateway } from '../servers/ceph.ts'

export interface Asked {
  readonly seed: number
  /** Simulated ones. */
  readonly worlds: number
  /** Plan files, and the rows of each. */
  readonly plans: number
  readonly rows: number
  /** Worlds on the real server. */
  readonly seeds: number
  /** Simulated worlds that are played there too. */
  readonly traces: number
  /** Of the load. */
  readonly objects: number
  /** Of the soak. */
  readonly minutes: number
  say(line: string): void
}

/** One part of the long run. It says how it goes, and resolves with what was wrong. */
type Part =
  | { readonly needsServer: false; run(asked: Asked): Promise<string[]> }
  | { readonly needsServer: true; run(asked: Asked, server: RadosGateway): Promise<string[]> }

/** A world that fails is made smaller for at most this long, in milliseconds. */
const shrinkFor = 300_000

/** Fifty rows of each are touched by another client. */
async function playPlans(
  { seed, plans, rows, say }: Asked,
  play: (seed: number, rows: number, changes: number) => Promise<ChangedPlan>,
): Promise<string[]> {
  const wrong: string[] = []
  for (let n = seed; n < seed + plans; n++) {
    const played = await play(n, rows, 50)
    say(`plan ${n}: ${played.rows} rows, ${played.changed} touched, ${played.done} done`)
    wrong.push(...played.wrong.slice(0, 10).map((what) => `plan ${n}: ${what}`))
  }
  return wrong
}

export const parts: Readonly<Record<string, Part>> = {
  simulated: {
    needsServer: false,
    async run({ seed, worlds, say }) {
      const { played, health, failure } = await playWorlds(seed, worlds, (count) => {
        if (count % 10_000 === 0) say(`${count} worlds`)
      })
      for (const [kind, count] of health) say(`${((count / played) * 100).toFixed(0)} % with ${kind}`)
      if (failure === null) return []
      keepWorld('simulated', failure.world)
      return [`${JSON.stringify(failure.world, null, 1)}\n${failure.why}`]
    },
  },
  plans: {
    needsServer: false,
    run: (asked) => playPlans(asked, playChangedPlan),
  },
  'real-plans': {
    needsServer: true,
    run: (asked, server) => playPlans(asked, (...world) => playRealChangedPlan(server, ...world)),
  },
  real: {
    needsServer: true,
    async run({ seed, seeds, say }, server) {
      const wrong: string[] = []
      const counts = { runs: 0, killed: 0, struck: 0, edited: 0, inParts: 0 }
      let played = 0
      const chosen = Array.from({ length: seeds }, (_, i) => seed + i)
      await playSeeds(server, chosen, { jobs: 2, shrinkFor }, ({ runs, failure }) => {
        counts.runs += runs.length
        counts.killed += runs.filter(({ cli }) => cli.signal === 'SIGKILL').length
        counts.struck += runs.filter(({ struck }) => struck > 0).length
        counts.edited += runs.filter(({ edits }) => edits.length > 0).length
        counts.inParts += runs.filter(({ s3 }) => s3.some(({ op }) => op === 'startMultipart')).length
        if (++played % 20 === 0) say(`${played} worlds, ${JSON.stringify(counts)}`)
        if (failure === null) return
        keepWorld('real', failure.world)
        wrong.push(`${JSON.stringify(failure.world, null, 1)}\n${failure.why}`)
      })
      return wrong
    },
  },
  replayed: {
    needsServer: true,
    async run({ seed, traces, say }, server) {
      let played = 0
      const property = fc.asyncProperty(replayableScenario, async (world) => {
        const wrong = await replay(server, world)
        if (++played % 20 === 0) say(`${played} traces`)
        if (wrong.length > 0) throw new Error(wrong.join('\n'))
      })
      const { counterexample, errorInstance } = await fc.check(property, { seed, numRuns: traces })
      const world = counterexample?.[0]
      if (world === undefined) return []
      keepWorld('replayed', world)
      const why = errorInstance instanceof Error ? errorInstance.message : ''
      return [`${JSON.stringify(world, null, 1)}\n${why}`]
    },
  },
  load: {
    needsServer: true,
    async run({ objects, say }, server) {
      const { runs, lost } = await load(server, objects, ({ way, exit, seconds, failed, use, struck }) => {
        const faults = Object.values(struck).reduce((sum, count) => sum + count, 0)
        say(
          `${way}: exit ${exit}, ${failed} failed, ${faults} faults, ${seconds.toFixed(0)} s, ${JSON.stringify(use)}`,
        )
      })
      const last = runs.at(-1)
      return [
        ...lost.map((name) => `${name} is not as it was`),
        ...runs.flatMap(({ use }) => grows(use, 1.5)),
        ...(last?.exit === 0 ? [] : [`the last run exits with ${last?.exit}: ${last?.stderr}`]),
      ]
    },
  },
  soak: {
    needsServer: true,
    async run({ seed, minutes, say }, server) {
      const soaked = await soak(server, seed, { minutes }, (worlds, rest) => {
        if (worlds % 50 === 0) say(`${worlds} worlds, ${JSON.stringify(rest)}`)
      })
      say(`${soaked.runs} runs in ${soaked.worlds} worlds, by exit code ${JSON.stringify(soaked.exits)}`)
      return [...soaked.wrong, ...whatGrew(soaked.rests)]
    },
  },
}

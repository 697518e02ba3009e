import { invariants } from './invariants.ts'
import type { RunSeen } from './run-seen.ts'
import type { SyncCommand, TwoSyncs } from './scenario.ts'
import type { Simulation } from './simulation.ts'
import { startSync, type End, type Runs } from './start-sync.ts'

/** The promises that two runs at once keep together. The others are about what one run has seen. */
const kept = [
  'I4 without --delete nothing is deleted',
  'I6 what the source has is not deleted',
  'I7, I8 every name holds one whole version',
  'I7 final names change by one rename or unlink',
  'I14 nothing is written outside the roots',
  'I14 the source is only read',
] as const

/** Runs the engine twice at once on a simulated world. @returns what is wrong with that. */
export async function runTwo(
  sim: Simulation,
  { first, second, startAt }: TwoSyncs,
  name: string,
  known: Runs,
): Promise<string[]> {
  const { clock, fs, s3, scenario } = sim
  await clock.advance(2000)
  sim.edits.length = 0
  const [firstS3, firstFs] = [s3.effects.length, fs.effects.length]
  const contents = (): RunSeen['before'] => ({
    source: sim.contents('source'),
    destination: sim.contents('destination'),
  })
  const before = contents()
  const going = new Set<SyncCommand>()
  const wrong: string[] = []
  const start = async (command: SyncCommand, tail: string, onStep: (step: number) => void): Promise<End> => {
    const never = new AbortController().signal
    const runId = name + tail
    const control = { finish: never, stop: never, onEvent: () => undefined }
    const isKeptOut =
      command.delete && [...going].some((other) => other.delete && sameFilters(other, command))
    going.add(command)
    const end = await startSync(sim, command, runId, known, { onStep }, control)
    going.delete(command)
    if (isKeptOut !== (end === 'locked'))
      wrong.push(
        `D-22: a run that ${isKeptOut ? 'should have been' : 'was'} kept out came to ${typeof end === 'string' ? end : `exit ${end.exit}`}`,
      )
    if (end !== 'locked') known.records?.end(runId, end === 'killed' ? 'killed' : 'by itself')
    return end
  }
  const others: Promise<End>[] = []
  const begun = Promise.withResolvers<undefined>()
  const one = start(first, 'a', (step) => {
    if (step !== startAt) return
    others.push(start(second, 'b', () => undefined))
    begun.resolve(undefined)
  })
  await clock.run(Promise.race([one, begun.promise]))
  await clock.run(Promise.all([one, ...others]))
  await clock.advance(scenario.latency)
  const seen: RunSeen = {
    command: { ...first, delete: first.delete || second.delete },
    report: null,
    rows: [],
    planned: null,
    s3: s3.effects.slice(firstS3),
    fs: fs.effects.slice(firstFs),
    edits: [],
    before,
    after: contents(),
    left: { files: 0, bodies: 0, timers: 0, uploads: 0 },
  }
  return [
    ...wrong,
    ...kept.flatMap((promise) =>
      (invariants[promise]?.(sim, seen) ?? []).map((what) => `${promise}: ${what}`),
    ),
  ]
}

/** Only runs of the same pair and the same filters keep each other out. */
const sameFilters = (a: SyncCommand, b: SyncCommand): boolean => a.exclude === b.exclude

import { keepOthersOut } from '../../main/engine/running/keep-others-out.ts'
import type { Control } from '../../main/engine/running/open-run.ts'
import type { Side } from '../../main/engine/side.ts'
import { sync } from '../../main/engine/sync.ts'
import { SluiceError } from '../../shared/errors.ts'
import type { RunReport } from '../../shared/job.ts'
import { defaultRules } from '../../shared/sync-rules.ts'
import { RecordingLog } from '../fakes/memory-world.ts'
import { seededRandom } from '../fakes/seeded-random.ts'
import { SimulatedProcess, type Fate } from './process.ts'
import type { RunRecords } from './run-records.ts'
import type { SyncCommand } from './scenario.ts'
import type { Simulation } from './simulation.ts'

/** How a run ended: by its report, killed, or kept out by another that deletes (D-22). */
export type End = RunReport | 'killed' | 'locked'

/** What the runs of one world know of each other. */
export interface Runs {
  readonly records: RunRecords | null
  readonly states: Map<string, 'running' | 'over'>
  /** Held by runs that delete. */
  readonly locks: Set<string>
}

/** Starts the engine as one process in a simulated world. @returns how it ends. */
export async function startSync(
  sim: Simulation,
  command: SyncCommand,
  runId: string,
  { records, states, locks }: Runs,
  fate: Omit<Fate, 'latency' | 'killAt'>,
  control: Control,
): Promise<End> {
  const { clock, fs, s3, scenario } = sim
  const process = new SimulatedProcess(
    { fs, clock, random: seededRandom(scenario.seed), log: new RecordingLog() },
    { latency: scenario.latency, killAt: command.killAt, ...fate },
  )
  const reader = process.store(s3.connect('reader'))
  const twoIdentities = scenario.twoIdentities && scenario.direction === 'copy'
  const writer = twoIdentities ? process.store(s3.connect('writer')) : reader
  const side = (which: 'source' | 'destination'): Side =>
    sim.isLocal(which)
      ? { kind: 'local', root: sim.root }
      : {
          kind: 's3',
          store: which === 'source' ? reader : writer,
          bucket: sim.bucketOf(which),
          prefix: sim.prefix,
        }
  const [source, destination] = [side('source'), side('destination')]
  const rules = {
    ...defaultRules,
    delete: command.delete,
    moves: command.delete && command.moves === true,
    mayRelay: twoIdentities,
    dryRun: command.dryRun,
    compare: command.compare,
    allowEmptySource: command.allowEmptySource,
    filters: command.exclude === null ? [] : [{ kind: 'exclude' as const, pattern: command.exclude }],
    maxDelete: command.maxDelete === null ? null : { kind: 'count' as const, count: command.maxDelete },
  }
  const held: string[] = []
  const takeAlone = (name: string): (() => void) | null => {
    if (locks.has(name)) return null
    locks.add(name)
    held.push(name)
    return () => locks.delete(name)
  }
  states.set(runId, 'running')
  try {
    if (rules.delete && !rules.dryRun) keepOthersOut(takeAlone, source, destination, rules)
    const work = sync(
      process.world,
      {
        source,
        destination,
        rules,
        transfer: {
          multipartThreshold: scenario.part + 1,
          multipartChunksize: scenario.part,
          smallestPart: 1,
          maxConcurrentRequests: scenario.lanes,
          maxBandwidth: null,
        },
        runId,
        stateOfRun: (id) => states.get(id) ?? 'unknown',
        pastRuns: () => Promise.resolve(records?.all() ?? []),
        storePath: records?.storePath(runId) ?? ':memory:',
        ...(records === null ? {} : { digestsPath: records.digestsPath }),
      },
      control,
    )
    return await Promise.race([work, process.killed])
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'locked') return 'locked'
    throw error
  } finally {
    states.set(runId, 'over')
    // They go with the process.
    for (const name of held) locks.delete(name)
  }
}

import { runOfTempName } from '../../main/engine/local/temp-file.ts'
import type { PlanRow } from '../../shared/plan-row.ts'
import type { RunReport } from '../../shared/job.ts'
import { fsError } from '../fakes/fs-error.ts'
import { listingNotProved, noAnswer, s3Error } from '../fakes/s3-error.ts'
import type { Contents, RunSeen } from './run-seen.ts'
import type { Fault, Interloper, SyncCommand } from './scenario.ts'
import type { Simulation } from './simulation.ts'
import { startSync, type Runs } from './start-sync.ts'

/** A run of the engine in a simulated world. */
export interface Ran extends RunSeen {
  readonly command: SyncCommand
  readonly report: RunReport | null
  /** How often a fault struck. */
  readonly struck: number
}

const contentsOf = (sim: Simulation): Contents => ({
  source: sim.contents('source'),
  destination: sim.contents('destination'),
})

/** Runs the engine once on a simulated world, with the faults, edits, cancel and kill of its command. */
export async function runSync(
  sim: Simulation,
  command: SyncCommand,
  runId: string,
  known: Runs,
): Promise<Ran> {
  const { clock, fs, s3, scenario } = sim
  await clock.advance(2000)
  sim.edits.length = 0
  const [firstS3, firstFs] = [s3.effects.length, fs.effects.length]
  const open = {
    files: fs.openFiles,
    bodies: s3.openBodies,
    timers: clock.pending,
    uploads: s3.uploads().length,
  }
  const before = contentsOf(sim)
  const uploadsBefore = new Set(sim.uploadsWithParts())
  const [finish, stop] = [new AbortController(), new AbortController()]
  const rows: PlanRow[] = []
  const unverified: string[] = []
  const plans: NonNullable<Ran['planned']>[] = []
  const struck = arm(sim, command.faults, interloping(sim, command.interlopers))
  const work = startSync(
    sim,
    command,
    runId,
    known,
    {
      onStep: (step) => {
        for (const { at, edit } of command.edits) if (at === step) sim.edit(edit)
        if (command.cancel?.at === step) {
          finish.abort(new Error('Cancelled.'))
          if (command.cancel.how === 'stop') stop.abort(new Error('Cancelled.'))
        }
      },
    },
    {
      finish: finish.signal,
      stop: stop.signal,
      onExpired: () => Promise.resolve(command.renews === true ? 'go-on' : 'stop'),
      onEvent: (event) => {
        if (event.kind === 'row') rows.push(event.row)
        if (event.kind === 'problem' && event.problem.kind === 'unverified')
          unverified.push(event.problem.key)
        if (event.kind === 'planned') {
          plans.push({ summary: event.summary, s3: s3.effects.length, fs: fs.effects.length })
        }
        return undefined
      },
    },
  )
  const end = await clock.run(work)
  if (end === 'locked') throw new Error('One run alone is kept out by nobody.')
  const record = known.records?.end(runId, end === 'killed' ? 'killed' : 'by itself') ?? null
  // Answers that nobody waits for any more come in.
  await clock.advance(scenario.latency)
  if (command.delete && command.moves === true) sim.takeMoved()
  s3.before = s3.after = s3.body = s3.denied = fs.before = undefined
  const relative = <T extends { s3: number; fs: number }>(at: T): T => ({
    ...at,
    s3: at.s3 - firstS3,
    fs: at.fs - firstFs,
  })
  return {
    command,
    report: end === 'killed' ? null : end,
    rows,
    unverified,
    planned: plans.map(relative)[0] ?? null,
    s3: s3.effects.slice(firstS3),
    fs: fs.effects.slice(firstFs),
    edits: sim.edits.map(relative),
    before,
    after: contentsOf(sim),
    record: record && { ...record, begun: sim.uploadsWithParts().filter((id) => !uploadsBefore.has(id)) },
    struck: struck(),
    left: {
      files: fs.openFiles - open.files,
      bodies: s3.openBodies - open.bodies,
      timers: clock.pending - open.timers,
      uploads: s3.uploads().length - open.uploads,
    },
  }
}

/** Sets the hooks that make the faults. @returns how often one struck. */
function arm(
  { s3, fs }: Simulation,
  faults: readonly Fault[],
  interlope: (op: string, where: { key?: string | undefined; bucket?: string; path?: string }) => void,
): () => number {
  let struck = 0
  const seen = faults.map(() => 0)
  /** The kind of the fault that this call meets, if it meets one. */
  const meets = (op: string, kinds: readonly Fault['kind'][]): Fault['kind'] | null => {
    let met: Fault['kind'] | null = null
    for (const [i, fault] of faults.entries()) {
      if (fault.op !== op || !kinds.includes(fault.kind)) continue
      const nth = seen[i] ?? 0
      seen[i] = nth + 1
      if (nth >= fault.nth && nth < fault.nth + fault.count) met ??= fault.kind
    }
    if (met !== null) struck++
    return met
  }
  s3.before = (op, bucket, key) => {
    const call = { op, bucket, ...(key === undefined ? {} : { key }) }
    interlope(op, { bucket, key })
    const kind = op === 'remove' ? null : meets(op, ['error', 'slow', 'denied', 'expired', 'not-proved'])
    if (kind === 'error') throw s3Error('InternalError', call)
    if (kind === 'slow') throw s3Error('SlowDown', call)
    if (kind === 'denied') throw s3Error('AccessDenied', call)
    if (kind === 'expired') throw s3Error('ExpiredToken', call)
    if (kind === 'not-proved') throw listingNotProved(call)
  }
  s3.after = (op, bucket, key) => {
    if (meets(op, ['lost-reply']) !== null)
      throw noAnswer({ op, bucket, ...(key === undefined ? {} : { key }) })
  }
  s3.denied = (identity, op, bucket) =>
    // One key of many.
    (op === 'remove' && meets('remove', ['denied']) !== null) || (identity === 'writer' && bucket === 'from')
  s3.body = (_, bytes) => {
    const kind = meets('get', ['flip', 'short'])
    if (kind === 'flip') return bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte))
    return kind === 'short' ? bytes.subarray(0, bytes.length >> 1) : bytes
  }
  fs.before = (op, path) => {
    interlope(op, { path })
    const kind = meets(op, ['io-error', 'disk-full', 'no-access'])
    const code = { 'io-error': 'EIO', 'disk-full': 'ENOSPC', 'no-access': 'EACCES' } as const
    if (kind !== null && kind in code) throw fsError(code[kind as keyof typeof code], { op, path })
  }
  return () => struck
}

/** Changes what a call is about, right before it, where someone waits for that call. */
function interloping(
  sim: Simulation,
  interlopers: readonly Interloper[],
): (op: string, where: { key?: string | undefined; bucket?: string; path?: string }) => void {
  const seen = interlopers.map(() => 0)
  return (op, { key, bucket, path }) => {
    const name = path === undefined ? key?.slice(sim.prefix.length) : nameOf(sim, path)
    if (name === undefined || name === '') return
    const local = sim.isLocal('source') ? 'source' : 'destination'
    const own = path !== undefined ? local : bucket === 'from' ? 'source' : 'destination'
    const other = own === 'source' ? 'destination' : 'source'
    for (const [i, { op: on, nth, length, inPlace, across }] of interlopers.entries()) {
      if (on !== op) continue
      const count = seen[i] ?? 0
      seen[i] = count + 1
      if (count === nth) sim.edit({ side: across ? other : own, name, length, inPlace, oldTime: false })
    }
  }
}

/** The name below the root that a path leads to: that of a file, for a temp file beside it none. */
function nameOf(sim: Simulation, path: string): string | undefined {
  const real = sim.realPath(path)
  const name = real.startsWith(`${sim.root}/`) ? real.slice(sim.root.length + 1) : ''
  return name === '' || runOfTempName(name.split('/').at(-1) ?? '') !== null ? undefined : name
}

import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonLine, ReportLine, RowLine } from '../../main/cli/output/json-lines.ts'
import { sluice, type CliRun, type RunningCli } from '../faults/run-cli.ts'
import type { FsEffect } from '../fakes/memory-fs.ts'
import type { Fault } from '../fakes/fault-proxy.ts'
import type { Operation } from '../fakes/fault-proxy-request.ts'
import { isTemp, othersTouched } from '../model/run-effects.ts'
import type { Contents, EditSeen, RunSeen } from '../model/run-seen.ts'
import type { Edit } from '../model/scenario.ts'
import { processesOf, secretsIn } from './left-behind.ts'
import { opOf, Recorder, type CallSeen, type Reaction } from './recorder.ts'
import type { RealWorld } from './real-world.ts'
import type { RealCommand } from './scenario.ts'

/** A run of the built command line against a real server. */
export interface RealRun extends RunSeen {
  readonly command: RealCommand
  readonly cli: CliRun
  /** How often a fault struck. */
  readonly struck: number
  /** Names of the destination that were seen with bytes of no version of theirs while it ran. */
  readonly torn: readonly string[]
  /** Files, or streams, that a secret was found in. */
  readonly toldIn: readonly string[]
  /** Processes of it that outlived it. */
  readonly strays: readonly number[]
}

/** Requests before which the destination is looked at, as another reader of it would. */
const looks: readonly number[] = [4, 9, 16]

const plantedCli = [sluice[0], path.resolve(import.meta.dirname, 'planted-cli.ts')]

/** Longer than any fault of the scenarios lasts. */
const patience = 120_000

/** What the server was asked for before a kill, it may still be doing: until two looks see the same. */
async function settle(world: RealWorld): Promise<void> {
  for (let [before, now] = ['', '']; before === '' || now !== before;) {
    await sleep(250)
    before = now
    now = JSON.stringify([await world.uploads(), [...(await world.contents('destination')).keys()]])
  }
}

export async function runCommand(world: RealWorld, command: RealCommand): Promise<RealRun> {
  const before = await contentsOf(world)
  const uploads = await world.uploads()
  const edits: EditSeen[] = []
  const torn: string[] = []
  let running: RunningCli | null = null

  const edit = async (what: Edit): Promise<void> => {
    const took = await world.edit(what)
    edits.push({ edit: what, took, s3: recorder.effects.length, fs: 0 })
  }
  const kill = async (): Promise<void> => {
    running?.kill()
    await running?.done
  }
  const react = async (call: CallSeen): Promise<Reaction> => {
    if (looks.includes(call.number)) torn.push(...tornNames(world, await world.contents('destination')))
    for (const { at, edit: what } of command.edits) if (at === call.number) await edit(what)
    for (const what of interloping(world, command, call)) await edit(what)
    if (command.cancel?.at === call.number) {
      running?.signal('SIGINT')
      if (command.cancel.how === 'stop') {
        // Two signals at once are one.
        await sleep(100)
        running?.signal('SIGINT')
      }
    }
    if (command.kill === null || 'ms' in command.kill || command.kill.request !== call.number) return {}
    if (command.kill.answered) return { answered: kill }
    await kill()
    return { drop: true }
  }
  const recorder = new Recorder(world.buckets, react)

  const { proxy } = world.scene
  proxy.resetCounts()
  proxy.setPlan(command.faults.map(planned))
  proxy.watch(recorder.watcher)
  running = world.scene.start(argumentsOf(world, command), {
    ...(world.planted === null ? {} : { command: plantedCli }),
    env: environment(world),
    patience,
  })
  if (command.kill !== null && 'ms' in command.kill) {
    await Promise.race([sleep(command.kill.ms), running.done])
    running.kill()
  }
  const cli = await running.done
  while (!recorder.idle) await sleep(5)
  if (cli.signal !== null) await settle(world)
  proxy.watch(null)
  proxy.setPlan([])

  const after = await contentsOf(world)
  const at = listedAt(world, recorder)
  const { rows, report } = printed(cli)
  return {
    command,
    cli,
    report,
    rows,
    planned: at === null ? null : { summary: { complete: true, withheld: null }, s3: at, fs: 0 },
    s3: recorder.effects,
    fs: world.isLocal('destination') ? unlinks(world, before, after, edits) : [],
    edits,
    before,
    after,
    left: { files: 0, bodies: 0, timers: 0, uploads: (await world.uploads()) - uploads },
    struck: Object.values(proxy.struck).reduce((sum, count) => sum + count, 0),
    torn,
    toldIn: await secretsIn(world, cli),
    strays: await processesOf(world.scene.folder),
  }
}

const contentsOf = async (world: RealWorld): Promise<Contents> => ({
  source: await world.contents('source'),
  destination: await world.contents('destination'),
})

const operations = new Map(Object.entries(opOf).map(([operation, op]) => [op, operation as Operation]))

/** A fault of a scenario as the proxy takes it. */
export function planned({ op, nth, count, mode }: RealCommand['faults'][number]): Fault {
  const on = operations.get(op)
  if (on === undefined) throw new Error(`No request is a ${op}.`)
  return { mode, on: [on], nth, count }
}

/** What those do who wait for a call. */
function interloping(world: RealWorld, command: RealCommand, { op, nth, bucket, keys }: CallSeen): Edit[] {
  const name = keys[0]?.slice(world.prefix.length)
  if (name === undefined || name === '') return []
  const own = bucket === 'from' ? 'source' : 'destination'
  const other = own === 'source' ? 'destination' : 'source'
  return command.interlopers
    .filter((each) => each.op === op && each.nth === nth)
    .map(({ across, length }) => ({
      side: across ? other : own,
      name,
      length,
      oldTime: false,
      inPlace: false,
    }))
}

function tornNames(world: RealWorld, destination: ReadonlyMap<string, Uint8Array>): string[] {
  return [...destination].flatMap(([name, bytes]) => {
    const versions = [world.history.destination, world.history.source].flatMap((of) => of.get(name) ?? [])
    return isTemp(name) || versions.some((version) => Buffer.compare(version, bytes) === 0) ? [] : [name]
  })
}

function listedAt(world: RealWorld, recorder: Recorder): number | null {
  return recorder.listedBy(...world.buckets.values())
}

/** What is gone from a folder and nobody else took: taken away in this run, whenever that was. */
function unlinks(
  world: RealWorld,
  before: Contents,
  after: Contents,
  edits: readonly EditSeen[],
): FsEffect[] {
  return [...before.destination.keys()]
    .filter((name) => !after.destination.has(name) && !othersTouched({ edits }, 'destination', name))
    .map((name) => `${world.root}/${name}`)
    .map((file) => ({ op: 'unlink', path: file, real: file }))
}

/** What it printed: the rows, and the report that comes last. */
function printed({ stdout, signal }: CliRun): Pick<RunSeen, 'rows' | 'report'> {
  const whole = stdout.slice(0, stdout.lastIndexOf('\n') + 1)
  const lines = whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonLine)
  const rows = lines
    .filter((line): line is RowLine => line.type === 'row')
    .map(({ from: _, moved, ...row }) => ({ ...row, ...(moved === undefined ? {} : { from: moved }) }))
  const report = lines.find((line): line is ReportLine => line.type === 'report')
  if (signal !== null || report === undefined) return { rows, report: null }
  return { rows, report: { exit: report.exit, failed: report.failed, endedBy: report.run?.endedBy ?? null } }
}

function argumentsOf(world: RealWorld, command: RealCommand): string[] {
  const { scenario } = world
  const twoIdentities = scenario.direction === 'copy' && scenario.twoIdentities
  return [
    'sync',
    world.address('source'),
    world.address('destination'),
    ...['--json', '--page-size', '3', '--cli-read-timeout', stallTime(command)],
    ...(command.debug ? ['--debug'] : []),
    ...(command.delete ? ['--delete'] : []),
    ...(command.dryRun ? ['--dryrun'] : []),
    ...(command.allowEmptySource ? ['--allow-empty-source'] : []),
    ...(command.exclude === null ? [] : ['--exclude', command.exclude]),
    ...(command.maxDelete === null ? [] : ['--max-delete', String(command.maxDelete)]),
    ...flagsOf(command.compare),
    ...(twoIdentities ? ['--source-profile', 'reader'] : []),
  ]
}

function flagsOf(compare: RealCommand['compare']): string[] {
  if (compare === 'default') return []
  return compare === 'content' ? ['--compare', 'content'] : [`--${compare}`]
}

/** Seconds: short where a body is to stand still; else long, so that a busy machine is not taken for one. */
const stallTime = ({ faults }: RealCommand): string =>
  faults.some(({ mode }) => mode === 'stall') ? '2' : '30'

/** The identity comes from the files of its home. */
function environment({ scene, planted }: RealWorld): Record<string, string> {
  const env = { ...scene.env, ...(planted === null ? {} : { PLANTED: planted }) }
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].includes(name)),
  )
}

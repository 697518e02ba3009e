import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { FaultMode } from '../fakes/fault-proxy-modes.ts'
import type { Fault } from '../fakes/fault-proxy.ts'
import type { Operation } from '../fakes/fault-proxy-request.ts'
import { seededBytes } from '../fakes/seeded-random.ts'
import { sluice, type CliRun } from '../faults/run-cli.ts'
import { Scene } from '../faults/scene.ts'
import { readTree } from '../faults/tree.ts'
import type { S3Server } from '../parity/server.ts'
import { watchProcess, type Use } from './watch-process.ts'

/*
 * Many objects up, and down to another folder, with faults of every kind in one request of twenty.
 */

/** One command line of a load. */
export interface LoadRun {
  readonly way: 'up' | 'down'
  readonly exit: number | null
  readonly seconds: number
  /** Rows that failed. */
  readonly failed: number
  /** How often each fault struck. */
  readonly struck: Readonly<Partial<Record<FaultMode, number>>>
  readonly use: Use
  readonly stderr: string
}

export interface Loaded {
  readonly runs: readonly LoadRun[]
  /** Names that are not at the far end as they are at the near one. */
  readonly lost: readonly string[]
}

/** One request of twenty is struck, by each of the kinds in turn. */
const share = 20
const kinds: readonly { readonly on: Operation; readonly modes: readonly FaultMode[] }[] = [
  { on: 'ListObjectsV2', modes: ['reset', 'always503', 'always500', 'trunc', 'requesttimeout', 'stallhead'] },
  {
    on: 'PutObject',
    modes: [
      'reset',
      'always503',
      'slow429',
      'always500',
      'stallhead',
      'flipup',
      'dropreply',
      'requesttimeout',
      'conflict409',
    ],
  },
  {
    on: 'GetObject',
    modes: [
      'reset',
      'always503',
      'always500',
      'stall',
      'stallhead',
      'trunc',
      'short',
      'wronglen',
      'bitflip',
      'dropreply',
      'requesttimeout',
    ],
  },
]
const faults: readonly Fault[] = kinds.flatMap(({ on, modes }) =>
  modes.map((mode, i) => ({ mode, on: [on], nth: 1 + i * share, every: modes.length * share })),
)

/** What there is more of than so many times, at the end of a run against its beginning. */
export function grows({ growth }: Use, most: number): string[] {
  return Object.entries(growth ?? {}).flatMap(([what, ratio]) =>
    ratio > most ? [`${what}: ${ratio.toFixed(2)} times as much`] : [],
  )
}

/** As many runs as it may take: what failed in one is done in the next. */
const mostRuns = 4

/**
 * Moves `objects` small files up and down again, each way as often as it takes until nothing fails.
 * @param onRun is told each run as it ends
 */
export async function load(
  server: S3Server,
  objects: number,
  onRun: (run: LoadRun) => void = () => undefined,
): Promise<Loaded> {
  const scene = await Scene.set(server)
  try {
    const near = scene.path('near')
    await writeFiles(near, objects)
    const bucket = await scene.bucket('load')
    const far = scene.path('far')
    await mkdir(far)
    const runs: LoadRun[] = []
    for (const way of ['up', 'down'] as const) {
      const from = way === 'up' ? [near, `s3://${bucket}`] : [`s3://${bucket}`, far]
      for (let exit: number | null = 1, tried = 0; exit !== 0 && tried < mostRuns; tried++) {
        const run = await loadRun(scene, way, from)
        runs.push(run)
        onRun(run)
        exit = run.exit
      }
    }
    const [here, there] = await Promise.all([readTree(near), readTree(far)])
    const lost = new Set(
      [...Object.keys(here), ...Object.keys(there)].filter((name) => here[name] !== there[name]),
    )
    return { runs, lost: [...lost] }
  } finally {
    await scene.close()
  }
}

async function loadRun(scene: Scene, way: 'up' | 'down', sides: readonly string[]): Promise<LoadRun> {
  scene.proxy.resetCounts()
  scene.proxy.setPlan(faults)
  const args = ['sync', ...sides, '--delete', '--only-show-errors', '--cli-read-timeout', '1']
  // V8 lets garbage pile up for as long as it sees fit: what counts is what is held.
  const command = sluice.toSpliced(1, 0, '--max-semi-space-size=4')
  const begin = performance.now()
  const running = scene.start(args, { command, patience: 3_600_000 })
  const watch = watchProcess(running.pid)
  const run: CliRun = await running.done
  return {
    way,
    exit: run.exit,
    seconds: (performance.now() - begin) / 1000,
    failed: run.stderr.match(/^(upload|download) failed/gm)?.length ?? 0,
    struck: { ...scene.proxy.struck },
    use: watch.stop(),
    stderr: run.stderr,
  }
}

/** Files of up to 2 KiB in folders of 200, all of them different and long past. */
async function writeFiles(root: string, count: number): Promise<void> {
  for (let first = 0; first < count; first += 200) {
    const folder = path.join(root, `d${first / 200}`)
    await mkdir(folder, { recursive: true })
    const numbers = Array.from({ length: Math.min(200, count - first) }, (_, i) => first + i)
    await Promise.all(
      numbers.map((n) => writeFile(path.join(folder, `f${n}`), seededBytes(n + 1, 1 + ((n * 37) % 2048)))),
    )
  }
}

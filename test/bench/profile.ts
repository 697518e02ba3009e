import { mkdir, readdir, readFile } from 'node:fs/promises'
import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import type { SourceMapPayload } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contestant } from './contestants.ts'
import { measure } from './measure.ts'
import type { Row, Stage } from './row.ts'

/** What `node --cpu-prof` writes: samples of a tree of calls, and the microseconds before each. */
export interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

interface CallFrame {
  readonly functionName: string
  readonly url: string
  /** From 0. */
  readonly lineNumber: number
  readonly columnNumber: number
}

export interface SelfTime {
  readonly functionName: string
  /** File and line; empty of native code. */
  readonly where: string
  readonly seconds: number
  /** Of the time in which the thread was not idle. */
  readonly share: number
}

const interval = 200 // µs
const heaviest = 25
const largest = 12
const collector = '(garbage collector)'

/** Runs Sluice alone in a row, once to warm up and once under the profiler, and says where the time of each thread went. */
export async function profileRow(
  row: Row,
  sluice: Contestant,
  stage: Stage,
  signal: AbortSignal,
): Promise<string> {
  const folder = path.join(stage.folder, 'profiles')
  await mkdir(folder)
  const open = await row.open(stage, signal)
  try {
    for (const flags of [[], ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${interval}`]]) {
      const { command, verdict, clear } = await open.attempt(sluice)
      const line = command.line.toSpliced(1, 0, ...flags)
      const run = await measure({ ...command, line }, stage.folder, signal)
      const why = await verdict(run)
      await clear()
      if (why !== null) throw new Error(`${row.id} is void: ${why}: ${run.output.slice(-500)}`)
      stage.say(`${row.id}: ${run.wall.toFixed(2)} s, ${run.cpu.toFixed(2)} s CPU`)
    }
  } finally {
    await open.close()
  }
  const threads: string[] = []
  for (const file of await readdir(folder)) {
    const profile = JSON.parse(await readFile(path.join(folder, file), 'utf8')) as CpuProfile
    threads.push(describe(file, selfTimes(profile, sourceOf())))
  }
  return threads.join('\n\n')
}

/** Seconds in each function itself, the heaviest first, "(idle)" left out. */
export function selfTimes(profile: CpuProfile, whereOf: (frame: CallFrame) => string): SelfTime[] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]))
  const byNode = new Map<number, number>()
  for (const [n, id] of profile.samples.entries())
    byNode.set(id, (byNode.get(id) ?? 0) + (profile.timeDeltas[n] ?? 0))
  const times = new Map<string, { functionName: string; where: string; microseconds: number }>()
  let busy = 0
  for (const [id, microseconds] of byNode) {
    const frame = frames.get(id)
    if (frame === undefined || frame.functionName === '(idle)') continue
    const functionName = frame.functionName === '' ? '(anonymous)' : frame.functionName
    const where = whereOf(frame)
    const name = `${functionName} ${where}`
    const before = times.get(name)?.microseconds ?? 0
    times.set(name, { functionName, where, microseconds: before + microseconds })
    busy += microseconds
  }
  return [...times.values()]
    .map(({ microseconds, ...of }) => ({ ...of, seconds: microseconds / 1e6, share: microseconds / busy }))
    .sort((a, b) => b.seconds - a.seconds)
}

/**
 * The share of each part of the program, the largest first: a package, a folder of the source, Node, what is native.
 * @returns [part, share]
 */
export function sharesOfParts(times: readonly SelfTime[]): [string, number][] {
  const shares = new Map<string, number>()
  for (const time of times) {
    const part = partOf(time)
    shares.set(part, (shares.get(part) ?? 0) + time.share)
  }
  return [...shares].sort(([, a], [, b]) => b - a)
}

function partOf({ functionName, where }: SelfTime): string {
  if (functionName === collector) return 'garbage collection'
  if (where === '') return 'native code'
  if (where.startsWith('node:')) return 'Node'
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(where)?.[1] ?? path.dirname(where)
}

const percent = (share: number): string => `${(share * 100).toFixed(1).padStart(5)} %`

function describe(file: string, times: readonly SelfTime[]): string {
  const busy = times.reduce((sum, { seconds }) => sum + seconds, 0)
  return [
    `${file}: busy for ${busy.toFixed(2)} s`,
    ...sharesOfParts(times)
      .slice(0, largest)
      .map(([part, share]) => `${percent(share)}  ${part}`),
    'functions by themselves:',
    ...times.slice(0, heaviest).map(({ functionName, where, seconds, share }) => {
      return `${percent(share)} ${(seconds * 1000).toFixed(0).padStart(6)} ms  ${functionName} ${where}`
    }),
  ].join('\n')
}

/** Says where a function stands in the source, by the source map beside the bundle. */
function sourceOf(): (frame: CallFrame) => string {
  const maps = new Map<string, SourceMap | null>()
  const mapOf = (file: string) => {
    let map = maps.get(file)
    if (map === undefined) {
      map = existsSync(`${file}.map`)
        ? new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload)
        : null
      maps.set(file, map)
    }
    return map
  }
  return ({ url, lineNumber, columnNumber }) => {
    if (url === '') return ''
    if (!url.startsWith('file:')) return `${url}:${lineNumber + 1}`
    const entry = mapOf(fileURLToPath(url))?.findEntry(lineNumber, columnNumber)
    if (entry === undefined || !('originalSource' in entry)) return `${path.basename(url)}:${lineNumber + 1}`
    return `${entry.originalSource.replace(/^(\.\.\/)+/, '')}:${entry.originalLine + 1}`
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { measure } from '../measure.ts'
import { median } from '../medians.ts'
import type { Stage } from '../row.ts'
import { startLister } from '../servers/lister-process.ts'
import { nginxHere, startNginxSink } from '../servers/nginx-sink.ts'
import { writeFiles } from '../trees.ts'
import { whyVoid } from '../void-rule.ts'
import type { Smoothness } from './watch-page.ts'

/** Milliseconds, but for the count and the bytes. */
export interface WindowUse {
  /** From the start of the app until both panes show what is there. */
  readonly usable: number
  /** From Preview until there is a row of the plan on the screen. */
  readonly firstRows: number
  /** From Preview until all rows are planned. */
  readonly planned: number
  /** Tasks of more than 50 ms on the page's main thread while the plan was scrolled. */
  readonly longTasks: number
  /** The longest of them; 0 where there was none. */
  readonly longestTask: number
  /** From a press on a category until its rows are gone, and until they are back: the slower. */
  readonly filter: number
  /** From a press on a column's head until its rows stand there, the last ones first. */
  readonly sort: number
  /** From a text in the search box until the rows with it stand there. */
  readonly search: number
  /** Bytes that the page holds afterwards. */
  readonly pageHeap: number
  /** Bytes that the window's process with its engine had resident at most; the browser's own processes are not in it. */
  readonly memory: number
  /** Null where there is no nginx to take what is uploaded. */
  readonly running: WhileRunning | null
}

/** The window while it uploads, worked by keys and mouse. */
export interface WhileRunning extends Smoothness {
  /** Milliseconds from Apply until the report stands there. */
  readonly took: number
  /** Keys and presses meanwhile. */
  readonly steps: number
}

export const windowRow = { id: 'B8', title: 'the window on the Chromium host, with a plan of 1,000,000 rows' }

const uploaded = 10_000

/** Uses the window as often as there are rounds, each time from an empty home. @returns the medians */
export async function measureWindow(rounds: number, stage: Stage, signal: AbortSignal): Promise<WindowUse> {
  const keys = stage.quick ? 100_000 : 1_000_000
  stage.say(`${windowRow.id}: ${windowRow.title}`)
  const lister = await startLister(keys, keys)
  const runs = await uploads(stage)
  if (runs === null) stage.say(`${windowRow.id}: no nginx here, so nothing is uploaded`)
  try {
    const uses: WindowUse[] = []
    for (let round = 1; round <= rounds; round++) {
      const looked = await useWindow('use-window.ts', [lister.endpoint, String(keys)], stage, signal)
      const running = runs === null ? null : await runs.once(signal)
      const use = { ...(looked as Omit<WindowUse, 'running'>), running }
      stage.say(`${windowRow.id}, round ${round}: ${JSON.stringify(use)}`)
      uses.push(use)
    }
    return mediansOfWindow(uses)
  } finally {
    await runs?.close()
    await lister.close()
  }
}

/** Small files and what takes them, for a run of the window. */
async function uploads(stage: Stage) {
  if (nginxHere() === null) return null
  const folder = path.join(stage.folder, windowRow.id)
  const wanted = writeFiles(folder, stage.quick ? uploaded / 10 : uploaded, 4096)
  const sink = await startNginxSink(stage.folder)
  return {
    async once(signal: AbortSignal): Promise<WhileRunning> {
      const line = [sink.endpoint, folder, String(wanted.objects)]
      const running = await useWindow('run-in-window.ts', line, stage, signal)
      const why = whyVoid(0, wanted, await sink.counted(wanted.objects))
      if (why !== null) throw new Error(`a run in the window does not count: ${why}`)
      return running as WhileRunning
    },
    async close(): Promise<void> {
      await sink.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** Runs one of the scripts that start the window, from an empty home. @returns what it prints last */
async function useWindow(
  script: string,
  words: readonly string[],
  stage: Stage,
  signal: AbortSignal,
): Promise<unknown> {
  const home = await mkdtemp(path.join(stage.folder, 'home-of-window-'))
  const env = { HOME: home, PATH: process.env['PATH'] ?? '', AWS_EC2_METADATA_DISABLED: 'true' }
  const line = [process.execPath, path.resolve(import.meta.dirname, script), ...words]
  const { exit, output } = await measure({ line, env, cwd: stage.folder }, stage.folder, signal)
  if (exit !== 0) throw new Error(`exit ${exit}: ${output.slice(0, 1500)}`)
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '')
}

export function mediansOfWindow(uses: readonly WindowUse[]): WindowUse {
  const looked = uses.map(({ running: _, ...use }) => use)
  const running = uses.flatMap((use) => use.running ?? [])
  return { ...mediansOfEach(looked), running: running.length === 0 ? null : mediansOfEach(running) }
}

/** Of each field its own. */
function mediansOfEach<Use extends { readonly [Field in keyof Use]: number }>(uses: readonly Use[]): Use {
  const fields = Object.keys(uses[0] ?? {}) as (keyof Use)[]
  return Object.fromEntries(fields.map((field) => [field, median(uses.map((use) => use[field]))])) as Use
}

/** The figures in words, as a Markdown list. */
export function describeWindow(use: WindowUse): string {
  return [
    `- usable ${ms(use.usable)} after its start`,
    `- the first rows ${ms(use.firstRows)} after Preview, all of them after ${ms(use.planned)}`,
    `- scrolled: ${use.longTasks} tasks of more than 50 ms on the page's main thread, the longest ${ms(use.longestTask)}`,
    `- a category hidden or shown in ${ms(use.filter)}, sorted the other way round in ${ms(use.sort)}, searched in ${ms(use.search)}`,
    `- the page then holds ${mib(use.pageHeap)}; the window's process and its engine had ${mib(use.memory)} at most`,
    ...(use.running === null ? [] : describeRunning(use.running)),
  ].join('\n')
}

const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`

const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`

const describeRunning = (use: WhileRunning): string[] => [
  `- while ${uploaded.toLocaleString('en')} files of 4 KiB went up, in ${ms(use.took)}: ` +
    `${use.longTasks} tasks of more than 50 ms, the longest ${ms(use.longestTask)}; ` +
    `the page's main thread busy for ${ms(use.busy)} of each second`,
  `- meanwhile 95 % of frames within ${ms(use.frame)} of the one before, the slowest ${ms(use.longestFrame)}; ` +
    `95 % of ${Math.round(use.steps)} keys and presses seen within ${ms(use.answer)}, ` +
    `the slowest ${ms(use.longestAnswer)}`,
]

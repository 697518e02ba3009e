import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { measure } from '../measure.ts'
import { median } from '../medians.ts'
import type { Stage } from '../row.ts'
import { startLister } from '../servers/lister-process.ts'

/** Milliseconds, but for the count. */
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
}

export const windowRow = { id: 'B8', title: 'the window on the Chromium host, with a plan of 1,000,000 rows' }

const script = path.resolve(import.meta.dirname, 'use-window.ts')
const fields = ['usable', 'firstRows', 'planned', 'longTasks', 'longestTask', 'filter'] as const

/** Uses the window as often as there are rounds, each time from an empty home. @returns the medians */
export async function measureWindow(rounds: number, stage: Stage, signal: AbortSignal): Promise<WindowUse> {
  const keys = stage.quick ? 100_000 : 1_000_000
  stage.say(`${windowRow.id}: ${windowRow.title}`)
  const lister = await startLister(keys, keys)
  try {
    const uses: WindowUse[] = []
    for (let round = 1; round <= rounds; round++) {
      const home = await mkdtemp(path.join(stage.folder, 'home-of-window-'))
      const env = { HOME: home, PATH: process.env['PATH'] ?? '', AWS_EC2_METADATA_DISABLED: 'true' }
      const line = [process.execPath, script, lister.endpoint, String(keys)]
      const { exit, output } = await measure({ line, env, cwd: stage.folder }, stage.folder, signal)
      if (exit !== 0) throw new Error(`exit ${exit}: ${output.slice(0, 1500)}`)
      const use = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as WindowUse
      stage.say(`${windowRow.id}, round ${round}: ${JSON.stringify(use)}`)
      uses.push(use)
    }
    return mediansOfWindow(uses)
  } finally {
    await lister.close()
  }
}

export function mediansOfWindow(uses: readonly WindowUse[]): WindowUse {
  const medians = fields.map((field) => [field, median(uses.map((use) => use[field]))])
  return Object.fromEntries(medians) as Record<(typeof fields)[number], number>
}

/** The figures in words, as a Markdown list. */
export function describeWindow(use: WindowUse): string {
  const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`
  return [
    `- usable ${ms(use.usable)} after its start`,
    `- the first rows ${ms(use.firstRows)} after Preview, all of them after ${ms(use.planned)}`,
    `- scrolled: ${use.longTasks} tasks of more than 50 ms on the page's main thread, the longest ${ms(use.longestTask)}`,
    `- a category hidden or shown in ${ms(use.filter)}`,
  ].join('\n')
}

import { table } from '../faults/docs-page.ts'
import type { BenchResult, ContestantResult, RowResult } from './result.ts'
import { describeWindow, windowRow } from './window/measure-window.ts'

const head = [
  'row',
  'who',
  'wall',
  'CPU',
  'CPU an object',
  'peak',
  'wall against Sluice',
  'CPU against Sluice',
  'rounds',
]

/** All that a run has measured, in Markdown. */
export function asText({ rows, window }: BenchResult): string {
  const parts = rows.length === 0 ? [] : [resultsTable(rows)]
  if (window !== null) parts.push(`**${windowRow.id}** ${windowRow.title}:`, describeWindow(window))
  return parts.join('\n\n')
}

/** The rows as a Markdown table. Who was void is in it with the reason. */
export function resultsTable(rows: readonly RowResult[]): string {
  return table(
    head,
    rows.flatMap((row) =>
      row.contestants.map((one, n) => [
        n === 0 ? `**${row.id}** ${row.title}` : '',
        one.contestant,
        ...figures(one, row.objects),
      ]),
    ),
  )
}

function figures({ medians, ratios, rounds, ...one }: ContestantResult, objects: number | null): string[] {
  if (medians === null) return [`void: ${one.void ?? 'it ran no round'}`, '', '', '', '', '', '']
  return [
    `${medians.wall.toFixed(2)} s`,
    `${medians.cpu.toFixed(2)} s`,
    objects === null ? '' : perObject(medians.cpu / objects),
    `${(medians.peak / 2 ** 20).toFixed(0)} MiB`,
    ratios === null ? '' : `× ${ratios.wall.toFixed(2)}`,
    ratios === null ? '' : `× ${ratios.cpu.toFixed(2)}`,
    String(rounds.length),
  ]
}

const perObject = (seconds: number): string =>
  seconds >= 1e-4 ? `${(seconds * 1e3).toFixed(2)} ms` : `${(seconds * 1e6).toFixed(1)} µs`

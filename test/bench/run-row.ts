import type { Contestant } from './contestants.ts'
import { measure } from './measure.ts'
import type { Use } from './measure.ts'
import type { OpenRow, Row, Stage } from './row.ts'

/** What a contestant did in a row. */
export interface Tried {
  readonly contestant: string
  readonly kind: Contestant['kind']
  /** Of each counted round. */
  readonly rounds: readonly Use[]
  /** Why none of them counts; null where they do. */
  readonly void: string | null
  /** The command as it was run last. */
  readonly line: readonly string[]
}

/**
 * Lets everyone run in turn (A B C A B C …), a round to warm up and then those that count. Who has one void run is not
 * asked again: what is wrong with it would be wrong once more.
 * @param rounds that count
 */
export async function runRow(
  row: Row,
  contestants: readonly Contestant[],
  rounds: number,
  stage: Stage,
  signal: AbortSignal,
): Promise<Tried[]> {
  const tried = contestants
    .filter(({ kind }) => row.kinds.includes(kind))
    .map((contestant) => ({
      contestant,
      rounds: new Array<Use>(),
      why: null as string | null,
      line: new Array<string>(),
    }))
  stage.say(`${row.id}: ${row.title}`)
  const open = await row.open(stage, signal)
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const one of tried) {
        if (one.why !== null || !takesPart(one.contestant, row, round)) continue
        const { why, use, line } = await attempt(open, one.contestant, stage, signal)
        one.why = why
        one.line = line
        if (round > 0) one.rounds.push(use)
        const when = round === 0 ? 'warm-up' : `round ${round}`
        const figures = `${use.wall.toFixed(2)} s, ${use.cpu.toFixed(2)} s CPU, ${(use.peak / 2 ** 20).toFixed(0)} MiB`
        stage.say(
          `${row.id}, ${when}: ${one.contestant.name}: ${figures}${why === null ? '' : `, void: ${why}`}`,
        )
      }
    }
  } finally {
    await open.close()
  }
  return tried.map(({ contestant, why, ...rest }) => ({
    ...{ contestant: contestant.name, kind: contestant.kind, void: why },
    ...rest,
  }))
}

/** Round 0 is the warm-up. */
export function takesPart({ kind }: Contestant, { fewer }: Row, round: number): boolean {
  return kind === 'sluice' || fewer === undefined || (round > 0 && round <= fewer)
}

async function attempt(
  open: OpenRow,
  contestant: Contestant,
  stage: Stage,
  signal: AbortSignal,
): Promise<{ why: string | null; use: Use; line: string[] }> {
  const { command, verdict, clear } = await open.attempt(contestant)
  try {
    const run = await measure(command, stage.folder, signal)
    const why = await verdict(run)
    const said = run.exit === 0 ? '' : `: ${lastLine(run.output)}`
    const { wall, cpu, peak } = run
    return { why: why === null ? null : `${why}${said}`, use: { wall, cpu, peak }, line: [...command.line] }
  } finally {
    await clear()
  }
}

const lastLine = (output: string): string =>
  output
    .trimEnd()
    .split(/[\n\r]/)
    .at(-1)
    ?.slice(0, 200) ?? ''

/**
 * Runs Sluice and the other tools of this machine through the same work, in turn, and prints what each took; after
 * `npm run build`:
 *
 *     npm run bench
 *     npm run bench -- B1 B5 --rounds 3 --peers aws,rclone
 *     npm run bench -- --quick                    small sizes, to see whether all of it works
 *     npm run bench -- --profile B5               where the time of Sluice alone goes
 *
 * `--json FILE` is where the figures go (test-results/bench.json); rows of an earlier run that this one leaves out stay in
 * it. `--write-docs` puts all of them into docs/performance.md. It never fails because a machine is slow: exit 1 is for what could not be measured.
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { installedContestants } from './contestants.ts'
import { parseOptions } from './options.ts'
import type { BenchOptions } from './options.ts'
import { profileRow } from './profile.ts'
import { machineHere, rowResult, withRowsBefore } from './result.ts'
import type { BenchResult, RowResult } from './result.ts'
import { asText } from './results-table.ts'
import { allRows } from './rows/all-rows.ts'
import { runRow } from './run-row.ts'
import { setStage } from './stage.ts'
import { measureWindow, windowRow } from './window/measure-window.ts'
import type { WindowUse } from './window/measure-window.ts'
import { writeDocs } from './write-docs.ts'

const ids = [...allRows.map(({ id }) => id), windowRow.id]
const parsed = parseOptions(process.argv.slice(2), ids)
if ('wrong' in parsed) {
  process.stderr.write(`${parsed.wrong}\n`)
  process.exitCode = 2
} else {
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort(new Error('interrupted')))
  process.once('SIGTERM', () => interrupted.abort(new Error('interrupted')))
  process.exitCode = (await bench(parsed.options, interrupted.signal)) ? 0 : 1
}

/** @returns whether everything could be measured */
async function bench(options: BenchOptions, signal: AbortSignal): Promise<boolean> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const contestants = installedContestants().filter(
    ({ kind }) => kind === 'sluice' || options.peers === null || options.peers.includes(kind),
  )
  const [sluice] = contestants
  const { stage, strike } = await setStage(options.quick, say)
  const results: RowResult[] = []
  let window: WindowUse | null = null
  let good = true
  const tryRow = async (id: string): Promise<void> => {
    const row = allRows.find((known) => known.id === id)
    if (row === undefined) {
      if (options.profile !== null) throw new Error('the window has no profile')
      window = await measureWindow(options.rounds, stage, signal)
    } else if (options.profile === null) {
      const tried = await runRow(row, contestants, options.rounds, stage, signal)
      results.push(rowResult(row, options.quick, new Date().toISOString().slice(0, 10), tried))
    } else if (sluice !== undefined) {
      process.stdout.write(`${await profileRow(row, sluice, stage, signal)}\n`)
    }
  }
  try {
    for (const id of options.profile === null ? options.rows : [options.profile]) {
      await tryRow(id).catch((error: unknown) => {
        good = false
        say(`${id} could not be measured: ${error instanceof Error ? error.message : String(error)}`)
      })
      if (signal.aborted) break
    }
  } finally {
    await strike()
  }
  if (options.profile !== null) return good
  const result = { machine: machineHere(), quick: options.quick, rows: results, window }
  process.stdout.write(`${asText(result)}\n`)
  if (options.quick) say('A quick run: a tenth of the sizes that the table says.')
  const all = withRowsBefore(result, await readResult(options.json), ids)
  await mkdir(path.dirname(path.resolve(options.json)), { recursive: true })
  await writeFile(options.json, `${JSON.stringify(all, null, 2)}\n`)
  if (options.writeDocs) await writeDocs(all)
  return good
}

/** The figures of the run before; null where there was none. */
async function readResult(file: string): Promise<BenchResult | null> {
  if (!existsSync(file)) return null
  return JSON.parse(await readFile(file, 'utf8')) as BenchResult
}

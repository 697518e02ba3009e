/**
 * Every test this machine can run, or the suites that are named:
 *
 *     npm test
 *     npm test -- unit faults
 *
 * It ends with one line, `N passed, N failed, N skipped`, and with exit code 0 if nothing failed.
 */
import { installMissing } from './runner/install-missing.ts'
import type { Outcome } from './runner/outcome.ts'
import { runVitest } from './runner/run-vitest.ts'
import { build, check } from './runner/scripts.ts'
import { verdict } from './runner/verdict.ts'
import { suites } from './suites.ts'

const names = ['check', ...suites.map(({ name }) => name)]
const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !names.includes(name))

if (unknown.length > 0) {
  process.stderr.write(`There is no suite called ${unknown.join(', ')}. The suites: ${names.join(', ')}.\n`)
  process.exitCode = 2
} else {
  process.exitCode = await runSuites(new Set(chosen.length === 0 ? names : chosen))
}

async function runSuites(wanted: ReadonlySet<string>): Promise<number> {
  const run = suites.filter(({ name }) => wanted.has(name))
  await installMissing([...new Set(run.flatMap(({ tools }) => tools))])
  const outcomes: Outcome[] = []
  if (wanted.has('check')) outcomes.push(await check())
  if (run.some(({ built }) => built)) outcomes.push(await build())
  if (run.length > 0) outcomes.push(...(await runVitest(run, { coverage: run.length === suites.length })))
  const { lines, exit } = verdict(outcomes, { everyTool: process.env['CI'] === 'true' })
  process.stdout.write(`${lines.join('\n')}\n`)
  return exit
}

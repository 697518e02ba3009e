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
import { runPlaywright } from './runner/run-playwright.ts'
import { runVitest } from './runner/run-vitest.ts'
import { build, check } from './runner/scripts.ts'
import { verdict } from './runner/verdict.ts'
import { suites, type Suite } from './suites.ts'

const names = ['check', ...suites.map(({ name }) => name)]
const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !names.includes(name))

if (unknown.length > 0) {
  process.stderr.write(`There is no suite called ${unknown.join(', ')}. The suites: ${names.join(', ')}.\n`)
  process.exitCode = 2
} else {
  process.exitCode = await runSuites(new Set(chosen.length === 0 ? names : chosen))
}

function isVitest({ runner }: Suite): boolean {
  return runner === 'vitest'
}

async function runSuites(wanted: ReadonlySet<string>): Promise<number> {
  const run = suites.filter(({ name }) => wanted.has(name))
  await installMissing([...new Set(run.flatMap(({ tools }) => tools))])
  const outcomes: Outcome[] = []
  if (wanted.has('check')) outcomes.push(await check())
  if (run.some(({ built }) => built)) outcomes.push(await build())
  const [inVitest, inPlaywright] = [run.filter(isVitest), run.filter((suite) => !isVitest(suite))]
  if (inVitest.length > 0) {
    outcomes.push(...(await runVitest(inVitest, { coverage: run.length === suites.length })))
  }
  for (const suite of inPlaywright) outcomes.push(await runPlaywright(suite))
  const { lines, exit } = verdict(outcomes, { everyTool: process.env['CI'] === 'true' })
  process.stdout.write(`${lines.join('\n')}\n`)
  return exit
}

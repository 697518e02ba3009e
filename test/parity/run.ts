/**
 * Runs the recorded cases with any command, and prints what became of each:
 *
 *     node test/parity/run.ts [--cli "aws s3 sync"] [--endpoint http://127.0.0.1:8000] [--only UP-001,DL-002]
 */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadCases, type Case } from './case.ts'
import { builtCli, wordsOf } from './command-line.ts'
import { reasonToSkip } from './later.ts'
import { forOldCli } from './old-cli.ts'
import { explain, nameOf, type Result } from './report.ts'
import { runCase, type Runner } from './run-case.ts'
import { connect, serverFor } from './server.ts'

/** A command and a server share two cores. */
const atOnce = 4

const { values } = parseArgs({
  options: {
    cli: { type: 'string', default: builtCli },
    endpoint: { type: 'string' },
    only: { type: 'string' },
  },
})
const wanted = values.only?.split(',')
const cases = loadCases().filter(({ id }) => wanted?.includes(id) ?? true)
const results = new Map<Case, Result>()

const { server, stop } = await serverFor(values.endpoint)
const cli = wordsOf(values.cli)
const tool = path.basename(cli[0] ?? '') === 'aws' ? 'aws' : 'sluice'
const runner: Runner = { cli, tool, server, s3: connect(server) }
const waiting = [...cases]
await Promise.all(Array.from({ length: atOnce }, work))
runner.s3.destroy()
await stop()

const counts = new Map<string, number>()
for (const testCase of cases) print(testCase, results.get(testCase))
process.stdout.write(`\n${[...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ')}\n`)

async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    results.set(next, await resultOf(next))
  }
}

async function resultOf(testCase: Case): Promise<Result> {
  const reason = reasonToSkip(testCase, tool)
  if (reason !== null) return { kind: 'skipped', reason }
  try {
    return { kind: 'ran', verdict: await runCase(runner, testCase) }
  } catch (error) {
    return { kind: 'broken', error }
  }
}

function print(testCase: Case, result: Result | undefined): void {
  const [verdict, details] = judge(testCase, result)
  counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  if (verdict === 'FAIL' || verdict === 'BROKEN') process.exitCode = 1
  process.stdout.write(`${verdict.padEnd(7)} ${nameOf(testCase)}\n`)
  if (details !== '') process.stdout.write(`${details.replaceAll(/^/gm, '        ')}\n`)
}

function judge(testCase: Case, result: Result | undefined): [verdict: string, details: string] {
  if (result === undefined) return ['BROKEN', 'was not reached']
  if (result.kind === 'skipped') return ['skipped', result.reason]
  if (result.kind === 'broken') return ['BROKEN', String(result.error)]
  const details = explain(result.verdict)
  if (details === '') return ['ok', '']
  const lack = tool === 'aws' ? forOldCli(testCase).lack : null
  return lack === null ? ['FAIL', details] : ['old', `2.9.19 lacks ${lack}`]
}

/**
 * Runs every test that is named after a fault of the catalogue, and writes the table of docs/faults.md from what came
 * of them. `npm run build` comes first. The result of an earlier run, in Vitest's JSON, may be named instead:
 *
 *     npm run faults:docs [-- result.json]
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { sections } from './catalogue/index.ts'
import type { CataloguedFault } from './catalogue/index.ts'
import { table, writePart } from './docs-page.ts'

const resultSchema = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ title: z.string(), status: z.string() })) }),
  ),
})

const file = process.argv[2] ?? (await run())
const { testResults } = resultSchema.parse(JSON.parse(await readFile(file, 'utf8')))
if (process.argv[2] === undefined) await rm(path.dirname(file), { recursive: true })
const tests = testResults.flatMap(({ assertionResults }) => assertionResults)

const counts = new Map<string, number>()
const parts = Object.entries(sections).map(([title, faults]) => {
  const rows = faults.map((fault) => [fault.id, fault.fault, fault.injection, fault.outcome, resultOf(fault)])
  return `### ${title}\n\n${table(['', 'fault', 'injected by', 'outcome required: exit code', 'result'], rows)}`
})
const summary = [...counts].map(([what, count]) => `${what} ${count}`).join('; ')
await writePart('catalogue', `Of 90 faults: ${summary}.\n\n${parts.join('\n\n')}`)
process.stdout.write(`docs/faults.md: ${summary}\n`)
process.exitCode = counts.has('FAIL') ? 1 : 0

async function run(): Promise<string> {
  const output = path.join(await mkdtemp(path.join(tmpdir(), 'sluice-faults-')), 'result.json')
  const projects = ['--project', 'faults', '--project', 'component']
  const args = ['vitest', 'run', ...projects, '-t', '\\bF\\d\\d ', '--reporter=default', '--reporter=json']
  spawnSync('npx', [...args, `--outputFile.json=${output}`], { stdio: 'inherit' })
  return output
}

function resultOf({ id, how, note }: CataloguedFault): string {
  const named = tests.filter(({ title, status }) => title.startsWith(`${id} `) && status !== 'skipped')
  const failed = named.filter(({ status }) => status !== 'passed')
  const verdict = verdictOf(how, named.length, failed.length)
  counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  const tally = named.length > 1 ? ` (${named.length} tests)` : ''
  return `${verdict}${tally}${note === undefined ? '' : `; ${note}`}`
}

function verdictOf(how: CataloguedFault['how'], run: number, failed: number): string {
  if (how === 'open') return 'open'
  if (failed > 0) return 'FAIL'
  if (run === 0) return how === 'window' ? 'in the suite `ui`' : 'not run here'
  return { real: 'pass', simulated: 'pass, simulated', window: 'pass, in the page' }[how]
}

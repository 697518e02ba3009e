import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Suite } from '../suites.ts'
import type { Outcome, Skip } from './outcome.ts'
import { environment, project } from './run-command.ts'

/** What is read of Playwright's JSON report. */
interface Report {
  readonly suites: readonly ReportSuite[]
  readonly errors: readonly { readonly message?: string }[]
}

interface ReportSuite {
  readonly title: string
  readonly file: string
  readonly suites?: readonly ReportSuite[]
  readonly specs: readonly ReportSpec[]
}

interface ReportSpec {
  readonly title: string
  readonly file: string
  readonly tests: readonly ReportTest[]
}

interface ReportTest {
  readonly projectName: string
  readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped'
  readonly annotations: readonly { readonly type: string; readonly description?: string }[]
}

/** Runs a suite of Playwright specs. It prints as it goes. */
export async function runPlaywright(suite: Suite): Promise<Outcome> {
  const begin = performance.now()
  const folder = await mkdtemp(path.join(tmpdir(), 'sluice-ui-report-'))
  const reportPath = path.join(folder, 'report.json')
  try {
    const program = path.join(project, 'node_modules/@playwright/test/cli.js')
    const config = path.join(project, 'test', suite.name, 'playwright.config.ts')
    const child = spawn(process.execPath, [program, 'test', '--config', config, '--reporter', 'list,json'], {
      cwd: project,
      env: { ...environment, PLAYWRIGHT_JSON_OUTPUT_NAME: reportPath },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const [code] = (await once(child, 'exit')) as [number | null]
    const text = await readFile(reportPath, 'utf8').catch(() => null)
    const took = performance.now() - begin
    if (text === null) {
      return { suite: suite.name, passed: 0, failed: ['Playwright left no report'], skipped: [], took }
    }
    const outcome = readReport(suite.name, JSON.parse(text) as Report, took)
    const blameless = outcome.failed.length === 0 && code !== 0
    return blameless ? { ...outcome, failed: [`Playwright ended with code ${String(code)}`] } : outcome
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Counts a report. A flaky test, which passed only when it was tried again, has failed; a skip without a reason too.
 */
export function readReport(suite: string, report: Report, took: number): Outcome {
  const failed = report.errors.map(({ message }) => message ?? 'an error outside of every test')
  const skipped: Skip[] = []
  let passed = 0
  for (const { spec, titles } of report.suites.flatMap((inner) => specsOf(inner, []))) {
    for (const test of spec.tests) {
      const name = [`[${test.projectName}]`, ...titles, spec.title].join(' > ')
      const said = test.annotations.find(({ type }) => type === 'skip')?.description
      if (test.status === 'expected') passed++
      else if (test.status === 'skipped' && said !== undefined)
        skipped.push({ file: spec.file, name, why: { said } })
      else failed.push(`${spec.file} > ${name}${test.status === 'unexpected' ? '' : ` (${test.status})`}`)
    }
  }
  if (passed + failed.length + skipped.length === 0) failed.push('it has no tests')
  return { suite, passed, failed, skipped, took }
}

/** The specs of a suite with the titles of the groups they stand in; the outermost is the file. */
function specsOf(
  { title, suites = [], specs, file }: ReportSuite,
  above: readonly string[],
): { spec: ReportSpec; titles: readonly string[] }[] {
  const titles = title === file || title.endsWith('.spec.ts') ? above : [...above, title]
  return [...specs.map((spec) => ({ spec, titles })), ...suites.flatMap((inner) => specsOf(inner, titles))]
}

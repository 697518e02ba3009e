import { startVitest } from 'vitest/node'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { Suite } from '../suites.ts'
import type { Outcome, Skip } from './outcome.ts'

/**
 * Runs suites in one Vitest, one after the other, so that they share a server and one coverage report. It prints as it
 * goes.
 */
export async function runVitest(
  suites: readonly Suite[],
  options: { coverage: boolean },
): Promise<Outcome[]> {
  const clock = new SuiteClock()
  const vitest = await startVitest([], {
    run: true,
    watch: false,
    project: suites.map(({ name }) => name),
    passWithNoTests: true,
    allowOnly: false,
    reporters: ['default', clock],
    coverage: { enabled: options.coverage, reporter: ['text-summary'], reportOnFailure: true },
  })
  const modules = Map.groupBy(vitest.state.getTestModules(), (module) => module.project.name)
  const outcomes = suites.map(({ name }) => outcomeOf(name, modules.get(name) ?? [], clock.took(name)))
  const stray = vitest.state.getUnhandledErrors().map(messageOf)
  await vitest.close()
  // An error outside of every test, or a Vitest that gave up: no suite has it among its failures.
  const blameless = outcomes.every(({ failed }) => failed.length === 0)
  if (stray.length === 0 && blameless && (process.exitCode ?? 0) !== 0)
    stray.push('Vitest ended with an error')
  if (stray.length === 0) return outcomes
  return [...outcomes, { suite: 'outside', passed: 0, failed: stray, skipped: [], took: 0 }]
}

function outcomeOf(suite: string, modules: readonly TestModule[], took: number): Outcome {
  const failed: string[] = []
  const skipped: Skip[] = []
  let passed = 0
  for (const module of modules) {
    const file = module.relativeModuleId
    const failedBefore = failed.length
    for (const test of module.children.allTests()) {
      const name = test.fullName
      const result = test.result()
      if (result.state === 'passed') {
        passed++
        continue
      }
      const why = result.state === 'skipped' ? whySkipped(test, result.note) : null
      if (why !== null) skipped.push({ file, name, why })
      else failed.push(`${file} > ${name}${result.state === 'failed' ? '' : ' (it never ran)'}`)
    }
    // A file that could not be loaded, or something after its last test.
    if (failed.length === failedBefore && module.state() === 'failed') failed.push(file)
  }
  if (modules.length === 0) failed.push('it has no tests')
  return { suite, passed, failed, skipped, took }
}

/** The reason a test gave; null for one that only never ran, e.g. because the set-up before it failed. */
function whySkipped(test: TestCase, note: string | undefined): Skip['why'] | null {
  if (note !== undefined) return { said: note }
  const { missing } = test.meta()
  return missing === undefined ? null : { missing }
}

function messageOf(error: unknown): string {
  return error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error)
    ? String(error.message)
    : String(error)
}

/** Wall time of each suite, from its first file to its last. */
class SuiteClock implements Reporter {
  readonly #spans = new Map<string, { begin: number; end: number }>()

  onTestModuleQueued({ project }: TestModule): void {
    const now = performance.now()
    if (!this.#spans.has(project.name)) this.#spans.set(project.name, { begin: now, end: now })
  }

  onTestModuleEnd({ project }: TestModule): void {
    const span = this.#spans.get(project.name)
    if (span !== undefined) span.end = performance.now()
  }

  took(suite: string): number {
    const span = this.#spans.get(suite)
    return span === undefined ? 0 : span.end - span.begin
  }
}

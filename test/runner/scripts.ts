import type { Outcome } from './outcome.ts'
import { runCommand } from './run-command.ts'

/** The scripts of package.json that look at the source; each counts as one test. */
const checks = ['typecheck', 'lint', 'format:check', 'layers', 'unused']

/** Looks at the source in every way at once, and prints what is found. */
export async function check(): Promise<Outcome> {
  return runScripts('check', checks)
}

/** Bundles the command line, for the suites that run it. */
export async function build(): Promise<Outcome> {
  return runScripts('build', ['build'])
}

async function runScripts(suite: string, scripts: readonly string[]): Promise<Outcome> {
  const begin = performance.now()
  const failed: string[] = []
  const run = async (script: string) => {
    const { ok, output, took } = await runCommand('npm', ['run', '--silent', script])
    process.stdout.write(` ${ok ? '✓' : '×'} ${suite}: npm run ${script}  ${(took / 1000).toFixed(1)} s\n`)
    if (ok) return
    failed.push(`npm run ${script}`)
    process.stdout.write(`${output}\n`)
  }
  await Promise.all(scripts.map(run))
  return {
    suite,
    passed: scripts.length - failed.length,
    failed,
    skipped: [],
    took: performance.now() - begin,
  }
}

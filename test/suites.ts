import type { Tool } from './servers/tools.ts'

/** One suite of tests: a folder of `test/`, and a project of Vitest. */
export interface Suite {
  readonly name: string
  /** What a failure in it means. */
  readonly proves: string
  /** Programs its tests use; without one, the tests that need it are skipped by name. */
  readonly tools: readonly Tool[]
  /** Its tests run `out/cli/sluice.js`, so the build comes first. */
  readonly built: boolean
}

/** Every suite of Vitest, in the order in which they run: what fails fast comes first. */
export const suites: readonly Suite[] = [
  { name: 'unit', proves: 'each rule, by itself', tools: [], built: false },
  { name: 'structure', proves: 'the rules of the code are enforced', tools: [], built: false },
  {
    name: 'conformance',
    proves: 'every store keeps the same contract',
    tools: ['radosgw'],
    built: false,
  },
  {
    name: 'integration',
    proves: 'real trees arrive, byte for byte, on real servers',
    tools: ['radosgw', 'aws'],
    built: true,
  },
  { name: 'parity', proves: 'it does what `aws s3 sync` does', tools: ['radosgw', 'aws'], built: true },
  {
    name: 'faults',
    proves: 'nothing is lost when something breaks',
    tools: ['radosgw', 'aws'],
    built: true,
  },
  { name: 'scale', proves: 'memory stays flat', tools: [], built: true },
]

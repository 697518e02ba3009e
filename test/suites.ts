import type { Tool } from './servers/tools.ts'

/** One suite of tests: a folder of `test/`, and a project of Vitest; or of Playwright, where the whole app is started. */
export interface Suite {
  readonly name: string
  /** What a failure in it means. */
  readonly proves: string
  /** Programs its tests use; without one, the tests that need it are skipped by name. */
  readonly tools: readonly Tool[]
  /** Its tests run `out/cli/sluice.js`, so the build comes first. */
  readonly built: boolean
  readonly runner: 'vitest' | 'playwright'
  /** Minutes that it may take on two cores with nothing else to do. */
  readonly budget: number
}

/** Every suite of Vitest, in the order in which they run: what fails fast comes first. */
export const suites: readonly Suite[] = [
  { name: 'unit', proves: 'each rule, by itself', tools: [], built: false, runner: 'vitest', budget: 2 },
  {
    name: 'model',
    proves: 'every promise is kept, whatever fails',
    tools: [],
    built: false,
    runner: 'vitest',
    budget: 3,
  },
  {
    name: 'structure',
    proves: 'the rules of the code are enforced',
    tools: [],
    built: false,
    runner: 'vitest',
    budget: 1,
  },
  {
    name: 'component',
    proves: 'each part of the window, by itself',
    tools: ['chromium'],
    built: false,
    runner: 'vitest',
    budget: 1,
  },
  {
    name: 'bridge',
    proves: 'the window and the engine mean the same',
    tools: [],
    built: false,
    runner: 'vitest',
    budget: 1,
  },
  {
    name: 'conformance',
    proves: 'every store keeps the same contract',
    tools: ['radosgw'],
    built: false,
    runner: 'vitest',
    budget: 3,
  },
  {
    name: 'integration',
    proves: 'real trees arrive, byte for byte, on real servers',
    tools: ['radosgw', 'aws'],
    built: true,
    runner: 'vitest',
    budget: 4,
  },
  {
    name: 'parity',
    proves: 'it does what `aws s3 sync` does',
    tools: ['radosgw', 'aws'],
    built: true,
    runner: 'vitest',
    budget: 3,
  },
  {
    name: 'faults',
    proves: 'nothing is lost when something breaks',
    tools: ['radosgw', 'aws'],
    built: true,
    runner: 'vitest',
    budget: 8,
  },
  {
    name: 'real',
    proves: 'every promise is kept by the built command line on a real server',
    tools: ['radosgw'],
    built: true,
    runner: 'vitest',
    budget: 4,
  },
  { name: 'scale', proves: 'memory stays flat', tools: [], built: true, runner: 'vitest', budget: 1 },
  {
    name: 'ui',
    proves: 'the three jobs, and what goes wrong in them, in the window',
    tools: ['radosgw', 'chromium'],
    built: true,
    runner: 'playwright',
    budget: 6,
  },
]

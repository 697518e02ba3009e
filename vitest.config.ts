import { defineConfig } from 'vitest/config'
import { suites } from './test/suites.ts'

export default defineConfig({
  test: {
    projects: suites.map((suite, index) => ({
      extends: true,
      test: {
        name: suite.name,
        include: [`test/${suite.name}/**/*.test.ts`],
        globalSetup: suite.tools.includes('radosgw') ? ['test/servers/start-radosgw.ts'] : [],
        // One suite after the other, each as parallel as it likes.
        sequence: { groupOrder: index },
      },
    })),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What this machine knows about AWS is none of the tests' business.
    env: {
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    coverage: {
      provider: 'v8',
      include: ['main/**/*.ts', 'shared/**/*.ts'],
      reportsDirectory: 'coverage',
    },
  },
})

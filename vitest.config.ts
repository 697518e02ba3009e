import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { findCommand } from './test/servers/tools.ts'
import { suites, type Suite } from './test/suites.ts'

export default defineConfig({
  test: {
    projects: suites.filter(({ runner }) => runner === 'vitest').map(projectOf),
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

function projectOf(suite: Suite, index: number): TestProjectInlineConfiguration {
  const test = {
    name: suite.name,
    include: [`test/${suite.name}/**/*.test.ts`],
    globalSetup: suite.tools.includes('radosgw') ? ['test/servers/start-radosgw.ts'] : [],
    // One suite after the other, each as parallel as it likes.
    sequence: { groupOrder: index },
  }
  return suite.name === 'component' ? inBrowser(test) : { extends: true, test }
}

/** A suite whose tests run in the page of a browser; where there is none, one test is skipped in its place. */
function inBrowser(test: { name: string; include: string[] }): TestProjectInlineConfiguration {
  const executablePath = findCommand('chromium')
  if (executablePath === null) {
    return { extends: true, test: { ...test, include: ['test/servers/without-chromium.ts'] } }
  }
  return {
    extends: true,
    plugins: [svelte({ configFile: false })],
    optimizeDeps: {
      // Found only while tests run, they would make the page load anew in the middle of one.
      include: ['zod', '@codemirror/merge', '@codemirror/state', '@codemirror/view'],
      exclude: ['svelte', '@lucide/svelte', 'bits-ui', 'vitest-browser-svelte'],
    },
    test: {
      ...test,
      setupFiles: ['test/component/styles.ts'],
      browser: {
        enabled: true,
        headless: true,
        // The machine may be busy with other suites.
        connectTimeout: 120_000,
        screenshotFailures: false,
        viewport: { width: 1200, height: 760 },
        provider: playwright({
          // Chromium has no sandbox for root.
          launchOptions: { executablePath, chromiumSandbox: process.getuid?.() !== 0 },
        }),
        instances: [{ browser: 'chromium', name: test.name }],
      },
    },
  }
}

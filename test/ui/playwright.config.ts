import { defineConfig } from '@playwright/test'

/**
 * The same specs on both hosts. What they start is the built app, so `npm run build` comes first; `npm test` sees to it.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  globalSetup: './start-servers.ts',
  outputDir: '../../test-results/ui',
  // Two processors: the window, its engine and a server have enough to do.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: { trace: 'off', screenshot: 'off', video: 'off' },
  projects: [
    { name: 'chromium', metadata: { host: 'chromium' } },
    { name: 'electron', metadata: { host: 'electron' } },
  ],
})

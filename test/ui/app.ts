import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as base, type Page } from '@playwright/test'
import { electronStatus } from '../../build/electron-status.ts'
import { environmentOf, setEnvironment } from './environment.ts'
import { browserHere, launchChromium, type LaunchedApp } from './launch-chromium.ts'
import { launchElectron } from './launch-electron.ts'

/** The app of one test, with a home folder of its own and nobody's AWS settings. */
export interface App {
  readonly page: Page
  /** A folder for the test's own trees; `~` is inside it. */
  readonly folder: string
  /** Closes the app and starts it again on the same home. */
  restart(): Promise<Page>
}

interface Options {
  /** More of the environment, for the app and the engine. */
  readonly env: Readonly<Record<string, string>>
}

const withoutElectron =
  'Electron itself is not here: it is downloaded from GitHub, `npx install-electron` where that can be reached'

/** Playwright's `test`, with the app of a host: its project says which. */
export const test = base.extend<Options & { app: App }>({
  env: [{}, { option: true }],
  app: async ({ env }, use, info) => {
    const isElectron = info.project.metadata['host'] === 'electron'
    const electron = electronStatus()
    test.skip(isElectron && electron.state !== 'ready', withoutElectron)
    const needsBrowser = !isElectron && process.env['CI'] !== 'true'
    test.skip(needsBrowser && browserHere() === null, 'There is no Chrome, Chromium or Edge here')

    const folder = await mkdtemp(path.join(tmpdir(), 'sluice-ui-'))
    const home = path.join(folder, 'home')
    await mkdir(home)
    const restore = setEnvironment({ ...environmentOf(home), ...env })
    const launch = (): Promise<LaunchedApp> =>
      isElectron && electron.state === 'ready' ? launchElectron(electron.path) : launchChromium(home)
    let running = await launch()
    try {
      await use({
        get page() {
          return running.page
        },
        folder,
        async restart() {
          await running.close()
          running = await launch()
          return running.page
        },
      })
    } finally {
      await running.close()
      restore()
      await rm(folder, { recursive: true, force: true })
    }
  },
})

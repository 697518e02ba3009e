import { accessSync, constants, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { createChromiumHost } from '../../main/host/chromium/chromium-host.ts'
import { findBrowser } from '../../main/host/chromium/find-browser.ts'
import { platformFolders } from '../../main/host/folders.ts'
import { runWindow } from '../../main/services/window/run-window.ts'

const project = path.resolve(import.meta.dirname, '../..')

export const browserHere = (): ReturnType<typeof findBrowser> =>
  findBrowser(process.platform, process.env, homedir(), isProgram)

export interface LaunchedApp {
  readonly page: Page
  /** Closes the window as a person does, and waits until the app has ended. */
  close(): Promise<void>
}

/**
 * Starts the app on the Chromium host in this process, as `main/start-chromium.ts` does: its page is then the test's.
 * The engine's process takes its environment from this one.
 */
export async function launchChromium(home: string): Promise<LaunchedApp> {
  const browser = browserHere()
  if (browser === null) throw new Error('There is no Chromium here: apt-get install chromium')
  const folders = platformFolders(process.platform, process.env, home)
  const { host, page } = await createChromiumHost({
    browser,
    platform: process.platform,
    folders,
    headless: true,
    sandbox: process.getuid?.() !== 0,
    built: {
      page: path.join(project, 'out/renderer'),
      pageScript: path.join(project, 'out/preload/chromium-page-script.js'),
      engine: path.join(project, 'out/main/start-engine.js'),
    },
    onStopSignal: () => () => undefined,
    say: () => undefined,
    now: Date.now,
  })
  const ended = Promise.withResolvers<void>()
  const { version } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as {
    version: string
  }
  await runWindow(
    {
      ...host,
      close: async () => {
        await host.close()
        ended.resolve()
      },
    },
    version,
  )
  return {
    page,
    close: async () => {
      await page.close()
      await ended.promise
    },
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

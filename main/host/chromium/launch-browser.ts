import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { SluiceError } from '../../../shared/errors.ts'
import { takeLock, type ProcessLock } from '../process-lock.ts'
import type { Browser } from './find-browser.ts'
import { windowPlace } from './window-place.ts'

/** The page's address. Nothing answers there: what the page asks for is answered in this process. */
export const pageOrigin = 'https://sluice.app.invalid'

/**
 * Milliseconds that a browser gets to come up, the first time and the second. On a machine with far too much to do it
 * takes ten seconds; and then, one time in ten, it comes up and Playwright never sees its page.
 */
const startLimits = [20_000, 60_000] as const

/** What a new profile begins with: no offers to translate a page, keep a password, or fill in a form. */
const firstPreferences = {
  translate: { enabled: false },
  credentials_enable_service: false,
  autofill: { profile_enabled: false, credit_card_enabled: false },
}

export interface LaunchOptions {
  readonly browser: Browser
  /** Its profile stands in a folder below it. */
  readonly cache: string
  readonly headless: boolean
  /** Chromium refuses its own sandbox to root. */
  readonly sandbox: boolean
}

export interface LaunchedBrowser {
  readonly context: BrowserContext
  readonly page: Page
  /** Closes the browser and lets go of the profile. */
  close(): Promise<void>
}

/**
 * Starts a browser as an application's window, with a profile of its own and over a pipe: no port is opened.
 * @throws SluiceError `locked` while another window uses the profile; `unreachable` where the browser does not start.
 */
export async function launchBrowser(options: LaunchOptions): Promise<LaunchedBrowser> {
  const profile = join(options.cache, 'window')
  const lock = await takeProfile(profile)
  try {
    const { chromium } = await import('playwright-core')
    const place = windowPlace(await readFile(preferencesOf(profile), 'utf8').catch(() => null))
    const start = (limit: number): Promise<BrowserContext> =>
      chromium.launchPersistentContext(profile, {
        executablePath: options.browser.path,
        headless: options.headless,
        timeout: limit,
        chromiumSandbox: options.sandbox,
        viewport: null,
        // What the system has, and not what a test would want.
        colorScheme: null,
        reducedMotion: null,
        forcedColors: null,
        contrast: null,
        acceptDownloads: false,
        serviceWorkers: 'block',
        permissions: ['clipboard-write', 'notifications'],
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        ignoreDefaultArgs: ['--enable-automation', '--force-color-profile=srgb', '--disable-popup-blocking'],
        args: [
          `--app=${pageOrigin}/`,
          // No name leads anywhere. Our own is answered before it is looked up.
          '--host-resolver-rules=MAP * ~NOTFOUND',
          '--class=sluice',
          '--hide-crash-restore-bubble',
          // Without it, a bar over the page warns of a browser without a sandbox.
          ...(options.sandbox ? [] : ['--test-type']),
          ...place,
        ],
      })
    const context = await start(startLimits[0]).catch(() => start(startLimits[1]))
    const [page] = context.pages()
    return {
      context,
      page: page ?? (await context.newPage()),
      async close() {
        await context.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw new SluiceError(
      {
        code: 'unreachable',
        message: `${options.browser.name} did not start: ${firstLine(error)}`,
        subject: options.browser.path,
        advice: 'Start it by itself to see why, or name another with SLUICE_BROWSER.',
      },
      { cause: error },
    )
  }
}

const preferencesOf = (profile: string): string => join(profile, 'Default', 'Preferences')

async function takeProfile(profile: string): Promise<ProcessLock> {
  await mkdir(profile, { recursive: true, mode: 0o700 })
  const lock = takeLock(join(profile, 'sluice.lock'))
  if (lock === null) {
    throw new SluiceError({
      code: 'locked',
      message: 'Sluice is open already.',
      subject: profile,
      advice: 'Go on in its window, or close that first.',
    })
  }
  // The lock is ours, so what Chromium left of its own is of a window that is gone, perhaps on a machine of another name.
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie']) {
    await rm(join(profile, name), { force: true })
  }
  const preferences = preferencesOf(profile)
  if (!existsSync(preferences)) {
    await mkdir(dirname(preferences), { recursive: true, mode: 0o700 })
    await writeFile(preferences, JSON.stringify(firstPreferences))
  }
  return lock
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return (text.split('\n')[0] ?? text).replace(/^browserType\.\w+: /, '')
}

import { readFile } from 'node:fs/promises'
import Conf from 'conf'
import type { Page } from 'playwright-core'
import type { Settings } from '../../../shared/settings.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { Folders } from '../host.ts'
import { listPageFiles } from '../page-files.ts'
import { createReloadLimit } from '../reload-limit.ts'
import { openSettings } from '../settings-file.ts'
import type { Leave, RunEnded, WindowHost } from '../window-host.ts'
import { startWorkerEngine } from '../worker-engine.ts'
import type { Browser } from './find-browser.ts'
import { guardBrowser } from './guard-browser.ts'
import { launchBrowser, pageOrigin } from './launch-browser.ts'
import { openPage } from './open-page.ts'
import { moveOntoScreen } from './onto-screen.ts'
import { connectPage } from './page-line.ts'
import { createSignalEcho } from './signal-echo.ts'

export interface ChromiumHostOptions {
  readonly browser: Browser
  readonly platform: NodeJS.Platform
  readonly folders: Pick<Folders, 'settings' | 'cache'>
  readonly headless: boolean
  readonly sandbox: boolean
  /** What the build has made: the folder of the page, the script that goes before it, the engine's process. */
  readonly built: { readonly page: string; readonly pageScript: string; readonly engine: string }
  /** Ends it as Ctrl-C does. @returns its end. */
  readonly onStopSignal: (listener: () => void) => () => void
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void
  readonly now: () => number
}

export interface ChromiumWindow {
  readonly host: WindowHost
  /** The browser's page, as Playwright has it. */
  readonly page: Page
}

/**
 * Starts a browser for the window.
 * @throws SluiceError as `launchBrowser` does, and `disk-failed` for settings that can't be kept.
 */
export async function createChromiumHost(options: ChromiumHostOptions): Promise<ChromiumWindow> {
  const settings = openSettings(options.folders.settings, (keeper) => new Conf<Partial<Settings>>(keeper))
  // It is read and starts while the browser does.
  const engine = startWorkerEngine(options.built.engine)
  const launched = await launchBrowser({ ...options, cache: options.folders.cache }).catch(
    (error: unknown) => {
      engine.end()
      throw error
    },
  )
  const { context, page } = launched
  const version = context.browser()?.version().split('.')[0] ?? ''
  const leaving = new Set<(how: Leave) => void>()
  let runs = 0
  let asked = 0

  const leave = (how: Leave): void => {
    for (const listener of [...leaving]) listener(how)
  }
  const isNew = createSignalEcho(options.now)
  const endSignals = options.onStopSignal(() => {
    if (!isNew()) return
    asked++
    if (runs > 0) options.say(asked === 1 ? 'Finishing what is moving; once more stops it.' : stopping)
    leave(asked === 1 ? 'finish' : 'stop')
  })

  const host: WindowHost = {
    kind: 'chromium',
    name: `${options.browser.name} ${version}`,
    platform: options.platform,
    choosesFolders: false,
    settings,
    startEngine: () => engine,
    async openWindow(onPage) {
      const [files, script] = await Promise.all([
        listPageFiles(options.built.page).catch((error: unknown) => refuseUnbuilt(error, options.built.page)),
        readFile(options.built.pageScript, 'utf8'),
      ])
      const endPage = await connectPage(page, script, onPage)
      await guardBrowser(context, page, files)
      const mayReload = createReloadLimit(options.now)
      page.on('crash', () => {
        options.say('The page has crashed.')
        if (mayReload()) void page.reload().catch(() => undefined)
        else leave('finish')
      })
      page.on('close', () => {
        endPage()
        // Where it is to be asked, the page has asked before it let itself be closed.
        const how = settings.read().leaving === 'stop' ? 'stop' : 'finish'
        if (runs > 0) options.say(how === 'stop' ? stopping : closed)
        asked++
        leave(how)
      })
      await page.goto(`${pageOrigin}/`)
      await moveOntoScreen(page).catch((error: unknown) => {
        options.say(
          `The window may be off the screen: ${error instanceof Error ? error.message : String(error)}`,
        )
      })
    },
    chooseFolder: async () => null,
    async copyText(text) {
      await page.evaluate(async (copied) => {
        const { navigator } = globalThis as unknown as {
          navigator: { clipboard: { writeText(text: string): Promise<void> } }
        }
        await navigator.clipboard.writeText(copied)
      }, text)
    },
    openPage: (url) => openPage(url, options.platform),
    showActivity(activity) {
      runs = activity.runs
    },
    showEnded(ended) {
      void page.evaluate(sayInPage, ended).catch(() => undefined)
    },
    onLeave(listener) {
      leaving.add(listener)
      return () => {
        leaving.delete(listener)
      }
    },
    // A second start says that the window is open, and the page reads the system's colours and has no menu.
    onOpenPath: () => () => undefined,
    onTheme: () => () => undefined,
    onCommand: () => () => undefined,
    async close() {
      endSignals()
      await launched.close()
    },
  }
  return { host, page }
}

const stopping = 'Stopping what is moving.'
const closed = 'The window is closed. Finishing what is moving; Ctrl-C stops that too.'

/** Runs in the page: it knows whether it has the focus, and the browser has a way to the system's notifications. */
function sayInPage({ title, text }: RunEnded): void {
  const { document, window, Notification } = globalThis as unknown as {
    document: { hasFocus(): boolean }
    window: { focus(): void }
    Notification?: {
      new (title: string, options: { body: string }): { onclick: (() => void) | null }
      readonly permission: string
    }
  }
  if (document.hasFocus() || Notification?.permission !== 'granted') return
  new Notification(title, { body: text }).onclick = () => {
    window.focus()
  }
}

function refuseUnbuilt(error: unknown, folder: string): never {
  throw new SluiceError(
    {
      code: 'source-missing',
      message: 'The page of the window has not been built.',
      subject: folder,
      advice: 'Run `npm run build`.',
    },
    { cause: error },
  )
}

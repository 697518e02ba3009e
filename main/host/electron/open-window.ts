import type { BrowserWindow } from 'electron'
import { createReloadLimit } from '../reload-limit.ts'
import type { ElectronParts } from './electron-parts.ts'

export interface WindowOptions {
  /** The built preload script. */
  readonly preload: string
  readonly dark: boolean
  /** Not packaged. */
  readonly developer: boolean
}

/** Makes the window; it is shown when it has something to show. */
export function createWindow({ BrowserWindow }: ElectronParts, options: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    name: 'main',
    windowStatePersistence: true,
    show: false,
    title: 'Sluice',
    width: 1280,
    height: 800,
    minWidth: 900,
    minHeight: 600,
    backgroundColor: options.dark ? '#1b1d20' : '#ffffff',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: options.developer,
    },
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  return window
}

export interface Watch {
  now(): number
  log(text: string): void
  /** The page is gone. */
  onGone(): void
  /** A person has had enough of it. */
  onQuit(): void
}

/**
 * Loads a page again that has crashed, twice a minute; then, and where it does not answer, a person is asked. Runs are in
 * another process and go on.
 */
export function watchPage({ dialog }: ElectronParts, window: BrowserWindow, watch: Watch): void {
  const contents = window.webContents
  const mayReload = createReloadLimit(() => watch.now())
  let isAsking = false

  const ask = async (message: string, stay: string, onStay: () => void): Promise<void> => {
    if (isAsking || window.isDestroyed()) return
    isAsking = true
    try {
      const { response } = await dialog.showMessageBox(window, {
        type: 'warning',
        message,
        detail: 'Runs are not touched by it.',
        buttons: [stay, 'Quit'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      if (response === 0) onStay()
      else watch.onQuit()
    } finally {
      isAsking = false
    }
  }
  const reload = (): void => {
    if (!window.isDestroyed()) contents.reload()
  }

  contents.on('preload-error', (_event, path, error) => {
    watch.log(`preload ${path}: ${error.message}`)
  })
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    watch.log(`the page is gone: ${reason}, code ${exitCode}`)
    watch.onGone()
    if (mayReload()) reload()
    else void ask('The page has crashed several times.', 'Load it again', reload)
  })
  window.on('unresponsive', () => {
    void ask('The page does not answer.', 'Wait', () => undefined)
  })
}

import { homedir } from 'node:os'
import { listPageFiles } from '../page-files.ts'
import {
  nothingRuns,
  type Leave,
  type SettingsStore,
  type WindowCommand,
  type WindowHost,
} from '../window-host.ts'
import { activityShower } from './activity.ts'
import { leaveAsker } from './ask-to-leave.ts'
import type { Boot } from './boot.ts'
import type { ElectronParts } from './electron-parts.ts'
import { guardSession } from './guard-session.ts'
import { menuTemplate } from './menu.ts'
import { endedNotifier } from './notify-ended.ts'
import { createWindow, watchPage } from './open-window.ts'
import { pageOrigin } from './page-origin.ts'
import { connectPage } from './page-line.ts'
import { startUtilityEngine } from './utility-engine.ts'

export interface ElectronHostOptions {
  readonly platform: NodeJS.Platform
  readonly settings: SettingsStore
  /** What the build has made: the folder of the page, the preload script, the engine's process. */
  readonly built: { readonly page: string; readonly preload: string; readonly engine: string }
  /** Where the page comes from while it is developed; null for the built one. */
  readonly devUrl: string | null
  readonly now: () => number
  readonly log: (text: string) => void
}

/** The name that the packer gives it, in `build/electron-builder.yml`. */
const appId = 'app.sluice.Sluice'

/** Makes the host of Electron's window; Electron is ready. */
export async function createElectronHost(
  electron: ElectronParts,
  boot: Boot,
  options: ElectronHostOptions,
): Promise<WindowHost> {
  const { app, clipboard, dialog, Menu, nativeTheme, shell } = electron
  // Without it Windows shows no notification.
  if (options.platform === 'win32') app.setAppUserModelId(appId)
  const devOrigin = options.devUrl === null ? null : new URL(options.devUrl).origin
  guardSession(electron, await listPageFiles(options.built.page), devOrigin)

  const settings = themedSettings(options.settings, nativeTheme)
  const window = createWindow(electron, {
    preload: options.built.preload,
    dark: nativeTheme.shouldUseDarkColors,
    developer: !app.isPackaged,
  })
  const showActivity = activityShower(electron, window, options.platform)
  const askToLeave = leaveAsker(dialog, window, settings)
  const leaving = listeners<Leave>()
  const themes = listeners<boolean>()
  const commands = listeners<WindowCommand>()
  const paths = listeners<string>()
  let disconnect: () => void = () => undefined
  let lastFolder = homedir()
  let activity = nothingRuns
  let closing = false

  /** Brings the window forward: a dialog of a window that is hidden could not be seen. */
  const present = (): void => {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const leave = async (): Promise<void> => {
    if (activity.runs + activity.waiting > 0) present()
    const how = await askToLeave(activity)
    if (how !== null) leaving.tell(how)
  }
  const chooseFolder = async (title: string, start: string | null): Promise<string | null> => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title,
      defaultPath: start ?? lastFolder,
      properties: ['openDirectory', 'createDirectory'],
    })
    const [chosen] = filePaths
    if (canceled || chosen === undefined) return null
    lastFolder = chosen
    return chosen
  }
  const onError = (error: unknown): void => {
    options.log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }

  window.on('close', (event) => {
    if (closing) return
    event.preventDefault()
    // On a Mac a window can be closed without the application.
    if (options.platform === 'darwin') hide(window)
    else leave().catch(onError)
  })
  app.on('before-quit', (event) => {
    if (closing) return
    event.preventDefault()
    leave().catch(onError)
  })
  // Windows ends the session without asking: what is moving is stopped, and the journal has the rest.
  window.on('session-end', () => {
    leaving.tell('stop')
  })
  boot.onShow(present)
  nativeTheme.on('updated', () => {
    themes.tell(nativeTheme.shouldUseDarkColors)
  })

  return {
    kind: 'electron',
    name: `Electron ${process.versions['electron']}`,
    platform: options.platform,
    choosesFolders: true,
    settings,
    startEngine: () => startUtilityEngine(electron.utilityProcess, options.built.engine, options.log),
    async openWindow(onPage) {
      const line = connectPage(electron.ipcMain, window.webContents, devOrigin, onPage)
      disconnect = line.disconnect
      watchPage(electron, window, {
        now: options.now,
        log: options.log,
        onGone: line.endPage,
        onQuit: () => {
          leave().catch(onError)
        },
      })
      const actions = {
        command(command: WindowCommand) {
          present()
          commands.tell(command)
        },
        openFolder() {
          present()
          chooseFolder('Open a folder', null).then((path) => {
            if (path !== null) paths.tell(path)
          }, onError)
        },
      }
      Menu.setApplicationMenu(
        Menu.buildFromTemplate(menuTemplate(options.platform, actions, !app.isPackaged)),
      )
      await window.loadURL(options.devUrl ?? `${pageOrigin}/index.html`)
    },
    chooseFolder,
    copyText: (text) => clipboard.writeText(text),
    openPage: (url) =>
      shell.openExternal(url).then(
        () => true,
        () => false,
      ),
    showActivity(now) {
      activity = now
      showActivity(now)
    },
    showEnded: endedNotifier(electron, window, present, options.log),
    onLeave: leaving.add,
    onOpenPath(listener) {
      const ends = [boot.onOpenPath(listener), paths.add(listener)]
      return () => {
        for (const end of ends) end()
      }
    },
    onTheme: themes.add,
    onCommand: commands.add,
    async close() {
      closing = true
      showActivity(nothingRuns)
      disconnect()
      window.destroy()
      app.quit()
    },
  }
}

/** Frames, menus and `prefers-color-scheme` follow the theme that was chosen. */
function themedSettings(settings: SettingsStore, nativeTheme: ElectronParts['nativeTheme']): SettingsStore {
  nativeTheme.themeSource = settings.read().theme
  return {
    read: () => settings.read(),
    change(changes) {
      const changed = settings.change(changes)
      nativeTheme.themeSource = changed.theme
      return changed
    },
  }
}

/** Hides a Mac's window; one that fills the screen leaves it first, or a black screen stays. */
function hide(window: InstanceType<ElectronParts['BrowserWindow']>): void {
  if (window.isFullScreen()) {
    window.once('leave-full-screen', () => {
      window.hide()
    })
    window.setFullScreen(false)
  } else {
    window.hide()
  }
}

function listeners<Value>(): {
  readonly add: (listener: (value: Value) => void) => () => void
  readonly tell: (value: Value) => void
} {
  const all = new Set<(value: Value) => void>()
  return {
    add(listener) {
      all.add(listener)
      return () => {
        all.delete(listener)
      }
    },
    tell(value) {
      for (const listener of [...all]) listener(value)
    },
  }
}

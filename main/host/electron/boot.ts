import { isOfOrigin } from '../page-files.ts'
import type { ElectronParts } from './electron-parts.ts'
import { pathsOfStart, startSchema, type Start } from './open-paths.ts'
import { pageOrigin, pageScheme } from './page-origin.ts'

/** What is set up before Electron is ready. */
export interface Boot {
  /** Calls back for each path from outside, those that came before included. @returns its end. */
  onOpenPath(listener: (path: string) => void): () => void
  /** Calls back when someone starts Sluice once more, or clicks its icon in the dock. @returns its end. */
  onShow(listener: () => void): () => void
}

/**
 * Does what Electron wants done before it is ready, in one go: its `ready` waits for the whole entry module.
 *
 * @param start how this process was started, without the program and, where that is not packaged, the application
 * @param devOrigin the origin of the page while it is developed; null for the built page
 * @returns null where another process of Sluice has been told to go on instead: this one is to end.
 */
export function bootElectron(electron: ElectronParts, start: Start, devOrigin: string | null): Boot | null {
  const { app, protocol } = electron
  const paths: string[] = []
  const pathListeners = new Set<(path: string) => void>()
  const showListeners = new Set<() => void>()

  const openPaths = (opened: readonly string[]): void => {
    if (pathListeners.size === 0) paths.push(...opened)
    else for (const path of opened) for (const listener of pathListeners) listener(path)
  }
  const show = (): void => {
    for (const listener of showListeners) listener()
  }

  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
  app.on('open-file', (event, path) => {
    event.preventDefault()
    openPaths([path])
  })
  if (!app.requestSingleInstanceLock(start)) return null
  openPaths(pathsOfStart(start))
  // Chromium reorders the arguments that the event itself has; what the other process sent along is whole.
  app.on('second-instance', (_event, _argv, _cwd, sent) => {
    show()
    const second = startSchema.safeParse(sent)
    if (second.success) openPaths(pathsOfStart(second.data))
  })
  app.on('activate', show)
  guardContents(app, devOrigin)

  return {
    onOpenPath(listener) {
      pathListeners.add(listener)
      openPaths(paths.splice(0))
      return () => {
        pathListeners.delete(listener)
      }
    },
    onShow(listener) {
      showListeners.add(listener)
      return () => {
        showListeners.delete(listener)
      }
    },
  }
}

/** No page leaves our own, opens a window, or holds another. There are no links that lead out. */
function guardContents(app: ElectronParts['app'], devOrigin: string | null): void {
  const isOurs = (url: string): boolean =>
    isOfOrigin(url, pageOrigin) || (devOrigin !== null && isOfOrigin(url, devOrigin))
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOurs(event.url)) event.preventDefault()
    })
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isOurs(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => {
      if (!isOurs(event.url)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
    })
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

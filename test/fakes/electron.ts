import { EventEmitter } from 'node:events'
import type { ElectronParts } from '../../main/host/electron/electron-parts.ts'

/** An event of Electron's that remembers whether it was prevented. */
export class FakeEvent {
  prevented = false
  readonly [field: string]: unknown

  constructor(fields: Readonly<Record<string, unknown>> = {}) {
    Object.assign(this, fields)
  }

  preventDefault(): void {
    this.prevented = true
  }
}

export class FakeFrame {
  url = 'app://sluice/index.html'
  detached = false
  parent: FakeFrame | null = null
}

export class FakeContents extends EventEmitter {
  readonly sent: unknown[] = []
  readonly mainFrame = new FakeFrame()
  openHandler: (details: { url: string }) => unknown = () => ({ action: 'allow' })
  reloads = 0
  destroyed = false

  send(channel: string, value: unknown): void {
    this.sent.push([channel, value])
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  reload(): void {
    this.reloads++
  }

  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.openHandler = handler
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents()
  readonly progress: number[] = []
  readonly modes: string[] = []
  focused = false
  readonly done: string[] = []
  readonly options: Readonly<Record<string, unknown>>
  url = ''
  destroyed = false
  minimized = false
  fullScreen = false

  constructor(options: Readonly<Record<string, unknown>>) {
    super()
    this.options = options
  }

  async loadURL(url: string): Promise<void> {
    this.url = url
  }

  /** A person closes it. @returns whether it stays. */
  closeByHand(): boolean {
    const event = new FakeEvent()
    this.emit('close', event)
    return event.prevented
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  isMinimized(): boolean {
    return this.minimized
  }

  isFullScreen(): boolean {
    return this.fullScreen
  }

  setFullScreen(on: boolean): void {
    this.fullScreen = on
    this.emit('leave-full-screen')
  }

  isFocused(): boolean {
    return this.focused
  }

  setProgressBar(fraction: number, options?: { mode?: string }): void {
    this.modes.push(options?.mode ?? 'normal')
    this.progress.push(fraction)
  }

  destroy(): void {
    this.destroyed = true
    this.webContents.destroyed = true
  }

  show = (): void => void this.done.push('show')
  hide = (): void => void this.done.push('hide')
  focus = (): void => void this.done.push('focus')
  restore = (): void => void this.done.push('restore')
}

class FakeNotification extends EventEmitter {
  shown = 0
  readonly options: { readonly title: string; readonly body: string }

  constructor(options: { title: string; body: string }) {
    super()
    this.options = options
  }

  show(): void {
    this.shown++
  }
}

class FakeChild extends EventEmitter {
  readonly stdout = new EventEmitter()
  readonly stderr = new EventEmitter()
  readonly posted: unknown[] = []
  killed = false

  postMessage(message: unknown): void {
    this.posted.push(message)
  }

  kill(): boolean {
    this.killed = true
    this.emit('exit', 15)
    return true
  }
}

type Handler = (...args: never[]) => unknown

/** Electron without Electron: it writes down what is asked of it, and tests emit its events. */
export class FakeElectron {
  /** What was called, in order. */
  readonly calls: string[] = []
  readonly windows: FakeWindow[] = []
  readonly children: FakeChild[] = []
  readonly blockers = new Set<number>()
  readonly asked: { message: string; detail?: string; buttons: string[]; checkboxLabel?: string }[] = []
  readonly notifications: FakeNotification[] = []
  canNotify = true
  /** The box below the next question is ticked. */
  checked = false
  readonly folderDialogs: unknown[] = []
  readonly handlers = new Map<string, Handler>()
  readonly copied: string[] = []
  /** Pages opened in the browser of the system. */
  readonly pages: string[] = []
  schemes: unknown[] = []
  menu: unknown = null
  isOnly = true
  /** The button that the next question gets; a question waits while it is null. */
  answer: number | null = 0
  chosen: string[] = ['/chosen']

  readonly app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    enableSandbox: () => void this.calls.push('enableSandbox'),
    requestSingleInstanceLock: () => {
      this.calls.push('requestSingleInstanceLock')
      return this.isOnly
    },
    quit: () => void this.calls.push('quit'),
    setAppUserModelId: (id: string) => void this.calls.push(`setAppUserModelId ${id}`),
  })
  readonly ipcMain = new EventEmitter()
  readonly nativeTheme = Object.assign(new EventEmitter(), {
    themeSource: 'system',
    shouldUseDarkColors: false,
  })

  /** As the code under test takes it. */
  get parts(): ElectronParts {
    const { app, ipcMain, nativeTheme, windows, children, blockers, handlers, calls, notifications } = this
    const keep =
      (name: string) =>
      (handler: Handler): void => {
        handlers.set(name, handler)
      }
    const parts = {
      app,
      ipcMain,
      nativeTheme,
      // An arrow function can't be made new.
      BrowserWindow: function (options: Readonly<Record<string, unknown>>) {
        const window = new FakeWindow(options)
        windows.push(window)
        return window
      },
      shell: { openExternal: async (url: string) => void this.pages.push(url) },
      clipboard: { writeText: async (text: string) => void this.copied.push(text) },
      dialog: {
        showMessageBox: async (_window: unknown, question: { message: string; buttons: string[] }) => {
          this.asked.push(question)
          while (this.answer === null) await new Promise(setImmediate)
          return { response: this.answer, checkboxChecked: this.checked }
        },
        showOpenDialog: async (_window: unknown, options: unknown) => {
          this.folderDialogs.push(options)
          return { canceled: this.chosen.length === 0, filePaths: this.chosen }
        },
      },
      Menu: {
        buildFromTemplate: (template: unknown) => template,
        setApplicationMenu: (menu: unknown) => (this.menu = menu),
      },
      Notification: Object.assign(
        // An arrow function can't be made new.
        function (options: { title: string; body: string }) {
          const notification = new FakeNotification(options)
          notifications.push(notification)
          return notification
        },
        { isSupported: () => this.canNotify },
      ),
      powerSaveBlocker: {
        start: () => {
          const id = blockers.size + 1
          blockers.add(id)
          return id
        },
        stop: (id: number) => blockers.delete(id),
      },
      protocol: {
        registerSchemesAsPrivileged: (schemes: unknown[]) => {
          calls.push('registerSchemesAsPrivileged')
          this.schemes = schemes
        },
      },
      session: {
        defaultSession: {
          on: (name: string, handler: Handler) => handlers.set(name, handler),
          setPermissionRequestHandler: keep('permissionRequest'),
          setPermissionCheckHandler: keep('permissionCheck'),
          setDevicePermissionHandler: keep('devicePermission'),
          protocol: { handle: (scheme: string, handler: Handler) => handlers.set(`${scheme}:`, handler) },
          webRequest: { onBeforeRequest: keep('beforeRequest') },
        },
      },
      utilityProcess: {
        fork: () => {
          const child = new FakeChild()
          children.push(child)
          return child
        },
      },
    }
    return parts as unknown as ElectronParts
  }

  handler(name: string): Handler {
    const handler = this.handlers.get(name)
    if (handler === undefined) throw new Error(`nothing handles ${name}`)
    return handler
  }
}

import type { WindowCommand } from '../../shared/bridge/events.ts'
import type { Port } from '../../shared/bridge/messages.ts'
import type { Settings } from '../../shared/settings.ts'

/**
 * The seam between Sluice's window and the desktop it stands on: Electron, or an installed Chromium. Everything that
 * needs a screen is here; the engine's process has a plain `Host`.
 */
export interface WindowHost {
  readonly kind: 'electron' | 'chromium'
  /** `Electron 45.4.1`, `Chromium 156`: for people. */
  readonly name: string
  readonly platform: NodeJS.Platform
  /** It has a dialog of the system to choose a folder with. */
  readonly choosesFolders: boolean
  readonly settings: SettingsStore

  /** Starts the engine's process: a worker thread, or a utility process. */
  startEngine(): EngineProcess

  /**
   * Shows the window. `onPage` is called for each page it loads, again after a reload, with the line to that page; what
   * it returns is called when the page is gone.
   * @throws SluiceError where there is no screen, or the window can't be made.
   */
  openWindow(onPage: (page: Port) => () => void): Promise<void>

  /** A folder chosen in a dialog; null where it was left. Only where `choosesFolders`. */
  chooseFolder(title: string, start: string | null): Promise<string | null>
  copyText(text: string): Promise<void>
  /** Opens an address in the browser of the system; false where there is none. */
  openPage(url: string): Promise<boolean>

  /** Says what goes on: for the task bar, against sleep, and so that closing the window asks first. */
  showActivity(activity: Activity): void

  /** Says by the system that a run has ended, where the window has not the focus and the system has a way to say it. */
  showEnded(ended: RunEnded): void

  /**
   * Calls back when a person wants to leave: the window was closed, or the application is to quit. Where the host can,
   * it has asked first if something is running. @returns its end.
   */
  onLeave(listener: (how: Leave) => void): () => void
  /** A path given from outside: a second start, a file dropped onto the icon. @returns its end. */
  onOpenPath(listener: (path: string) => void): () => void
  /** The system's colours went dark or light. @returns its end. */
  onTheme(listener: (dark: boolean) => void): () => void
  /** The menu asks the page for something. @returns its end. */
  onCommand(listener: (command: WindowCommand) => void): () => void

  /** Closes the window and lets the process end. */
  close(): Promise<void>
}

export type { WindowCommand }

/** `finish` lets what is moving finish; `stop` stops it. */
export type Leave = 'finish' | 'stop'

export interface Activity {
  /** Runs that are going on. */
  readonly runs: number
  /** Runs that wait for their turn. */
  readonly waiting: number
  /** How many of those the next start offers. */
  readonly kept: number
  /** A person holds all that go on: nothing moves. */
  readonly held: boolean
  /** How far they are, 0 to 1; null where it isn't known, or nothing runs. */
  readonly fraction: number | null
}

export const nothingRuns: Activity = { runs: 0, waiting: 0, kept: 0, held: false, fraction: null }

/** What there is to say of a run that has ended. */
export interface RunEnded {
  readonly title: string
  readonly text: string
}

/** Settings as they were last written, complete and valid whatever the file holds. */
export interface SettingsStore {
  read(): Settings
  /** @throws SluiceError `disk-failed` */
  change(changes: Partial<Settings>): Settings
}

/** The process that has the engine, as the window's process sees it. */
export interface EngineProcess {
  readonly port: Port
  /** Settles when it has ended, with why where it was not asked to. */
  readonly ended: Promise<Error | null>
  end(): void
}

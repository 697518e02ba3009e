import type { ElectronStatus } from './electron-status.ts'

export const hosts = ['electron', 'chromium', 'terminal'] as const
export type HostName = (typeof hosts)[number]

export interface Machine {
  readonly electron: ElectronStatus
  /** What the browser is called; null where there is none. */
  readonly browser: string | null
  /** There is a screen to show a window on. */
  readonly hasScreen: boolean
  /** Neither Electron nor Chromium gives root its sandbox, and Electron then does not start. */
  readonly isRoot: boolean
}

export interface Choice {
  readonly host: HostName
  /** Which one and why, as one line for a person. */
  readonly why: string
}

/**
 * Which window Sluice gets:
 *
 * | asked for | screen | Electron         | browser | host                                             |
 * |-----------|--------|------------------|---------|--------------------------------------------------|
 * | any       |        |                  |         | that one; where it can't be, its own error says  |
 * |           | no     |                  |         | terminal                                         |
 * |           | yes    | ready or cached  |         | electron, unless root                            |
 * |           | yes    | anything else    | yes     | chromium                                         |
 * |           | yes    | anything else    | no      | terminal                                         |
 */
export function chooseHost(asked: HostName | null, machine: Machine): Choice {
  if (asked !== null) return { host: asked, why: `Starting the ${asked} host, as asked for.` }
  if (!machine.hasScreen) {
    return {
      host: 'terminal',
      why: 'No window: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so here is the practice job in the terminal.',
    }
  }
  const hasElectron = machine.electron.state === 'ready' || machine.electron.state === 'cached'
  if (hasElectron && !machine.isRoot) {
    return { host: 'electron', why: `The window is Electron ${machine.electron.version}.` }
  }
  const why = hasElectron
    ? 'Electron does not run as root'
    : 'Electron is not downloaded here; `npx install-electron` fetches it from GitHub'
  if (machine.browser !== null) {
    return { host: 'chromium', why: `The window is ${machine.browser}, which is installed here (${why}).` }
  }
  return {
    host: 'terminal',
    why: `No window: there is no Chrome, Chromium or Edge (${why}), so here is the practice job in the terminal.`,
  }
}

import type { BrowserWindow, Notification } from 'electron'
import type { RunEnded } from '../window-host.ts'
import type { ElectronParts } from './electron-parts.ts'

/**
 * Says by a notification of the system that a run has ended, unless the window has the focus. A press on it brings the
 * window forward.
 *
 * @param present brings the window forward. @param log is told of what the system did not show
 */
export function endedNotifier(
  electron: Pick<ElectronParts, 'Notification'>,
  window: Pick<BrowserWindow, 'isDestroyed' | 'isFocused'>,
  present: () => void,
  log: (text: string) => void,
): (ended: RunEnded) => void {
  /** One that nobody holds may be collected, and then a press on it does nothing. */
  const shown = new Set<Notification>()

  return ({ title, text }) => {
    if (window.isDestroyed() || window.isFocused() || !electron.Notification.isSupported()) return
    const notification = new electron.Notification({ title, body: text })
    const forget = (): void => {
      shown.delete(notification)
    }
    notification.on('click', () => {
      forget()
      if (!window.isDestroyed()) present()
    })
    notification.on('close', forget)
    notification.on('failed', (_event, error) => {
      forget()
      log(`a notification was not shown: ${error}`)
    })
    shown.add(notification)
    notification.show()
  }
}

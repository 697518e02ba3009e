import type { BrowserWindow } from 'electron'
import type { Activity } from '../window-host.ts'
import type { ElectronParts } from './electron-parts.ts'

/**
 * Shows on the task bar how far the runs are, and keeps the machine awake while there are any.
 *
 * | runs | fraction | bar                                     | sleep   |
 * |------|----------|-----------------------------------------|---------|
 * | 0    |          | none                                    | may     |
 * | 1…   | known    | as far as it says                       | may not |
 * | 1…   | unknown  | moving without an end; Linux can't: none | may not |
 */
export function activityShower(
  electron: Pick<ElectronParts, 'powerSaveBlocker'>,
  window: Pick<BrowserWindow, 'isDestroyed' | 'setProgressBar'>,
  platform: NodeJS.Platform,
): (activity: Activity) => void {
  let blocker: number | null = null

  return ({ runs, fraction }) => {
    if (runs > 0) {
      blocker ??= electron.powerSaveBlocker.start('prevent-app-suspension')
    } else if (blocker !== null) {
      electron.powerSaveBlocker.stop(blocker)
      blocker = null
    }
    if (window.isDestroyed()) return
    const unknown = platform === 'linux' ? -1 : 2
    window.setProgressBar(runs === 0 ? -1 : (fraction ?? unknown))
  }
}

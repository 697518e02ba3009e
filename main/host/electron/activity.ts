import type { BrowserWindow } from 'electron'
import type { Activity } from '../window-host.ts'
import type { ElectronParts } from './electron-parts.ts'

/**
 * Shows on the task bar how far the runs are, and keeps the machine awake while something moves.
 *
 * | runs | fraction | held | bar                                        | sleep   |
 * |------|----------|------|--------------------------------------------|---------|
 * | 0    |          |      | none                                       | may     |
 * | 1…   | known    | no   | as far as it says                          | may not |
 * | 1…   | unknown  | no   | moving without an end; Linux can't: none   | may not |
 * | 1…   | known    | yes  | as far as it says, and held where it can be| may     |
 * | 1…   | unknown  | yes  | none                                       | may     |
 */
export function activityShower(
  electron: Pick<ElectronParts, 'powerSaveBlocker'>,
  window: Pick<BrowserWindow, 'isDestroyed' | 'setProgressBar'>,
  platform: NodeJS.Platform,
): (activity: Activity) => void {
  let blocker: number | null = null

  return ({ runs, held, fraction }) => {
    if (runs > 0 && !held) {
      blocker ??= electron.powerSaveBlocker.start('prevent-app-suspension')
    } else if (blocker !== null) {
      electron.powerSaveBlocker.stop(blocker)
      blocker = null
    }
    if (window.isDestroyed()) return
    const unknown = platform === 'linux' || held ? -1 : 2
    window.setProgressBar(runs === 0 ? -1 : (fraction ?? unknown), { mode: held ? 'paused' : 'normal' })
  }
}

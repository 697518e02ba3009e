import type { BrowserWindow, MessageBoxOptions } from 'electron'
import { leavingDetail, leavingMessage, type LeftBehind } from '../../../shared/leaving-words.ts'
import type { Leave, SettingsStore } from '../window-host.ts'
import type { ElectronParts } from './electron-parts.ts'

/**
 * Asks before runs are left; one question at a time.
 *
 * | runs | waiting | asked already       | the setting says | buttons                                                             |
 * |------|---------|---------------------|------------------|---------------------------------------------------------------------|
 * | 0    | 0       |                     |                  | nothing is asked: `finish`                                          |
 * | 0    | 1…      |                     | `ask`            | Keep waiting · Quit                                                 |
 * | 1…   |         | no                  | `ask`            | Keep running · Finish what is moving, then quit · Stop now and quit |
 * | 1…   |         | no                  | how              | nothing is asked: as it says                                        |
 * | 0    | 1…      |                     | how              | nothing is asked: as it says                                        |
 * | 1…   |         | `finish` was chosen |                  | Wait · Stop now and quit                                            |
 *
 * Where runs go on, who ticks that they don't want to be asked again is not: what they chose becomes the setting.
 *
 * @returns how to leave; null to stay.
 */
export function leaveAsker(
  dialog: ElectronParts['dialog'],
  window: BrowserWindow,
  settings: SettingsStore,
): (activity: LeftBehind) => Promise<Leave | null> {
  let isOpen = false
  let finishing = false

  return async (activity) => {
    if (isOpen) return null
    if (activity.runs + activity.waiting === 0) return 'finish'
    const { leaving } = settings.read()
    if (leaving !== 'ask' && !finishing) {
      finishing = true
      return leaving
    }
    isOpen = true
    try {
      const buttons = choices(activity, finishing)
      const { response, checkboxChecked } = await dialog.showMessageBox(window, {
        ...question(activity, finishing),
        buttons: buttons.map(({ label }) => label),
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      const how = buttons[response]?.how ?? null
      if (how !== null && checkboxChecked && mayRemember(activity, finishing))
        settings.change({ leaving: how })
      if (how !== null) finishing = true
      return how
    } finally {
      isOpen = false
    }
  }
}

interface Choice {
  readonly label: string
  readonly how: Leave | null
}

function choices({ runs }: Pick<LeftBehind, 'runs'>, finishing: boolean): readonly Choice[] {
  if (finishing) return [stay('Wait'), stop]
  if (runs === 0) return [stay('Keep waiting'), { label: 'Quit', how: 'finish' }]
  return [stay('Keep running'), { label: 'Finish what is moving, then quit', how: 'finish' }, stop]
}

/** The setting says how runs that go on are left: an answer about others does not tell. */
const mayRemember = ({ runs }: Pick<LeftBehind, 'runs'>, finishing: boolean): boolean =>
  runs > 0 && !finishing

const stay = (label: string): Choice => ({ label, how: null })
const stop: Choice = { label: 'Stop now and quit', how: 'stop' }

const question = (
  activity: LeftBehind,
  finishing: boolean,
): Pick<MessageBoxOptions, 'type' | 'message' | 'detail' | 'checkboxLabel'> => ({
  type: 'question',
  message: finishing ? 'What is moving is being finished.' : leavingMessage(activity),
  detail: leavingDetail(activity),
  ...(mayRemember(activity, finishing) ? { checkboxLabel: "Don't ask again" } : {}),
})

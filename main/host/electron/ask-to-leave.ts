import type { BrowserWindow, MessageBoxOptions } from 'electron'
import type { Leave } from '../window-host.ts'
import type { ElectronParts } from './electron-parts.ts'

/**
 * Asks before runs are left; one question at a time.
 *
 * | runs | asked already       | buttons                                                             |
 * |------|---------------------|---------------------------------------------------------------------|
 * | 0    |                     | nothing is asked: `finish`                                          |
 * | 1…   | no                  | Keep running · Finish what is moving, then quit · Stop now and quit |
 * | 1…   | `finish` was chosen | Wait · Stop now and quit                                            |
 *
 * @returns how to leave; null to stay.
 */
export function leaveAsker(
  dialog: ElectronParts['dialog'],
  window: BrowserWindow,
): (runs: number) => Promise<Leave | null> {
  let isOpen = false
  let finishing = false

  return async (runs) => {
    if (isOpen) return null
    if (runs === 0) return 'finish'
    isOpen = true
    try {
      const buttons = choices(finishing)
      const { response } = await dialog.showMessageBox(window, {
        ...question(runs, finishing),
        buttons: buttons.map(({ label }) => label),
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      const how = buttons[response]?.how ?? null
      if (how !== null) finishing = true
      return how
    } finally {
      isOpen = false
    }
  }
}

const choices = (finishing: boolean): readonly { readonly label: string; readonly how: Leave | null }[] => [
  { label: finishing ? 'Wait' : 'Keep running', how: null },
  ...(finishing ? [] : [{ label: 'Finish what is moving, then quit', how: 'finish' } as const]),
  { label: 'Stop now and quit', how: 'stop' },
]

function question(runs: number, finishing: boolean): Pick<MessageBoxOptions, 'type' | 'message' | 'detail'> {
  return {
    type: 'question',
    message: finishing
      ? 'What is moving is being finished.'
      : `${runs === 1 ? 'A sync is' : `${runs} syncs are`} still running.`,
    detail:
      'What is not done by then is left as it was, and stands in the history. The same sync goes on from there.',
  }
}

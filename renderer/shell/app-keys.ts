import type { AppState } from '../state/app.svelte.ts'

/** What the window's keys do besides changing the state: they move the focus. */
export interface Focus {
  /** To the next region of the window, or the one before. */
  readonly cycle: (back: boolean) => void
  readonly palette: () => void
  readonly shortcuts: () => void
  readonly jobs: () => void
  /** The page, loaded anew. */
  readonly reload: () => void
}

/**
 * Keys that mean the same wherever the focus is. On a Mac it is Cmd instead of Ctrl, and Cmd+Shift+. instead of Ctrl+H,
 * which hides an application there.
 *
 * | keys            | do                                        |
 * |-----------------|-------------------------------------------|
 * | Ctrl+K          | the commands                              |
 * | F1              | these keys, to read                       |
 * | Ctrl+L          | types a path in the active pane           |
 * | Ctrl+F          | filters the names of the active pane      |
 * | Ctrl+H          | shows names with a dot first, or does not |
 * | Ctrl+R          | lists both sides anew; elsewhere, loads the page anew |
 * | Ctrl+J          | the jobs: what runs, waits, is reviewed   |
 * | Ctrl+Enter      | previews                                  |
 * | Ctrl+F6         | goes to the next region, with Shift back  |
 * | Alt+Left, Right | goes back and forward; on a Mac not in a field, where it goes by words |
 *
 * @returns whether the key meant something.
 */
export function pressInApp(event: KeyboardEvent, app: AppState, focus: Focus): boolean {
  const isMac = app.start?.host.platform === 'darwin'
  const control = isMac ? event.metaKey : event.ctrlKey
  const browsing = app.screen === 'browse'
  if (event.altKey && !control) {
    if (isMac && isTyping(event)) return false
    if (event.key === 'ArrowLeft') void app.goBack()
    else if (event.key === 'ArrowRight' && browsing) void app.active.forward()
    else return false
    return true
  }
  if (event.key === 'F1') {
    focus.shortcuts()
    return true
  }
  if (!control || event.altKey) return false
  const key = event.key.toLowerCase()
  if (key === 'k') focus.palette()
  else if (key === 'j') focus.jobs()
  else if (key === 'f6') focus.cycle(event.shiftKey)
  else if (key === 'r' && !browsing) focus.reload()
  else if (!browsing) return false
  else if (key === 'l') app.active.editing = true
  else if (key === 'f') app.active.openFilter()
  else if (isDotKey(event, app)) void app.toggleDotNames()
  else if (key === 'r') void app.refresh()
  else if (key === 'enter') void app.preview()
  else return false
  return true
}

/**
 * A key of the window that shows something beneath the list of jobs: the list gives way to it. It is the path, the
 * filter, or a preview.
 */
export function leadsOutOfJobs(event: KeyboardEvent, app: AppState): boolean {
  const control = app.start?.host.platform === 'darwin' ? event.metaKey : event.ctrlKey
  return control && !event.altKey && app.screen === 'browse' && /^(l|f|enter)$/i.test(event.key)
}

/** In a field for text. */
const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

const isDotKey = ({ key, code, shiftKey }: KeyboardEvent, app: AppState): boolean =>
  app.start?.host.platform === 'darwin' ? shiftKey && code === 'Period' : key.toLowerCase() === 'h'

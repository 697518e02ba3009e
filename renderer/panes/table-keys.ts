import type { AppState } from '../state/app.svelte.ts'
import { invertMarks, markShown } from '../state/choose-names.ts'
import { deleteFrom, moveFrom } from '../state/delete-and-move.ts'
import { beginFolder } from '../state/make-folder.ts'
import type { PaneState } from '../state/pane.svelte.ts'
import { showProperties } from '../state/properties.svelte.ts'
import { beginRename } from '../state/rename.ts'

/**
 * What a key does in a pane's table, besides moving the cursor and opening, which the table does itself.
 *
 * | keys               | do                                              |
 * |--------------------|-------------------------------------------------|
 * | Space              | marks, and goes on to the next                  |
 * | Ctrl+A             | marks everything that is shown                  |
 * | + and -            | types a pattern, to mark what is like it or not |
 * | *                  | marks what is not marked, and nothing else      |
 * | Escape             | takes all marks away; where there are none, closes the properties |
 * | Backspace          | goes up                                         |
 * | F5                 | copies what is chosen to the other side         |
 * | F6                 | moves it there                                  |
 * | F8, Delete         | deletes it                                      |
 * | F7                 | types the name of a new folder                  |
 * | Alt+Enter          | shows the properties of the row with the cursor |
 * | F2                 | types another name for the row with the cursor  |
 * | a letter           | finds a name that begins with it                |
 *
 * @returns whether the key meant something.
 */
export function pressInTable(event: KeyboardEvent, app: AppState, pane: PaneState): boolean {
  const { key } = event
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey
  if (event.altKey && key === 'Enter' && !event.ctrlKey && !event.metaKey) {
    showProperties(app.properties, pane)
    return true
  }
  if (!plain) {
    if (key.toLowerCase() !== 'a' || event.altKey || event.shiftKey) return false
    void markShown(pane)
    return true
  }
  if (key === 'F2') beginRename(pane)
  else if (key === 'F7') beginFolder(pane)
  else if (key === ' ' && pane.typed === '') pane.markAndGoOn()
  else if (key === '+' && pane.typed === '') pane.marking = 'add'
  else if (key === '-' && pane.typed === '') pane.marking = 'remove'
  else if (key === '*' && pane.typed === '') void invertMarks(pane)
  else if (key === 'Escape' && pane.marked === 0) app.properties.close()
  else if (key === 'Escape') pane.selection.clear()
  else if (key === 'Backspace') void pane.up()
  else if (key === 'F5') void app.copyFrom(pane)
  else if (key === 'F6') void moveFrom(app, pane)
  else if (key === 'F8' || key === 'Delete') void deleteFrom(app, pane)
  else if (isCharacter(key)) void pane.type(key)
  else return false
  return true
}

/** One character, and no name of a key such as `Enter`; beyond the first plane it is two code units. */
const isCharacter = (key: string): boolean => /^.$/u.test(key)

/** How a move of the cursor changes the marks (`PaneState.moveTo`). */
export function moveKind(
  event: KeyboardEvent | MouseEvent,
  marked: boolean,
): 'move' | 'click' | 'keep' | 'toggle' | 'extend' {
  if (event.shiftKey) return 'extend'
  if (event instanceof KeyboardEvent) return 'move'
  if (event.button === 0 && (event.ctrlKey || event.metaKey)) return 'toggle'
  // What is marked may be about to be dragged, or its menu is wanted.
  return marked ? 'keep' : 'click'
}

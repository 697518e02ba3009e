/** Keys, and what they do. Ctrl is Cmd on a Mac. */
export interface Shortcut {
  readonly keys: string
  readonly does: string
}

export interface ShortcutGroup {
  readonly title: string
  readonly shortcuts: readonly Shortcut[]
}

/** Every key of the window, by where it means something. */
export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: 'Everywhere',
    shortcuts: [
      { keys: 'Ctrl+K', does: 'Everything that can be done, by name' },
      { keys: 'Ctrl+J', does: 'Jobs: what runs, waits for its turn, is reviewed, has ended' },
      { keys: 'F1', does: 'These keys' },
      { keys: 'Ctrl+F6', does: 'The next part of the window; with Shift the one before' },
      { keys: 'Alt+←', does: 'Back' },
      { keys: 'Escape', does: 'Leaves a menu, a dialog, a question' },
    ],
  },
  {
    title: 'The two sides',
    shortcuts: [
      { keys: 'Ctrl+Enter', does: 'Preview' },
      { keys: 'Ctrl+L', does: 'Type a path' },
      { keys: 'Ctrl+F', does: 'Show only some names' },
      { keys: 'Ctrl+H', does: 'Show names that begin with a dot, or leave them out of the view' },
      { keys: 'Ctrl+R', does: 'List both sides anew' },
      { keys: 'Alt+→', does: 'Forward' },
      { keys: 'Tab', does: 'From one side to the other' },
    ],
  },
  {
    title: 'In a list of files',
    shortcuts: [
      { keys: 'Enter', does: 'Open' },
      { keys: 'Backspace', does: 'Go up' },
      { keys: 'a letter', does: 'Find a name that begins with it' },
      { keys: 'Space', does: 'Mark, and go on' },
      { keys: 'Shift+↓', does: 'Mark a range' },
      { keys: 'Ctrl+A', does: 'Mark everything that is shown' },
      { keys: '+', does: 'Mark by a pattern, such as *.jpg' },
      { keys: '-', does: 'Take marks away by a pattern' },
      { keys: '*', does: 'Mark what is not marked, and nothing else' },
      { keys: 'F2', does: 'Rename' },
      { keys: 'F5', does: 'Copy to the other side' },
      { keys: 'F6', does: 'Move to the other side' },
      { keys: 'F7', does: 'New folder' },
      { keys: 'F8', does: 'Delete' },
      { keys: 'Alt+Enter', does: 'Properties' },
      { keys: 'Shift+F10', does: 'The menu of the row' },
    ],
  },
  {
    title: 'In the list of jobs',
    shortcuts: [
      { keys: 'Enter', does: 'Show' },
      { keys: 'Space', does: 'Pause, or resume' },
      { keys: 'R', does: 'Run now what waits' },
      { keys: 'Alt+↑', does: 'Earlier in the queue; with ↓ later' },
      { keys: 'Delete', does: 'Cancel, take out of the queue, or put away' },
    ],
  },
  {
    title: 'In a review',
    shortcuts: [
      { keys: 'Space', does: 'Leave the marked rows out, or put them back' },
      { keys: 'Ctrl+A', does: 'Mark all that are looked at' },
      { keys: 'Ctrl+F', does: 'Search names' },
      { keys: 'Shift+F10', does: 'The menu of the row' },
    ],
  },
]

/** As they are written on the keys of this platform. */
export const keysOn = (platform: string, keys: string): string =>
  platform === 'darwin'
    ? keys.replace('Ctrl+H', '⌘⇧.').replaceAll('Ctrl+', '⌘').replaceAll('Alt+', '⌥').replaceAll('Shift+', '⇧')
    : keys

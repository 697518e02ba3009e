/** What is read of a key that was pressed. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/**
 * Whether the browser would do something of its own with a key that makes no sense in an application's window. The page
 * still gets the key.
 *
 * | keys                                           | what the browser would do                        |
 * |------------------------------------------------|--------------------------------------------------|
 * | F1 F3 F5 F6 F7 F12                             | help, find, reload, leave the page, caret, tools |
 * | Ctrl with D E F G H J K L N O P R S T U        | bookmark, search, find, history, …, source       |
 * | the same with Shift, and with Shift C I        | reload without cache, private window, tools      |
 * | Alt with Left, Right, Home                     | go back, forward, home                           |
 * | on a Mac Cmd for Ctrl, and Cmd with [ and ]    | the same (Ctrl is for editing text there)        |
 * | the keys BrowserBack, BrowserForward, …        | the same                                         |
 */
export function isBrowserShortcut(press: KeyPress, mac: boolean): boolean {
  const { key, altKey, shiftKey } = press
  if (/^F([13567]|12)$/.test(key) || key.startsWith('Browser')) return true
  if (mac ? press.metaKey : press.ctrlKey) {
    if (mac && (key === '[' || key === ']')) return true
    const letter = key.toLowerCase()
    return /^[defghjklnoprstu]$/.test(letter) || (shiftKey && /^[ci]$/.test(letter))
  }
  return !mac && altKey && ['ArrowLeft', 'ArrowRight', 'Home'].includes(key)
}

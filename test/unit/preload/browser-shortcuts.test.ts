import { describe, expect, test } from 'vitest'
import { isBrowserShortcut } from '../../../preload/browser-shortcuts.ts'

function pressed(keys: string) {
  const parts = keys.split('+')
  const has = (name: string): boolean => parts.slice(0, -1).includes(name)
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: has('Ctrl'),
    metaKey: has('Cmd'),
    altKey: has('Alt'),
    shiftKey: has('Shift'),
  }
}

describe('the browser is kept from', () => {
  test.each([
    'F1',
    'F3',
    'F5',
    'F6',
    'F7',
    'F12',
    'Shift+F5',
    'Ctrl+F5',
    'Ctrl+r',
    'Ctrl+Shift+R',
    'Ctrl+p',
    'Ctrl+s',
    'Ctrl+u',
    'Ctrl+n',
    'Ctrl+t',
    'Ctrl+o',
    'Ctrl+j',
    'Ctrl+h',
    'Ctrl+d',
    'Ctrl+f',
    'Ctrl+g',
    'Ctrl+l',
    'Ctrl+k',
    'Ctrl+e',
    'Ctrl+Shift+N',
    'Ctrl+Shift+I',
    'Ctrl+Shift+C',
    'Alt+ArrowLeft',
    'Alt+ArrowRight',
    'Alt+Home',
    'BrowserBack',
  ])('%s', (keys) => {
    expect(isBrowserShortcut(pressed(keys), false)).toBe(true)
  })
  test.each(['Cmd+r', 'Cmd+Shift+R', 'Cmd+p', 'Cmd+[', 'Cmd+]', 'F5'])('%s on a Mac', (keys) => {
    expect(isBrowserShortcut(pressed(keys), true)).toBe(true)
  })
})

describe('editing, looking and leaving are not touched:', () => {
  test.each([
    'a',
    'Enter',
    'F2',
    'F4',
    'F8',
    'F10',
    'F11',
    'Ctrl+a',
    'Ctrl+c',
    'Ctrl+v',
    'Ctrl+x',
    'Ctrl+z',
    'Ctrl+w',
    'Ctrl+q',
    'Ctrl++',
    'Ctrl+-',
    'Ctrl+0',
    'Ctrl+ArrowLeft',
    'Alt+F4',
    'Shift+Tab',
    'Ctrl+Enter',
  ])('%s', (keys) => {
    expect(isBrowserShortcut(pressed(keys), false)).toBe(false)
  })
  test.each(['Ctrl+d', 'Ctrl+f', 'Ctrl+n', 'Ctrl+k', 'Alt+ArrowLeft', 'Cmd+c', 'Cmd+q'])(
    '%s on a Mac',
    (keys) => {
      expect(isBrowserShortcut(pressed(keys), true)).toBe(false)
    },
  )
})

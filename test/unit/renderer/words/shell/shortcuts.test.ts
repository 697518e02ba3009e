import { expect, test } from 'vitest'
import { keysOn, shortcutGroups } from '../../../../../renderer/words/shell/shortcuts.ts'

test('no key is told of twice in one place', () => {
  for (const { title, shortcuts } of shortcutGroups) {
    const keys = shortcuts.map((shortcut) => shortcut.keys)
    expect(new Set(keys).size, title).toBe(keys.length)
  }
})

test.each([
  ['linux', 'Ctrl+Enter', 'Ctrl+Enter'],
  ['win32', 'Alt+←', 'Alt+←'],
  ['darwin', 'Ctrl+Enter', '⌘Enter'],
  ['darwin', 'Shift+F10', '⇧F10'],
  ['darwin', 'F8', 'F8'],
])('on %s %s is written %s', (platform, keys, written) => {
  expect(keysOn(platform, keys)).toBe(written)
})

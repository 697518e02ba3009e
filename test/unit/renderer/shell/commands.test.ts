import { expect, test } from 'vitest'
import { findCommands, type Command } from '../../../../renderer/shell/commands.ts'

const command = (id: string, label: string, also = ''): Command => ({ id, label, also, run: () => undefined })
const commands = [
  command('preview', 'Preview', 'plan sync'),
  command('path', 'Go to a path'),
  command('swap', 'Swap the sides'),
  command('dark', 'Dark colours', 'theme'),
  command('past', 'History', 'past plans'),
]

test.each([
  ['', ['preview', 'path', 'swap', 'dark', 'past']],
  ['  ', ['preview', 'path', 'swap', 'dark', 'past']],
  ['DARK', ['dark']],
  ['plan', ['preview', 'past']],
  ['s', ['swap', 'preview', 'dark', 'past']],
  ['sides swap', ['swap']],
  ['path', ['path']],
  ['nothing like it', []],
])('finds by words: %j', (text, ids) => {
  expect(findCommands(commands, text).map(({ id }) => id)).toEqual(ids)
})

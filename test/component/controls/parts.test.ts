import { expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import Parts from '../../../renderer/controls/Parts.svelte'
import type { Part } from '../../../renderer/words/parts.ts'

const parts: readonly Part[] = [
  'Move ',
  { strong: '2' },
  ' from ',
  { name: 'www' },
  ' that match ',
  { code: '*.js' },
  '.',
]

test('a sentence stands in its order, what is marked in it too', async () => {
  const { container } = await render(Parts, { parts })
  expect(container.textContent).toBe('Move 2 from www that match *.js.')
  const marked = [...container.querySelectorAll('strong, bdi, code')]
  expect(marked.map(({ localName, textContent }) => [localName, textContent])).toEqual([
    ['strong', '2'],
    ['bdi', 'www'],
    ['code', '*.js'],
  ])
})

test.each([
  [true, 'www'],
  [false, null],
])('names are said in full under the mouse where that is asked for: %s', async (titles, title) => {
  const { container } = await render(Parts, { parts, titles })
  expect(container.querySelector('bdi')?.getAttribute('title') ?? null).toBe(title)
})

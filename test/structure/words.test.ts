import { glob, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { findWords } from './find-words.ts'

const project = path.resolve(import.meta.dirname, '../..')

test('what the window says stands in renderer/words, and nowhere else', async () => {
  const files: string[] = []
  for await (const file of glob('renderer/**/*.{ts,svelte}', { cwd: project })) {
    const name = file.replaceAll(path.sep, '/')
    if (!name.startsWith('renderer/words/')) files.push(name)
  }
  expect(files.length).toBeGreaterThan(0)
  const found = await Promise.all(
    files.toSorted().map(async (file) => {
      const source = await readFile(path.join(project, file), 'utf8')
      return findWords(file, source).map((text) => `${file}:${text}`)
    }),
  )
  expect(found.flat()).toEqual([])
})

describe('in a template', () => {
  test.each([
    ['a text', '<p>Nothing is here</p>', ['Nothing is here']],
    ['one word', '<button>Stop</button>', ['Stop']],
    ['the text around a value', '<p>{count} of them</p>', ['of them']],
    ['a text within a block', '{#if on}<b>on</b>{:else}off{/if}', ['on', 'off']],
    ['a text within a snippet', '{#snippet head()}Name{/snippet}', ['Name']],
    ['what an attribute says', '<a title="Go up" aria-label="up">↑</a>', ['Go up', 'up']],
    ['what an attribute says around a value', '<a title="Go to {place}">↑</a>', ['Go to']],
    ['what a component is to show', '<Menu label="more" />', ['more']],
    ['a sentence for a component', '<Menu what="Go up" />', ['Go up']],
    ['one of two words in place', '<p>{on ? words.on : "off"}</p>', ['off']],
    ['a word where there is no value', '<p>{name ?? "none"}</p>', ['none']],
    ['a word in a template literal', '<p>{`${count} left`}</p>', ['0 left']],
    ['a sentence in what a component is given', '<A on={() => say("Go up")} />', ['Go up']],
  ])('%s is found', (_, page, texts) => {
    expect(findWords('Planted.svelte', page)).toEqual(texts.map((text) => `1: ${text}`))
  })

  test.each([
    ['a value', '<p title={words.title}>{words.text} · {count} %</p>'],
    ['a letter or a sign', '<p>+ × a →</p>'],
    ['keys', '<kbd>Ctrl+K</kbd>'],
    ['a class, and a role', '<p class="soft selectable" role="status" class:on={state === "on"}>…</p>'],
    [
      'a style',
      '<p style:width="{width}px" style="width: 20px; color: red">…</p>\n<style>p { color: red }</style>',
    ],
    ['classes of a component', '<Menu class={[on && "floating panel"]} />'],
    ['patterns of names', '<input placeholder="*.tmp" title=".sluiceignore" />'],
    ['a choice between two ids', '<Menu align={wide ? "start" : "end"} />'],
    ['what is compared', '<p>{state === "on" ? words.on : words.off}</p>'],
    ['a comment', '<!-- Nothing is here. --><p>…</p>'],
  ])('%s is passed by', (_, page) => {
    expect(findWords('Planted.svelte', page)).toEqual([])
  })
})

describe('in code', () => {
  test.each([
    ['a sentence', "const a = 'nothing is here'", ['nothing is here']],
    ['a word that begins as a sentence does', "const a = ['Stop']", ['Stop']],
    ['a sentence around a value', 'const a = `Copied ${name}.`', ['Copied 0.']],
    ['the label of something', "const a = { label: 'up' }", ['up']],
    ['the words of an error', "throw new SluiceError({ code, message: 'gone' })", ['gone']],
    ['a noun that is counted', "formatCounted(count, 'entry', 'entries')", ['entry', 'entries']],
    ['what is said', "app.say('done')", ['done']],
    ['the name of an action', "action('up', () => undefined)", ['up']],
    ['what a function gives as text', "function a(): string { return on ? words.on : 'off' }", ['off']],
    ['what an arrow gives as text', "const a = (): string => on ?? 'off'", ['off']],
    ['a text of a switch', "function a(): string { switch (b) { case 'b': return 'off' } }", ['off']],
    ['a field of a class', "class A { text = 'off'; #b = 'Go up' }", ['off', 'Go up']],
  ])('%s is found', (_, code, texts) => {
    expect(findWords('planted.ts', code)).toEqual(texts.map((text) => `1: ${text}`))
  })

  test.each([
    ['an import', "import { a } from './go up.ts'"],
    ['a type', "type A = 'Go up' | 'Stop'\nconst a = (b: 'Go up'): 'Stop' => b as never"],
    ['a type that is given', "const a = $state<'Go up' | 'Stop'>()"],
    ['keys', "if (event.key === 'Enter' || event.key === 'ArrowLeft') press('Alt+Enter')"],
    ['a selector', "document.querySelector('main button.add')"],
    ['what a programmer is told', "throw new Error('The other end has gone.')"],
    ['a track of a grid', 'const columns = `24px minmax(80px, 1fr) ${width}px`'],
    ['an id', "const a = { id: 'go-up', kind: 'start' }"],
    ['a name of HTTP', "const a = 'Content-Type'"],
    ['a name of a file', 'const a = (): string => `~/${name}.sluice`'],
    ['one of a few ids', "const a = (): 'on' | 'off' => 'off'"],
    ['a comment', '// Nothing is here.\nconst a = 1 /* Go up */'],
  ])('%s is passed by', (_, code) => {
    expect(findWords('planted.ts', code)).toEqual([])
  })
})

test('a text is found by its line', () => {
  expect(findWords('planted.ts', "const a = 1\n\nconst b = 'Go up'\n")).toEqual(['3: Go up'])
  expect(findWords('Planted.svelte', '<script lang="ts">\n  let a = 1\n</script>\n\n<p>Go up</p>\n')).toEqual(
    ['5: Go up'],
  )
})

import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import PaneTable from '../../../renderer/panes/PaneTable.svelte'
import { rowMenu } from '../../../renderer/panes/row-menu.ts'
import { appCommands } from '../../../renderer/shell/app-commands.ts'
import { AppState } from '../../../renderer/state/app.svelte.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry, folder, placeAt } from '../../fakes/fake-places.ts'
import { inBox } from '../in-box.ts'
import '../styles.ts'

const left = 'local /site'

/** The left pane with the cursor on a row. */
async function show(row = 1) {
  const listings = new Map([
    ['/site', [folder('assets.d'), entry('a.tar.gz'), entry('b.txt')]],
    ['s3://', [entry('www', { kind: 'bucket', size: null })]],
    ['s3://www/site/', [folder('docs'), entry('old.txt')]],
  ])
  const bridge = createFakeBridge({
    ...answerPlaces(listings),
    'places.rename': ({ from, to }) => {
      const entries = listings.get('/site') ?? []
      listings.set('/site', [...entries.filter(({ name }) => name !== from), entry(to)])
      return {}
    },
  })
  const app = new AppState(bridge)
  onTestFinished(() => app.close())
  await app.open()
  const screen = await render(PaneTable, { target: inBox(600, 300), props: { app, pane: app.left } })
  await vi.waitFor(() => expect(app.left.total).toBe(3))
  const grid = screen.getByRole('grid')
  ;(grid.element() as HTMLElement).focus()
  await app.left.moveTo(row, 'move')
  const input = screen.getByRole('textbox')
  return {
    app,
    bridge,
    screen,
    grid,
    input,
    field: () => input.element() as HTMLInputElement,
    noField: () => expect.element(input).not.toBeInTheDocument(),
    asked: () => bridge.asked('places.rename'),
  }
}

describe('F2', () => {
  test.each([
    ['a file, its name before the last dot chosen', 1, 'a.tar'],
    ['a folder, all of its name chosen', 0, 'assets.d'],
  ])('types another name for %s', async (_, row, chosen) => {
    const { input, field } = await show(row)
    await userEvent.keyboard('{F2}')
    await expect.element(input).toHaveFocus()
    const { value, selectionStart, selectionEnd } = field()
    expect(value.slice(selectionStart ?? 0, selectionEnd ?? 0)).toBe(chosen)
  })

  test('and Enter renames, says so, lists anew, and leaves the focus in the table and the cursor on the name', async () => {
    const { app, bridge, grid, noField, asked, input } = await show()
    await userEvent.keyboard('{F2}')
    await expect.element(input).toHaveFocus()
    await userEvent.keyboard('z{Enter}')
    await noField()
    expect(asked()).toEqual([{ token: left, from: 'a.tar.gz', to: 'z.gz' }])
    expect(app.notice).toBe('Renamed a.tar.gz to z.gz.')
    await expect.element(grid).toHaveFocus()
    const { viewId } = bridge.asked('browse.refresh')[0] ?? { viewId: '' }
    const status = {
      viewId,
      revision: 3,
      count: 3,
      bytes: 20,
      complete: true,
      stopped: false,
      old: false,
      counting: null,
      error: null,
    }
    bridge.emit('browse.changed', status)
    await vi.waitFor(() => expect(app.left.at(app.left.cursor)?.name).toBe('z.gz'))
    expect(app.left.cursor).toBe(2)
  })

  test.each([
    ['Escape', '{Escape}'],
    ['the same name', 'a.tar{Enter}'],
  ])('asks for nothing with %s, and the table has the focus again', async (_, keys) => {
    const { grid, asked, input, noField } = await show()
    await userEvent.keyboard('{F2}')
    await expect.element(input).toHaveFocus()
    await userEvent.keyboard(keys)
    await noField()
    await expect.element(grid).toHaveFocus()
    expect(asked()).toEqual([])
  })

  test('is left where the focus goes elsewhere', async () => {
    const { app, asked, input, noField } = await show()
    await userEvent.keyboard('{F2}')
    await expect.element(input).toHaveFocus()
    await userEvent.keyboard('other{Tab}')
    await noField()
    expect([asked(), app.left.renaming]).toEqual([[], null])
  })

  test.each([
    ['{Backspace}', 'A name has at least one character that is no space.'],
    ['../x', 'A name has no slash in it.'],
    ['..', 'A name is more than dots that lead to a folder.'],
  ])('refuses a bad name next to it, without asking: %s', async (keys, why) => {
    const { asked, input, screen } = await show()
    await userEvent.keyboard('{F2}')
    await expect.element(input).toHaveFocus()
    await userEvent.keyboard('{Control>}a{/Control}')
    await userEvent.keyboard(`${keys}{Enter}`)
    await expect
      .element(screen.getByRole('alert'))
      .toHaveTextContent(`${why} Choose another name, or leave it with Escape.`)
    await expect.element(input).toHaveFocus()
    await expect.element(input).toHaveAttribute('aria-invalid', 'true')
    expect(asked()).toEqual([])
    await userEvent.keyboard('x')
    await expect.element(screen.getByRole('alert')).not.toBeInTheDocument()
  })

  test('shows what the engine refuses below the name, where all of it is seen', async () => {
    const { bridge, input, field, screen } = await show()
    bridge.answers['places.rename'] = () => {
      throw new SluiceError({ code: 'conflict', message: '/site/b.txt is already there.' })
    }
    await userEvent.keyboard('{F2}')
    await expect.element(input).toHaveFocus()
    await userEvent.keyboard('{Control>}a{/Control}b.txt{Enter}')
    const words = screen.getByRole('alert')
    await expect.element(words).toHaveTextContent('/site/b.txt is already there.')
    const { top, left: x } = words.element().getBoundingClientRect()
    expect(top).toBeGreaterThanOrEqual(field().getBoundingClientRect().bottom)
    expect(words.element().contains(document.elementFromPoint(x + 12, top + 12))).toBe(true)
    await expect.element(input).toHaveValue('b.txt')
  })

  test('of a refusal that comes after it was left tells the pane', async () => {
    const { app, bridge, input } = await show()
    const reply = Promise.withResolvers<Record<string, never>>()
    bridge.answers['places.rename'] = () => reply.promise
    await userEvent.keyboard('{F2}')
    await expect.element(input).toHaveFocus()
    await userEvent.keyboard('x{Enter}{Tab}')
    reply.reject(new SluiceError({ code: 'conflict', message: 'It is there.' }))
    await vi.waitFor(() => expect(app.left.error?.message).toBe('It is there.'))
  })
})

describe('renaming', () => {
  test.each([
    ['folder', 's3://www/site/', 'S3 has no way to rename the folder docs.'],
    ['bucket', 's3://', 'S3 has no way to rename the bucket www.'],
  ])('a %s of S3 is refused, with the way out', async (_, text, message) => {
    const { app, noField } = await show()
    await app.left.open(placeAt('practice', text))
    await vi.waitFor(() => expect(app.left.at(0)?.kind).toMatch(/folder|bucket/))
    await userEvent.keyboard('{F2}')
    expect(app.left.error).toMatchObject({ message, advice: expect.stringContaining('F8') as unknown })
    await noField()
  })

  test('is in the menu of the row and among the commands', async () => {
    const { app, input } = await show()
    const item = rowMenu(app, app.left).find((each) => 'label' in each && each.label === 'Rename…')
    expect(item).toMatchObject({ keys: 'F2', disabled: false })
    appCommands(
      app,
      () => undefined,
      () => undefined,
    )
      .find(({ id }) => id === 'rename')
      ?.run()
    await expect.element(input).toHaveFocus()
  })
})

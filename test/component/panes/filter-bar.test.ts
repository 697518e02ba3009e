import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import PaneBody from '../../../renderer/panes/PaneBody.svelte'
import { AppState } from '../../../renderer/state/app.svelte.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry, folder } from '../../fakes/fake-places.ts'
import { inBox } from '../in-box.ts'

/** The left pane, at `/site`, with a place before it. */
async function show() {
  const listings = new Map([
    ['/', [folder('site')]],
    ['/site', [entry('a.txt'), entry('b.txt')]],
    ['s3://', [entry('www', { kind: 'bucket', size: null })]],
  ])
  const app = new AppState(createFakeBridge(answerPlaces(listings)))
  onTestFinished(() => app.close())
  await app.open()
  const screen = await render(PaneBody, { target: inBox(600, 400), props: { app, pane: app.left } })
  const grid = screen.getByRole('grid')
  await vi.waitFor(() => expect(app.left.at(0)).toBeDefined())
  const field = screen.getByRole('textbox', { name: 'Show only names with' })
  return { pane: app.left, screen, grid, field }
}

test('the field has the focus each time it is asked for', async () => {
  const { pane, grid, field } = await show()
  pane.openFilter()
  await expect.element(field).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(grid).toHaveFocus()
  pane.openFilter()
  await expect.element(field).toHaveFocus()
})

test('it takes no focus by itself when it comes back after a pattern', async () => {
  const { pane, grid, field, screen } = await show()
  pane.openFilter()
  await userEvent.keyboard('{Enter}')
  pane.marking = 'add'
  await expect.element(screen.getByRole('textbox', { name: 'Select names like' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(field).toBeVisible()
  await expect.element(grid).toHaveFocus()
})

import { expect, onTestFinished, test, vi } from 'vitest'
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
  return { pane: app.left, screen, grid }
}

test.each(['filter', 'pattern'])('the table has the focus when going back takes the %s away', async (bar) => {
  const { pane, grid, screen } = await show()
  if (bar === 'filter') pane.openFilter()
  else pane.marking = 'add'
  await expect.element(screen.getByRole('textbox')).toHaveFocus()
  await pane.up()
  await expect.element(screen.getByRole('textbox')).not.toBeInTheDocument()
  await expect.element(grid).toHaveFocus()
})

test('the table has the focus when a button of the footer goes with what it stops', async () => {
  const { pane, grid, screen } = await show()
  const { view } = pane
  if (view === null) throw new Error('no listing')
  view.status = { ...view.status, complete: false }
  const stop = screen.getByRole('button', { name: 'Stop', exact: true })
  await expect.element(stop).toBeVisible()
  ;(stop.element() as HTMLElement).focus()
  view.status = { ...view.status, complete: true }
  await expect.element(stop).not.toBeInTheDocument()
  await expect.element(grid).toHaveFocus()
})

import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import PaneBody from '../../../renderer/panes/PaneBody.svelte'
import { paneMenu } from '../../../renderer/panes/pane-menu.ts'
import { AppState } from '../../../renderer/state/app.svelte.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry } from '../../fakes/fake-places.ts'
import { inBox } from '../in-box.ts'

async function show(width: number) {
  const listings = new Map([
    ['/site', [entry('a.txt')]],
    ['s3://', [entry('www', { kind: 'bucket', size: null })]],
  ])
  const app = new AppState(createFakeBridge(answerPlaces(listings)))
  onTestFinished(() => app.close())
  await app.open()
  const screen = await render(PaneBody, { target: inBox(width, 400), props: { app, pane: app.left } })
  await vi.waitFor(() => expect(app.left.at(0)).toBeDefined())
  const edge = screen.getByRole('separator', { name: 'Width of modified' })
  const drawn = () => edge.element().parentElement?.getBoundingClientRect().width ?? 0
  return { app, pane: app.left, screen, edge, drawn }
}

test('wider is wider in a pane that is too narrow for its columns, too', async () => {
  const { app, edge, drawn } = await show(260)
  const kept = app.look.columnsOf('local').widths.modified
  await vi.waitFor(() => expect(drawn()).toBeLessThan(kept))
  const before = drawn()
  ;(edge.element() as HTMLElement).focus()
  await userEvent.keyboard('{ArrowLeft}')
  expect(app.look.columnsOf('local').widths.modified).toBe(kept + 8)
  await vi.waitFor(() => expect(drawn()).toBeGreaterThan(before))
})

test('widths are set only where there is a column, and no more once they are hidden', async () => {
  const { app, pane } = await show(600)
  const item = () =>
    paneMenu(app, pane, { copyAddress: vi.fn(), aboutBucket: vi.fn() }).find(
      (each) => 'label' in each && each.label === 'Set column widths',
    )
  expect(item()).toMatchObject({ disabled: false })
  pane.sizing = true
  app.look.toggleColumn('local', 'size')
  app.look.toggleColumn('local', 'modified')
  await vi.waitFor(() => expect(pane.sizing).toBe(false))
  expect(item()).toMatchObject({ disabled: true })
})

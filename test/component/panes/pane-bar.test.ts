import { expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import PaneBar from '../../../renderer/panes/PaneBar.svelte'
import { AppState } from '../../../renderer/state/app.svelte.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry, placeAt } from '../../fakes/fake-places.ts'
import { inBox } from '../in-box.ts'
import '../styles.ts'

/** The bar of the left pane, which is at `/site`. */
async function show() {
  const listings = new Map([
    ['/site', [entry('a.txt')]],
    ['s3://', [entry('www', { kind: 'bucket', size: null })]],
    ['s3://www/', [entry('b.txt')]],
  ])
  const bridge = createFakeBridge(answerPlaces(listings))
  const app = new AppState(bridge)
  onTestFinished(() => app.close())
  await app.open()
  const onLeave = vi.fn()
  const props = { app, pane: app.left, onLeave }
  const screen = await render(PaneBar, { target: inBox(600, 40), props })
  const choose = async (name: RegExp): Promise<void> => {
    await screen.getByRole('button', { name: /^Connection/ }).click()
    await page.getByRole('menuitemcheckbox', { name }).click()
  }
  return { app, bridge, screen, onLeave, choose, path: screen.getByRole('combobox', { name: 'Path' }) }
}

test('a connection that was chosen is opened, and the table has the focus then', async () => {
  const { app, choose, onLeave } = await show()
  await choose(/^Practice/)
  await vi.waitFor(() => expect(app.left.place?.text).toBe('s3://'))
  expect(onLeave).toHaveBeenCalledOnce()
})

test('a path begun while a connection is still being opened stays, and is one of that connection', async () => {
  const { app, bridge, screen, choose, onLeave, path } = await show()
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof placeAt>>()
  const answer = bridge.answers['places.open']
  bridge.answers['places.open'] = () => promise
  await choose(/^Practice/)
  await screen.getByRole('button', { name: 'Type a path' }).click()
  await expect.element(path).toHaveFocus()
  if (answer !== undefined) bridge.answers['places.open'] = answer
  resolve(placeAt('practice', 's3://'))
  await vi.waitFor(() => expect(app.left.place?.text).toBe('s3://'))
  expect(onLeave).not.toHaveBeenCalled()
  await path.fill('s3://www/')
  await userEvent.keyboard('{Enter}')
  await vi.waitFor(() => expect(app.left.place?.text).toBe('s3://www/'))
  expect(bridge.asked('places.open').at(-1)).toMatchObject({ connectionId: 'practice', text: 's3://www/' })
  await expect.element(path).not.toBeInTheDocument()
})

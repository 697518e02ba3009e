import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import About from '../../../renderer/shell/About.svelte'
import { shortcutGroups } from '../../../renderer/words/shell/shortcuts.ts'
import Shortcuts from '../../../renderer/shell/Shortcuts.svelte'
import type { Start } from '../../../shared/bridge/window-calls.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { defaultSettings } from '../../../shared/settings.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'

const start: Start = {
  version: '1.2.3',
  host: { kind: 'chromium', name: 'Chromium 150', platform: 'linux', choosesFolders: false },
  settings: defaultSettings,
}

test('the keys are shown by where they mean something, and Escape leaves them', async () => {
  const onLeave = vi.fn()
  const screen = await render(Shortcuts, { platform: 'linux', onLeave })
  for (const { title, shortcuts } of shortcutGroups) {
    const group = screen.getByRole('region', { name: title })
    for (const { does } of shortcuts)
      await expect.element(group.getByText(does, { exact: true })).toBeVisible()
  }
  await userEvent.keyboard('{Escape}')
  await vi.waitFor(() => expect(onLeave).toHaveBeenCalledOnce())
})

test('a dialog is left in the moment it is closed, once: the next key is the window’s', async () => {
  const bridge = createFakeBridge({ 'app.diagnostics': () => ({ text: 'Sluice' }) })
  const onLeave = vi.fn()
  const screen = await render(About, { bridge, start, onLeave })
  const close = screen.getByRole('button', { name: 'Close' })
  await expect.element(close).toBeVisible()
  const button = close.element() as HTMLButtonElement
  button.click()
  expect(onLeave).toHaveBeenCalledOnce()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(onLeave).toHaveBeenCalledOnce()
})

test('the report of this window can be copied', async () => {
  const bridge = createFakeBridge({
    'app.diagnostics': ({ window }) => ({ text: `Sluice in ${window}` }),
    'window.copyText': () => ({}),
  })
  const screen = await render(About, { bridge, start, onLeave: () => undefined })
  await expect.element(screen.getByRole('heading', { name: 'Sluice 1.2.3' })).toBeVisible()
  await expect.element(screen.getByLabelText(/Diagnostic report/)).toHaveValue('Sluice in Chromium 150')
  await screen.getByRole('button', { name: 'Copy report' }).click()
  await expect.element(screen.getByRole('status')).toHaveTextContent('Copied')
  expect(bridge.asked('window.copyText')).toEqual([{ text: 'Sluice in Chromium 150' }])
})

test('what can’t be told is said', async () => {
  const bridge = createFakeBridge({
    'app.diagnostics': () => {
      throw new SluiceError({ code: 'disk-failed', message: 'The runs can’t be read.' })
    },
  })
  const screen = await render(About, { bridge, start, onLeave: () => undefined })
  await expect.element(screen.getByRole('alert').getByText('The runs can’t be read.')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Copy report' })).toBeDisabled()
})

import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import LimitControl from '../../../renderer/job/LimitControl.svelte'

const kibibyte = 1024

async function show(bandwidth: number | null = null) {
  const onLimit = vi.fn()
  const screen = await render(LimitControl, { settings: { bandwidth }, onLimit })
  const panel = page.getByRole('dialog', { name: 'Limit of bandwidth' })
  return { onLimit, screen, panel }
}

test('says what the limit is, and takes another one of the list', async () => {
  const { onLimit, screen, panel } = await show(512 * kibibyte)
  await screen.getByRole('button', { name: 'At most 512.0 KiB/s' }).click()
  await expect
    .element(panel.getByRole('button', { name: '512.0 KiB/s' }))
    .toHaveAttribute('aria-pressed', 'true')
  await panel.getByRole('button', { name: '5.0 MiB/s' }).click()
  expect(onLimit).toHaveBeenCalledExactlyOnceWith(5 * kibibyte * kibibyte)
  await expect.element(panel).not.toBeInTheDocument()
})

test.each([
  ['800 KB/s', 800 * kibibyte],
  ['1.5MiB', 1536 * kibibyte],
])('takes %s as it is typed', async (typed, bytes) => {
  const { onLimit, screen, panel } = await show()
  await screen.getByRole('button', { name: 'No limit' }).click()
  await panel.getByRole('textbox', { name: 'Another' }).fill(typed)
  await userEvent.keyboard('{Enter}')
  expect(onLimit).toHaveBeenCalledExactlyOnceWith(bytes)
})

test.each(['fast', '5', '100B', '-1 MB', ''])('%j is no limit, and it says what is', async (typed) => {
  const { onLimit, screen, panel } = await show()
  await screen.getByRole('button', { name: 'No limit' }).click()
  await panel.getByRole('textbox', { name: 'Another' }).fill(typed)
  await userEvent.keyboard('{Enter}')
  await expect.element(panel.getByRole('alert')).toMatchTextContent(/A number and a unit/)
  expect(onLimit).not.toHaveBeenCalled()
})

test('what was typed wrongly and left is gone when the panel is opened again', async () => {
  const { screen, panel } = await show()
  await screen.getByRole('button', { name: 'No limit' }).click()
  await panel.getByRole('textbox', { name: 'Another' }).fill('fast')
  await userEvent.keyboard('{Enter}')
  await expect.element(panel.getByRole('alert')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(panel).not.toBeInTheDocument()
  await screen.getByRole('button', { name: 'No limit' }).click()
  await expect.element(panel.getByRole('textbox', { name: 'Another' })).toHaveValue('')
  await expect.element(panel.getByRole('alert')).not.toBeInTheDocument()
})

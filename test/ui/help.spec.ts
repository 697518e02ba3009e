import { expect } from '@playwright/test'
import { test } from './app.ts'
import { checkThemes } from './looks.ts'
import { SluiceWindow } from './window.ts'

test('the keys and the report are a key, a menu and a command away', async ({ app }) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()

  await page.keyboard.press('F1')
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(keys.getByText('Rename')).toBeVisible()
  expect(await checkThemes(page, 'shortcuts')).toEqual([])
  await page.keyboard.press('Escape')
  await expect(keys).toHaveCount(0)

  await page.getByRole('button', { name: 'Help' }).click()
  await page.getByRole('menuitem', { name: 'About Sluice…' }).click()
  const about = page.getByRole('dialog', { name: 'About Sluice' })
  const report = about.getByRole('textbox', { name: 'Diagnostic report' })
  await expect(report).toHaveValue(/^Sluice .*\nat .*\nwindow: .*\nengine: Node /)
  await expect(report).not.toHaveValue(/practice-window|s3:/)
  expect(await checkThemes(page, 'about')).toEqual([])
  await about.getByRole('button', { name: 'Close' }).click()
  await expect(about).toHaveCount(0)

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command' }).fill('shortcuts')
  await page.keyboard.press('Enter')
  await expect(keys).toBeVisible()
})

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { test } from './app.ts'
import { SluiceWindow } from './window.ts'

test('a plan is saved, opened again, reviewed, and done exactly; then it is done', async ({ app }) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.review()
  const words = await window.apply.textContent()
  const file = path.join(app.folder, 'site.sluice')
  await app.page.getByRole('button', { name: 'Save plan…' }).click()
  await app.page.getByLabel('Plan file').fill(file)
  await app.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(app.page.getByText(`Saved to ${file}`)).toBeVisible()
  expect((await readFile(file)).subarray(0, 15).toString()).toBe('SQLite format 3')
  await window.back()

  const open = async (): Promise<void> => {
    await app.page.keyboard.press('Control+k')
    await app.page.getByRole('combobox', { name: 'Command' }).fill('open plan')
    await app.page.keyboard.press('Enter')
    await app.page.getByLabel('Plan file').fill(file)
    await app.page.keyboard.press('Enter')
  }
  await open()
  await window.planned()
  await expect(app.page.getByTestId('plan-file')).toContainText('made by you on this computer')
  await expect(window.apply).toHaveText(words ?? '')
  expect(await window.applyAll()).toContain('all verified')
  await window.back()

  await open()
  await expect(app.page.getByText('This plan was applied already.')).toBeVisible()
})
